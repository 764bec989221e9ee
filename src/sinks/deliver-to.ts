import { asyncScheduler, connect, defer, EMPTY, exhaustMap, from, merge, mergeMap, race, repeat } from 'rxjs'
import { ReplaySubject, tap, timer } from 'rxjs'
import type { Observable, OperatorFunction } from 'rxjs'
import { backoffDelay, type Backoff } from '../backoff.ts'
import type { Log } from '../log.ts'
import type { Channel } from '../model/channel.ts'
import type { Delivery, Outcome } from '../model/delivery.ts'
import { advance, enqueue, nextOf, remove, type Entry, type Queue } from './queue.ts'
import { createRunOfFailures } from './run-of-failures.ts'

export interface DeliverToOptions {
  readonly channel: Channel
  readonly recipient: string
  /** Whom the log names, as in ` (recipient 2 of 3)`: never a number. */
  readonly to: string
  readonly log: Log
  readonly capacity: number
  readonly backoff: Backoff
  readonly pause: number
  readonly random: () => number
}

/** Milliseconds between attempts when nothing more comes. */
const lastPause = 1_000

/**
 * Sends to one recipient, one text after another: the loop that `deliver` has for each of them.
 *
 * An entry that meets an idle loop is sent at once. What waits goes in the order of the queue, which is asked anew
 * before each attempt. The entries that arrive meanwhile only join the queue.
 *
 * On error: passes it on. On completion: goes on until the queue is empty, with short waits.
 */
export const deliverTo =
  (options: DeliverToOptions): OperatorFunction<Entry, Delivery> =>
  (entries$) =>
    defer(() => {
      const { channel, recipient, to, log, capacity } = options
      const failures = createRunOfFailures(log, to)
      let queue: Queue = []
      let inFlight: Entry | null = null
      let wait = 0

      const stamp = () => ({ channel: channel.name, at: asyncScheduler.now() })

      const accept = (entry: Entry): readonly Delivery[] => {
        const after = enqueue(queue, entry, { capacity, inFlight })
        queue = after.queue
        return [
          { ...stamp(), outcome: 'queued' },
          ...after.dropped.map((): Delivery => {
            failures.dropped()
            return { ...stamp(), outcome: 'dropped', reason: `more than ${capacity} messages waited` }
          }),
        ]
      }

      const settle = (entry: Entry, outcome: Outcome): readonly Delivery[] => {
        inFlight = null
        wait = waitAfter(outcome, failures.note(outcome), options)
        switch (outcome.kind) {
          case 'sent':
            queue = advance(queue, entry)
            return entry.texts.length === 1 ? [{ ...stamp(), outcome: 'sent' }] : []
          case 'refused':
            queue = remove(queue, entry)
            return [{ ...stamp(), outcome: 'refused', reason: outcome.reason }]
          case 'again':
          case 'channel-refused':
            return [{ ...stamp(), outcome: 'retrying', reason: outcome.reason }]
        }
      }

      const attempt$ = defer((): Observable<Delivery> => {
        const entry = nextOf(queue)
        if (entry === undefined) return EMPTY
        inFlight = entry
        return channel.send(entry.texts[0], recipient).pipe(mergeMap((outcome) => settle(entry, outcome)))
      })
      const ending$ = new ReplaySubject<void>(1)
      let ending = false
      // When nothing more comes, the process ends soon: what waits is tried as often as it can be.
      const pause = (): Observable<unknown> => (ending ? timer(Math.min(wait, lastPause)) : race(timer(wait), ending$))
      const drain$ = attempt$.pipe(repeat({ delay: () => (queue.length === 0 ? EMPTY : pause()) }))

      return entries$.pipe(
        tap({
          complete: () => {
            ending = true
            ending$.next()
          },
        }),
        connect((entry$) =>
          merge(entry$.pipe(mergeMap((entry) => from(accept(entry)))), entry$.pipe(exhaustMap(() => drain$))),
        ),
      )
    })

const waitAfter = (outcome: Outcome, failed: number, { backoff, pause, random }: DeliverToOptions): number => {
  switch (outcome.kind) {
    case 'sent':
    case 'refused':
      return pause * (1 + random() / 2)
    case 'again':
      return Math.max(outcome.afterMilliseconds ?? 0, backoffDelay(backoff, failed - 1, random()))
    case 'channel-refused':
      return backoff.max
  }
}
