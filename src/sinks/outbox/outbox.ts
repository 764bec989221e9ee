import {
  asyncScheduler,
  concat,
  defer,
  EMPTY,
  from,
  ignoreElements,
  merge,
  mergeMap,
  ReplaySubject,
  Subject,
  takeUntil,
  tap,
} from 'rxjs'
import type { Observable, OperatorFunction } from 'rxjs'
import type { Logs } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import type { Delivery } from '../../model/delivery.ts'
import type { Notification } from '../../model/notification.ts'
import type { ChannelReading } from '../../model/reading.ts'
import { createGate } from './gate.ts'
import { sendWaiting } from './send-waiting.ts'
import type { Store } from './store.ts'
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

export const createOutbox = ({
  channels,
  store,
  limits = { queued: 5_000, retention: 30 * 86_400_000 },
  random,
  logs,
}: {
  channels: readonly Channel[]
  store: Store
  /** How many may wait, and how long what is settled (or waits) is remembered, in milliseconds. */
  limits?: { readonly queued: number; readonly retention: number }
  /** From 0 up to 1. */
  random: () => number
  logs: Logs
}): Outbox => {
  const readings$ = new Subject<ChannelReading>()
  const addresses = channels.flatMap(({ name, recipients }) =>
    recipients.map((recipient) => ({ channel: name, recipient })),
  )
  const deliver: OperatorFunction<Notification, Delivery> = (notifications$) =>
    defer(() => {
      const wake$ = new Subject<void>()
      const ending$ = new ReplaySubject<void>(1)
      let ending = false
      const queued = (channel: string): Delivery => ({ channel, at: asyncScheduler.now(), outcome: 'queued' })

      store.recover(addresses, asyncScheduler.now())
      const left = addresses.flatMap((address) => store.waitingFor(address).map(() => queued(address.channel)))

      const prune = (): readonly Delivery[] => {
        const at = asyncScheduler.now()
        const dropped = store.prune({ before: at - limits.retention, queued: limits.queued })
        if (dropped.length > 0) logs('outbox').warn(`there is no room: messages that were dropped: ${dropped.length}`)
        return dropped.map((channel) => ({ channel, at, outcome: 'dropped', reason: 'too many messages waited' }))
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
        ...channels.map(loopsOf),
      )
    })
  return { deliver, readings$ }
}
