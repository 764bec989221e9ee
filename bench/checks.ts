import { Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import type { Check } from '../src/model/check.ts'
import { told } from '../test/support/histories.ts'
import { printFigure, type Bench } from './support/bench.ts'

const second = 1_000
const secondsOfDay = 86_400
const sizes = [10, 100, 1_000, 10_000]

/** Checks of each size in the short form: as many for each, so that what is compared costs as much to measure. */
const checksEach = 5_000_000

/**
 * Checks through all operators from sustain to budget in virtual time: so many fingerprints, one check a second each, of
 * which one in a thousand is in trouble for ten minutes of every two hours. With `--long` 10,000 of them over a day.
 */
export const checks: Bench = ({ long, signal }) => {
  for (const size of sizes) {
    signal.throwIfAborted()
    const { nanoseconds } = run(size, checksEach / size)
    printFigure(`one check, of ${size} fingerprints`, `${nanoseconds.toFixed(0)} ns`, 'flat')
  }
  if (!long) return
  const { nanoseconds, megabytes, messages } = run(10_000, secondsOfDay)
  const minutes = (nanoseconds * 10_000 * secondsOfDay) / 6e10
  printFigure(`10,000 fingerprints over a day (${messages} messages)`, `${minutes.toFixed(1)} min`, '')
  printFigure('its heap at the end', `${megabytes.toFixed(1)} MB`, 'bounded')
}

interface Run {
  readonly nanoseconds: number
  readonly megabytes: number
  readonly messages: number
}

const run = (size: number, seconds: number): Run => {
  const subjects = Array.from({ length: size }, (_, index) => `subject-${index}`)
  const scheduler = new TestScheduler(() => undefined)
  let messages = 0
  let megabytes = NaN
  const begun = performance.now()
  scheduler.run(() => {
    const checks$ = new Observable<Check>((subscriber) => {
      const tick = (count: number): void => {
        const at = scheduler.now()
        for (const [index, subject] of subjects.entries())
          subscriber.next({
            type: 'X_CRITICAL',
            subject,
            at,
            status: statusOf(index, count),
            details: { kind: 'none' },
          })
        if (count < seconds) scheduler.schedule(() => tick(count + 1), second)
        else {
          globalThis.gc?.()
          megabytes = process.memoryUsage().heapUsed / 1024 ** 2
          subscriber.complete()
        }
      }
      tick(1)
    })
    checks$.pipe(told).subscribe({ next: () => (messages += 1), error: console.error })
    scheduler.maxFrames = Infinity
  })
  return { nanoseconds: ((performance.now() - begun) * 1e6) / (size * seconds), megabytes, messages }
}

const statusOf = (index: number, second: number): Check['status'] =>
  index % 1_000 === 7 && (second + index) % 7_200 < 600 ? 'critical' : 'ok'
