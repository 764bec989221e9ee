import { backoffDelay, type Backoff } from '../backoff.ts'
import type { Outcome } from '../model/delivery.ts'
import type { Answer } from '../clients/http.ts'
import type { Party } from '../model/reason.ts'

/** What follows from an attempt's outcome, for every channel; times in milliseconds. */
export const retryPolicy = {
  /** Failed, or nobody knows: again, after a wait that doubles each time; `Retry-After` can make it longer. */
  again: { first: 2_000, max: 300_000 },
  /** The channel is not open: it is looked at so often, and sending starts when it is. */
  closed: { every: 30_000 },
  /** The key is refused: it is tried again so often. */
  key: { every: 300_000 },
  /** It is said to be closed: after so long it is tried all the same. */
  anyway: { after: 300_000 },
} as const satisfies { again: Backoff; closed: { every: number }; key: { every: number }; anyway: { after: number } }

/**
 * Milliseconds before the attempt after one that failed.
 *
 * @param failures  how many have failed in a row, this one included
 * @param random    from 0 up to 1
 */
export const waitBeforeNext = (
  outcome: Extract<Outcome, { kind: 'again' | 'channel-refused' }>,
  { failures, random }: { readonly failures: number; readonly random: number },
): number =>
  outcome.kind === 'channel-refused'
    ? retryPolicy[outcome.cause].every
    : Math.max(outcome.afterMilliseconds ?? 0, backoffDelay(retryPolicy.again, failures - 1, random))

/** What a status means, where the channel knows no better: in doubt it is tried again, since what is refused is lost. */
export const statusMeans: Readonly<Partial<Record<number, Outcome['kind']>>> = {
  400: 'refused',
  401: 'channel-refused',
  403: 'channel-refused',
  404: 'channel-refused',
  413: 'refused',
  422: 'refused',
}

/**
 * What an answer means by its status alone.
 *
 * @param check      what the owner should look at where the channel is refused, as in `NTFY_TOKEN`; null: the network
 * @param messageId  reads the other side's own name of the message out of its answer
 * @param isTheirs   whether a success is an answer of the other side, and not of somebody else in its place
 */
export const outcomeOfStatus = (
  answer: Answer,
  {
    by,
    checkKey,
    checkAddress,
    messageId = () => null,
    isTheirs = () => true,
  }: {
    readonly by: Party
    readonly checkKey: string
    readonly checkAddress: string | null
    readonly messageId?: (body: unknown) => string | null
    readonly isTheirs?: (body: unknown) => boolean
  },
): Outcome => {
  if (answer.kind === 'unanswered')
    return {
      kind: 'again',
      reason: answer.reason,
      afterMilliseconds: null,
      mayHaveArrived: answer.mayHaveArrived,
    }
  const { status, body, isPage, retryAfterMilliseconds } = answer
  const isOfAnother = isPage || (body !== undefined && !isTheirs(body))
  if (status >= 200 && status < 300 && isOfAnother)
    return {
      kind: 'channel-refused',
      cause: 'closed',
      reason: { code: 'otherAnswer', by, status, check: checkAddress },
    }
  if (status >= 200 && status < 300) return { kind: 'sent', messageId: messageId(body) }
  switch (status < 400 ? 'channel-refused' : (statusMeans[status] ?? 'again')) {
    case 'refused':
      return { kind: 'refused', reason: { code: 'messageRefused', by, status } }
    case 'channel-refused':
      // A page is of somebody who stands before it: that one knows nothing of keys.
      if (isPage && (status === 401 || status === 403))
        return {
          kind: 'channel-refused',
          cause: 'closed',
          reason: { code: 'refusedBefore', by, status, check: checkAddress },
        }
      return status === 401 || status === 403
        ? { kind: 'channel-refused', cause: 'key', reason: { code: 'keyRefused', by, status, check: checkKey } }
        : {
            kind: 'channel-refused',
            cause: 'closed',
            reason: { code: 'notThere', by, status, check: checkAddress },
          }
    default:
      return {
        kind: 'again',
        reason: status === 429 ? { code: 'tooManyMessages' } : { code: 'answered', by, status, check: null },
        afterMilliseconds: retryAfterMilliseconds,
        mayHaveArrived: mayHaveBeenHandled(status),
        ...(isOfTheWay(status) ? {} : { mayBeItsFault: true }),
      }
  }
}

/** Too busy, too early, or somebody on the way: whatever was sent would have been answered so. */
export const isOfTheWay = (status: number): boolean => [408, 425, 429, 502, 503, 504].includes(status)

/** Something broke, or somebody on the way waited and gave up: whether before or after it was handled nobody says. */
export const mayHaveBeenHandled = (status: number): boolean => status === 408 || (status >= 500 && status !== 503)
