import { connect, EMPTY, merge, mergeMap, of, type OperatorFunction } from 'rxjs'
import type { Backoff } from '../backoff.ts'
import type { Log } from '../log.ts'
import type { Channel } from '../model/channel.ts'
import type { Delivery } from '../model/delivery.ts'
import type { Notification } from '../model/notification.ts'
import { deliverTo } from './deliver-to.ts'
import { entryOf } from './queue.ts'

/**
 * Sends notifications over one channel, and says what became of each.
 *
 * ```
 * backoff = 4, no jitter
 * notifications:  a-------(b|)
 * attempts:       x---s---s      x: fails, s: is accepted
 * deliver:        (qr)s---(qs|)  q: queued, r: retrying, s: sent
 * ```
 *
 * Each recipient has a queue and a loop of its own: one recipient's trouble does not hold up another's. For each of
 * them a notification is `queued`, then `retrying` as often as an attempt fails, and in the end `sent`, `refused` or
 * `dropped`, once. A first trouble goes before all else, and nothing overtakes an earlier word on the same trouble.
 *
 * @param capacity  texts that may wait for one recipient; beyond it the least important are dropped
 * @param backoff   milliseconds: the waits after failures double from `first` to `max`, jittered over their second
 *                  half; where the channel itself is refused, the next attempt is after `max`
 * @param pause     milliseconds between two messages of those that wait, and up to half as much again: WhatsApp bans
 *                  numbers that send in bursts
 *
 * On error: passes it on. On completion: goes on until the queues are empty.
 *
 * @example notifications$.pipe(deliver({ channel: whatsapp, log, random: Math.random }))
 */
export const deliver =
  ({
    channel,
    log,
    random,
    capacity = 1_000,
    backoff = { first: 2_000, max: 300_000 },
    pause = 2_000,
  }: {
    channel: Channel
    log: Log
    random: () => number
    capacity?: number
    backoff?: Backoff
    pause?: number
  }): OperatorFunction<Notification, Delivery> =>
  (notifications$) => {
    const { recipients } = channel
    const loops = recipients.map((recipient, index) => {
      const to = recipients.length === 1 ? '' : ` (recipient ${index + 1} of ${recipients.length})`
      return deliverTo({ channel, recipient, to, log, capacity, backoff, pause, random })
    })
    // What waits must outlive one notification that has no words.
    const render = (notification: Notification): readonly string[] => {
      try {
        return channel.render(notification, { repeated: false })
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown error'
        log.error(`a notification could not be put into words, and is dropped: ${reason}`)
        return []
      }
    }
    return notifications$.pipe(
      mergeMap((notification) => {
        const [first, ...rest] = render(notification)
        return first === undefined ? EMPTY : of(entryOf(notification, [first, ...rest]))
      }),
      connect((entries$) => merge(...loops.map((loop) => entries$.pipe(loop)))),
    )
  }
