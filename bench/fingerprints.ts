import { count, Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import type { Reading } from '../src/model/reading.ts'
import { containersReading, crashedContainer } from '../test/support/samples.ts'
import { printFigure, type Bench } from './support/bench.ts'
import { judge } from './support/judge.ts'

const atATime = 20
const readings = 1_500
const interval = 10_000
/** After an hour all that is remembered for half an hour has been forgotten once. */
const warmUp = 360

/**
 * Heap after 60,000 fingerprints (type and subject) have come and gone: in virtual time, 20 containers at every
 * reading that have crashed, and were never seen before and never are again.
 */
export const fingerprints: Bench = () => {
  const heaps: number[] = []
  let notifications = 0
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    const readings$ = new Observable<Reading>((subscriber) => {
      const read = (index: number): void => {
        subscriber.next(strangers(index, scheduler.now()))
        if (index === warmUp || index === readings) heaps.push(heapMegabytes())
        if (index < readings) scheduler.schedule(() => read(index + 1), interval)
        else subscriber.complete()
      }
      read(1)
    })
    readings$.pipe(judge, count()).subscribe({ next: (total) => (notifications = total), error: console.error })
  })
  const [before = NaN, after = NaN] = heaps
  const passed = readings * atATime * 2
  printFigure(
    `heap growth from ${warmUp * atATime * 2} to ${passed} fingerprints (${notifications} notifications)`,
    `${(after - before).toFixed(2)} MB`,
    'bounded',
  )
}

const strangers = (index: number, at: number): Reading =>
  containersReading(
    Array.from({ length: atATime }, (_, number) => {
      const name = `job-${index}-${number}`
      return crashedContainer({}, { id: name, name })
    }),
    { at },
  )

/** Of what is still in use: only a Node with `--expose-gc` can tell. */
const heapMegabytes = (): number => {
  if (!globalThis.gc) return NaN
  globalThis.gc()
  return process.memoryUsage().heapUsed / 1024 ** 2
}
