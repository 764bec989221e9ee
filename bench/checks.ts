import { asyncScheduler, Observable, Subject } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import type { Check } from '../src/model/check.ts'
import type { AlertsNotification } from '../src/model/notification.ts'
import { openInMemory } from '../src/sinks/outbox/database.ts'
import { createStore } from '../src/sinks/outbox/store.ts'
import { printFigure, type Bench } from './support/bench.ts'
import { judgeChecks } from './support/judge.ts'

const second = 1_000
const secondsOfDay = 86_400
const sizes = [10, 100, 1_000, 10_000]

/** Checks of each size in the short form: as many for each, so that what is compared costs as much to measure. */
const checksEach = 5_000_000

/**
 * Checks through all operators from sustain to notify in virtual time: so many fingerprints, one check a second each, of
 * which one in a thousand is in trouble for ten minutes of every two hours. With `--long` 10,000 of them over a day. Then
 * lives that all fire at one look, and end at one.
 */
export const checks: Bench = ({ long, signal }) => {
  for (const size of sizes) {
    signal.throwIfAborted()
    const { nanoseconds } = watch(size, checksEach / size)
    printFigure(`one check, of ${size} fingerprints`, `${nanoseconds.toFixed(0)} ns`, 'flat')
  }
  for (const isWritten of [false, true]) {
    signal.throwIfAborted()
    const [some, many] = [1_000, 10_000] as const
    const ratio = allFire(many, isWritten) / allFire(some, isWritten)
    const bound = (many * Math.log(many)) / (some * Math.log(some))
    const what = `${many.toLocaleString('en')} lives that all fire and end${isWritten ? ', written down' : ''}: to ${some.toLocaleString('en')}`
    printFigure(what, `${ratio.toFixed(1)} times`, `at most ${bound.toFixed(1)}`)
  }
  if (!long) return
  const { nanoseconds, megabytes, messages } = watch(10_000, secondsOfDay)
  const minutes = (nanoseconds * 10_000 * secondsOfDay) / 6e10
  printFigure(`10,000 fingerprints over a day (${messages} messages)`, `${minutes.toFixed(1)} min`, '')
  printFigure('its heap at the end', `${megabytes.toFixed(1)} MB`, 'bounded')
}

interface Run {
  readonly nanoseconds: number
  readonly megabytes: number
  readonly messages: number
}

/** One check a second of each of so many fingerprints. */
const watch = (size: number, seconds: number): Run => {
  const subjects = Array.from({ length: size }, (_, index) => `subject-${index}`)
  const scheduler = new TestScheduler(() => undefined)
  const seen$ = new Subject<void>()
  let messages = 0
  let megabytes = NaN
  const begun = performance.now()
  scheduler.run(() => {
    const checks$ = new Observable<Check>((subscriber) => {
      const tick = (count: number): void => {
        look(subjects, (index) => statusOf(index, count), subscriber)
        seen$.next()
        if (count < seconds) scheduler.schedule(() => tick(count + 1), second)
        else {
          globalThis.gc?.()
          megabytes = process.memoryUsage().heapUsed / 1024 ** 2
          subscriber.complete()
        }
      }
      scheduler.schedule(() => tick(1))
    })
    checks$.pipe(judgeChecks({ seen$ })).subscribe({ next: () => (messages += 1), error: console.error })
    scheduler.maxFrames = Infinity
  })
  return { nanoseconds: ((performance.now() - begun) * 1e6) / (size * seconds), megabytes, messages }
}

const statusOf = (index: number, second: number): Check['status'] =>
  index % 1_000 === 7 && (second + index) % 7_200 < 600 ? 'critical' : 'ok'

/** One look: a check of each. */
const look = (
  subjects: readonly string[],
  statusAt: (index: number) => Check['status'],
  checks: { readonly next: (check: Check) => void },
): void => {
  const at = asyncScheduler.now()
  for (const [index, subject] of subjects.entries())
    checks.next({ type: 'X_CRITICAL', subject, at, status: statusAt(index), details: { kind: 'none' } })
}

/** Milliseconds for lives that fire at one look, are looked at, and end at one; the least of some, for the rest is garbage. */
const allFire = (size: number, isWritten: boolean): number =>
  Math.min(
    ...Array.from({ length: 9 }, () => {
      globalThis.gc?.()
      return fireOnce(size, isWritten)
    }),
  )

/** Without virtual time: that is not linear in the number of its timers. */
const fireOnce = (size: number, isWritten: boolean): number => {
  const store = createStore(openInMemory())
  const checks$ = new Subject<Check>()
  const seen$ = new Subject<void>()
  const holding = { forOf: () => 0, keepFiringFor: 0 }
  const writing = { keep: store.keep, accept: (news: AlertsNotification) => store.accept(news, [], news.at) }
  let told = 0
  const subscription = checks$
    .pipe(judgeChecks({ seen$, holding, ...(isWritten ? writing : {}) }))
    .subscribe({ next: ({ alerts }) => (told += alerts.length), error: console.error })
  const subjects = Array.from({ length: size }, (_, index) => `subject-${index}`)
  const begun = performance.now()
  for (const status of ['ok', 'critical', 'critical', 'critical', 'ok', 'ok'] as const) {
    look(subjects, () => status, checks$)
    seen$.next()
  }
  checks$.complete()
  const took = performance.now() - begun
  subscription.unsubscribe()
  if (told !== 2 * size) throw new Error(`of ${size} lives ${told} words were told`)
  return took
}
