import {
  asyncScheduler,
  concat,
  defer,
  EMPTY,
  from,
  ignoreElements,
  merge,
  mergeMap,
  repeat,
  ReplaySubject,
  Subject,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import type { Observable, OperatorFunction } from 'rxjs'
import type { Logs } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import type { Delivery } from '../../model/delivery.ts'
import type { Notification } from '../../model/notification.ts'
import type { ChannelReading } from '../../model/reading.ts'
import { createGate } from './gate.ts'
import { sendWaiting } from './send-waiting.ts'
import type { Address, Store } from './store.ts'
import { createTokenBucket } from './token-bucket.ts'

export interface Outbox {
  /**
   * Writes each notification down for every channel and recipient, and then sends it until that is settled.
   *
   * For each recipient it is `queued`, then `retrying` as often as an attempt fails, and in the end `sent`, `refused` or
   * `dropped`, once. On error: passes it on. On completion: sends what can be sent at once, and leaves the rest for the
   * next start.
   */
  readonly deliver: OperatorFunction<Notification, Delivery>
  /** How the channels are, while `deliver` is subscribed to. */
  readonly readings$: Observable<ChannelReading>
}

const hour = 3_600_000
/** Milliseconds between two looks for what another process has written. */
const lookEvery = 5_000
/** Milliseconds between two looks for what was not delivered. */
const fallbackEvery = 2_000

const addressesOf = ({ name, recipients }: Channel): readonly Address[] =>
  recipients.map((recipient) => ({ channel: name, recipient }))

export const createOutbox = ({
  channels,
  store,
  fallbacks = [],
  fallbackAfter = { critical: 60_000, rest: 600_000 },
  limits = { queued: 5_000, retention: 30 * 86_400_000, stale: 600_000 },
  random,
  logs,
}: {
  channels: readonly Channel[]
  store: Store
  /** They tell what the channels did not deliver within `fallbackAfter` milliseconds, or what was refused. */
  fallbacks?: readonly Channel[]
  fallbackAfter?: { readonly critical: number; readonly rest: number }
  /** How many may wait; how long anything is remembered, and after how long it is late, in milliseconds. */
  limits?: { readonly queued: number; readonly retention: number; readonly stale: number }
  /** From 0 up to 1. */
  random: () => number
  logs: Logs
}): Outbox => {
  const readings$ = new Subject<ChannelReading>()
  const addresses = channels.flatMap(addressesOf)
  const fallbackAddresses = fallbacks.flatMap(addressesOf)
  const known = [...addresses, ...fallbackAddresses]
  const deliver: OperatorFunction<Notification, Delivery> = (notifications$) =>
    defer(() => {
      const wake$ = new Subject<void>()
      const ending$ = new ReplaySubject<void>(1)
      let ending = false
      let prunedAt = -Infinity
      const queued = (channel: string): Delivery => ({ channel, at: asyncScheduler.now(), outcome: 'queued' })

      store.recover(known, asyncScheduler.now())
      const left = known.flatMap((address) =>
        Array.from({ length: store.countWaitingFor(address) }, () => queued(address.channel)),
      )

      const prune = (): readonly Delivery[] => {
        const at = asyncScheduler.now()
        if (at - prunedAt < hour && store.countWaiting() <= limits.queued) return []
        prunedAt = at
        const dropped = store.prune({ before: at - limits.retention, queued: limits.queued })
        if (dropped.length > 0) logs('outbox').warn(`there is no room: messages that were dropped: ${dropped.length}`)
        return dropped.map((channel) => ({ channel, at, outcome: 'dropped', reason: 'too many messages waited' }))
      }
      const fallBack = (): readonly Delivery[] => {
        const at = asyncScheduler.now()
        const { critical, rest } = fallbackAfter
        const times = { criticalBefore: at - critical, restBefore: at - rest, refusedAfter: at - hour }
        const count = store.fallBack(fallbackAddresses, times, at)
        if (count > 0) wake$.next()
        return Array.from({ length: count }).flatMap(() => fallbackAddresses.map(({ channel }) => queued(channel)))
      }
      const accept = (notification: Notification): Observable<Delivery> => {
        store.accept(notification, addresses, asyncScheduler.now())
        const wake = (): Observable<never> => {
          wake$.next()
          return EMPTY
        }
        return concat(from([...addresses.map(({ channel }) => queued(channel)), ...prune()]), defer(wake))
      }
      const loopsOf = (channel: Channel): Observable<Delivery> => {
        const gate = createGate(channel)
        const bucket = createTokenBucket(channel.pace, random)
        const watch$ = gate.readings$.pipe(
          tap((reading) => readings$.next(reading)),
          ignoreElements(),
          takeUntil(ending$),
        )
        const loops = channel.recipients.map((recipient, index, { length }) =>
          sendWaiting({
            channel,
            recipient,
            to: length === 1 ? '' : ` (recipient ${index + 1} of ${length})`,
            store,
            staleAfter: limits.stale,
            gate,
            bucket,
            wake$,
            ending$,
            isEnding: () => ending,
            random,
            log: logs(channel.name),
          }),
        )
        return merge(watch$, ...loops)
      }

      return merge(
        from(left),
        notifications$.pipe(
          mergeMap(accept),
          tap({
            complete: () => {
              ending = true
              ending$.next()
            },
          }),
        ),
        ...[...channels, ...fallbacks].map(loopsOf),
        // What the commands beside the agent have made wait again.
        timer(lookEvery).pipe(
          repeat(),
          tap(() => {
            if (store.isChanged()) wake$.next()
          }),
          ignoreElements(),
          takeUntil(ending$),
        ),
        fallbacks.length === 0
          ? EMPTY
          : timer(fallbackEvery).pipe(
              repeat(),
              mergeMap(() => fallBack()),
              takeUntil(ending$),
            ),
      )
    })
  return { deliver, readings$ }
}
