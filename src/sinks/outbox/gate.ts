import { asyncScheduler, BehaviorSubject, exhaustMap, filter, map, merge, Subject, switchMap, take, timer } from 'rxjs'
import type { Observable } from 'rxjs'
import type { Channel } from '../../model/channel.ts'
import type { Outcome } from '../../model/delivery.ts'
import type { ChannelReading } from '../../model/reading.ts'
import type { Reason } from '../../model/reason.ts'
import { retryPolicy } from '../retry-policy.ts'

/**
 * Whether a channel takes messages: what becomes of them decides, and the connection test is a hint. It is closed by an answer
 * that says so, and opened when a look says otherwise, or to try anyway after five minutes.
 */
export interface Gate {
  readonly isOpen: () => boolean
  /** Emits once when it is open, and completes. */
  readonly opened$: Observable<unknown>
  readonly close: (refusal: Refusal) => void
  /** What became of an attempt; `its own fault`: it says nothing of the channel. */
  readonly note: (recipient: string, outcome: Outcome | 'its own fault') => void
  /** Whether the last look found that it could send, or nobody can be asked who would say otherwise. */
  readonly isSeenOpen: () => boolean
  /** Emits when it takes messages again, after it did not. */
  readonly reopened$: Observable<unknown>
  /** How it is, after each look, each closing and each change. While subscribed to, it looks every 30 s; at a refused key every 5 min. */
  readonly readings$: Observable<ChannelReading>
}

interface Refusal {
  readonly cause: 'key' | 'closed'
  readonly reason: Reason
}

/** Messages that were refused to one recipient, one after another, before that counts as the channel's failing. */
const mostRefused = 2

interface Failing extends Refusal {
  /** Messages that were refused for good since the last that was not. */
  readonly refused: number
}

export const createGate = (channel: Channel): Gate => {
  const refusal$ = new BehaviorSubject<(Refusal & { readonly at: number }) | null>(null)
  const changes$ = new Subject<ChannelReading>()
  const reopened$ = new Subject<void>()
  /** By recipient: those to whom nothing has gone since. */
  const failing = new Map<string, Failing>()
  let isTestRight = true
  let look: ChannelReading['state'] | null = null

  /** Why nothing goes to anybody; null where something does, or nothing was tried. */
  const outage = (): Refusal | null => {
    const all = channel.recipients.map((recipient) => failing.get(recipient))
    const isOut = all.length > 0 && all.every((one) => one !== undefined && one.refused !== 1)
    return isOut ? (all.at(-1) ?? null) : null
  }
  const reading = (found: Refusal | null, asked: boolean): ChannelReading => ({
    kind: 'channel',
    at: asyncScheduler.now(),
    name: channel.name,
    state: found === null ? 'open' : found.cause === 'key' ? 'refused' : 'down',
    reason: found?.reason ?? null,
    asked: asked && channel.host?.isAsked ? channel.host.name : null,
  })
  const reopen = (): void => {
    if (refusal$.value !== null) refusal$.next(null)
    reopened$.next()
  }
  const looks$ = refusal$.pipe(
    map((refusal) => retryPolicy[refusal?.cause ?? 'closed'].every),
    switchMap((every) => timer(every, every)),
    exhaustMap(() => channel.test()),
    map(({ result }) => {
      const wasDown = look === 'down'
      look = result.ok ? 'open' : 'down'
      if (result.ok) {
        isTestRight = true
        if (wasDown || refusal$.value !== null) reopen()
        return reading(outage(), true)
      }
      const closed = refusal$.value
      const found: Refusal = { cause: closed?.cause ?? 'closed', reason: result.reason }
      if (closed !== null && asyncScheduler.now() - closed.at >= retryPolicy.anyway.after) refusal$.next(null)
      return reading(isTestRight ? found : outage(), true)
    }),
  )
  return {
    isOpen: () => refusal$.value === null,
    opened$: refusal$.pipe(
      filter((refusal) => refusal === null),
      take(1),
    ),
    close: (refusal) => {
      refusal$.next({ ...refusal, at: asyncScheduler.now() })
      changes$.next(reading(refusal, true))
    },
    note: (recipient, outcome) => {
      const before = outage()
      if (outcome === 'its own fault') failing.delete(recipient)
      else if (outcome.kind === 'sent') {
        failing.delete(recipient)
        // It sends, whatever the test says.
        if (look === 'down') isTestRight = false
      } else failing.set(recipient, failingBy(outcome, failing.get(recipient)))
      const after = outage()
      if (after?.reason === before?.reason) return
      changes$.next(reading(after, false))
      if (after === null) reopened$.next()
    },
    isSeenOpen: () => channel.host !== null && (look === 'open' || !channel.host.isAsked),
    reopened$,
    readings$: merge(changes$, looks$),
  }
}

const failingBy = (outcome: Exclude<Outcome, { kind: 'sent' }>, before: Failing | undefined): Failing => {
  const { reason } = outcome
  if (outcome.kind === 'channel-refused') return { cause: outcome.cause, reason, refused: mostRefused }
  // One message alone may be at fault where it is refused; who it is for is not.
  const isCertain = outcome.kind === 'again' || outcome.of === 'recipient'
  return {
    cause: 'closed',
    reason,
    refused: isCertain ? mostRefused : Math.min((before?.refused ?? 0) + 1, mostRefused),
  }
}
