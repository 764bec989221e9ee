import { backoffDelay, type Backoff } from '../backoff.ts'
import type { Outcome } from '../model/delivery.ts'
import type { Answer } from './http.ts'

/** What follows from an attempt's outcome, for every channel; times in milliseconds. */
export const retryPolicy = {
  /** Failed, or nobody knows: again, after a wait that doubles each time; `Retry-After` can make it longer. */
  again: { first: 2_000, max: 300_000 },
  /** The channel is not open: it is looked at so often, and sending starts when it is. */
  closed: { every: 30_000 },
  /** The key is refused: it is tried again so often. */
  key: { every: 300_000 },
} as const satisfies { again: Backoff; closed: { every: number }; key: { every: number } }

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
 * @param check      what the owner should look at where the channel is refused, as in `NTFY_TOKEN`
 * @param messageId  reads the other side's own name of the message out of its answer
 */
export const outcomeOfStatus = (
  answer: Answer,
  {
    name,
    checkKey,
    checkAddress,
    messageId = () => null,
  }: {
    readonly name: string
    readonly checkKey: string
    readonly checkAddress: string
    readonly messageId?: (body: unknown) => string | null
  },
): Outcome => {
  if (answer.kind === 'unanswered')
    return {
      kind: 'again',
      reason: answer.reason,
      afterMilliseconds: null,
      mayHaveArrived: answer.mayHaveArrived,
    }
  const { status, body, retryAfterMilliseconds } = answer
  if (status >= 200 && status < 300) return { kind: 'sent', messageId: messageId(body) }
  switch (status < 400 ? 'channel-refused' : (statusMeans[status] ?? 'again')) {
    case 'refused':
      return { kind: 'refused', reason: `${name} refuses the message (${status})` }
    case 'channel-refused':
      return status === 401 || status === 403
        ? { kind: 'channel-refused', cause: 'key', reason: `${name} refuses the key (${status}): check ${checkKey}` }
        : {
            kind: 'channel-refused',
            cause: 'closed',
            reason: `${name} is not there (${status}): check ${checkAddress}`,
          }
    default:
      return {
        kind: 'again',
        reason: status === 429 ? 'too many messages (429)' : `${name} answered ${status}`,
        afterMilliseconds: retryAfterMilliseconds,
        mayHaveArrived: mayHaveBeenHandled(status),
      }
  }
}

/** Somebody waited for whoever handles it, and gave up. */
export const mayHaveBeenHandled = (status: number): boolean => status === 408 || status === 504
