import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import type { Check, Status } from '../../src/model/check.ts'
import { told } from '../support/histories.ts'
import { hour, minute, second } from '../support/samples.ts'

/** What a name goes through: it fires, is unseen, flaps, and is gone; in seconds since it came. */
const fate: readonly (readonly [number, Status])[] = [
  [0, 'ok'],
  [10, 'critical'],
  [60, 'ok'],
  [180, 'critical'],
  [240, 'unknown'],
  [600, 'ok'],
  [800, 'critical'],
  [900, 'removed'],
]

test('the memory is bounded by the subjects alive, not by the names that have passed', () => {
  setFlagsFromString('--expose-gc')
  const heaps: number[] = []
  const names = 1_800
  let alerts = 0
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    const checks$ = new Observable<Check>((subscriber) => {
      const suffer = (subject: string, [next, ...rest]: typeof fate, before = 0): void => {
        if (next === undefined) return
        const [time, status] = next
        scheduler.schedule(
          () => {
            subscriber.next({ type: 'X_CRITICAL', subject, status, details: { kind: 'none' }, at: scheduler.now() })
            suffer(subject, rest, time)
          },
          (time - before) * second,
        )
      }
      const live = (index: number): void => {
        suffer(`job-${index}`, fate)
        // Everything that anybody may wait for is over after two hours.
        if (index % (names / 3) === 0) scheduler.schedule(look, 2 * hour)
        if (index < names) scheduler.schedule(() => live(index + 1), index % (names / 3) === 0 ? 3 * hour : 7 * second)
        else scheduler.schedule(() => subscriber.complete(), 3 * hour)
      }
      live(1)
    })
    const look = (): void => {
      for (let times = 0; times < 3; times += 1) runInNewContext('gc()')
      heaps.push(process.memoryUsage().heapUsed)
    }
    checks$.pipe(told).subscribe({
      next: (notification) => (alerts += notification.alerts.length),
      error: (error: unknown) => expect.unreachable(String(error)),
    })
    scheduler.maxFrames = names * minute
  })
  expect(alerts).toBeGreaterThan(2 * names)
  const [first = NaN, , last = NaN] = heaps
  expect(last - first).toBeLessThan(200_000)
})
