import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { connect, EMPTY, NEVER, Observable, of, Subject, tap } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import { isOpenAlert, type Alert } from '../../src/model/alert.ts'
import { takenOverBy } from '../../src/model/alert-types.ts'
import type { Life } from '../../src/model/life.ts'
import type { Accepted, AlertsNotification } from '../../src/model/notification.ts'
import { limitOf } from '../../src/model/limit.ts'
import { noMemory } from '../../src/model/memory.ts'
import type { Container, Reading } from '../../src/model/reading.ts'
import type { Silence } from '../../src/model/silence.ts'
import { tellingsOf, type Telling, type Told } from '../../src/model/told.ts'
import { noticeOutOfMemory } from '../../src/streams/checks/notice-out-of-memory.ts'
import { oneContainerPerSubject } from '../../src/streams/checks/one-container-per-subject.ts'
import { judge } from '../../src/streams/judge.ts'
import { perHost } from '../../src/streams/lib/per-host.ts'
import { notify, type Decision } from '../../src/streams/notify/notify.ts'
import { defaultBudget } from '../../src/streams/notify/recent-messages.ts'
import {
  containersReading,
  crashedContainer,
  day,
  hour,
  mebibyte,
  minute,
  sampleContainer,
  sampleHostId,
  second,
  unavailableReading,
} from '../support/samples.ts'

/** What is known of a container at a moment of its short life: all that the agent can find wrong with one. */
type State = (id: string, name: string, now: number) => Container | null

const limited = { memoryLimitBytes: 100 * mebibyte, restartPolicy: 'always' } as const
const as = (id: string, name: string) => ({ id, name, containerName: name, ...limited })
const up =
  (percent: number, given: (now: number) => Partial<Container> = () => ({})): State =>
  (id, name, now) =>
    sampleContainer({
      ...as(id, name),
      usage: { cpuPercent: 1, memoryBytes: percent * mebibyte },
      end: crashedContainer({ at: now }).end,
      ...given(now),
    })
const died =
  (exitCode: number, oomKilled = false): State =>
  (id, name, now) =>
    crashedContainer({ at: now, exitCode, oomKilled }, as(id, name))
const renamed =
  (state: State): State =>
  (id, name, now) =>
    state(id, `${name}-old`, now)

/** In seconds since it came. */
const fate: readonly (readonly [number, State])[] = [
  [0, up(20)],
  [5, up(97)],
  [40, up(97, (now) => ({ oomAt: now }))],
  [50, up(97, () => ({ health: 'unhealthy' }))],
  [60, died(1)],
  [65, up(20)],
  [70, died(1)],
  [72, renamed(died(1))],
  [75, renamed(up(20, (now) => ({ oomAt: now })))],
  [80, renamed(died(137, true))],
  [85, renamed(up(20))],
  [100, renamed(up(97, () => ({ health: 'unhealthy' })))],
  [105, renamed(up(20))],
  [120, renamed(up(20, () => ({ health: 'unhealthy' })))],
  [125, renamed(up(20))],
  [140, renamed(up(97, () => ({ health: 'unhealthy' })))],
  [150, () => null],
]

/** What was told, as the outbox has it: what of it follows from a cause has its end with that. */
const createTold = () => {
  const told = new Map<string, Told>()
  const bearing = (alert: Alert): Alert =>
    isOpenAlert(alert) ? { ...alert, bears: takenOverBy(alert).flatMap((one) => told.get(one) ?? []) } : alert
  const tell = ({ fingerprint, told: now }: Telling): void => {
    if (now === null) told.delete(fingerprint)
    else told.set(fingerprint, now)
  }
  return {
    accept: (notification: AlertsNotification): Accepted => {
      const { at, quiet } = notification
      const alerts = notification.alerts.map(bearing)
      const tellings = alerts.flatMap((alert) => tellingsOf(alert, at, quiet))
      for (const telling of tellings) tell(telling)
      return { notification: { ...notification, alerts }, tellings }
    },
    rename: (lives: readonly Life[]): void => {
      for (const { formerly, fingerprint } of lives) {
        const before = formerly === null ? undefined : told.get(formerly)
        if (formerly === null || before === undefined) continue
        told.delete(formerly)
        told.set(fingerprint, { ...before, fingerprint })
      }
    },
  }
}

/** What the agent is made of between what it sees and what it tells. */
const agent =
  (silences: readonly Silence[]) =>
  (readings$: Observable<Reading>): Observable<Decision> => {
    const watch = { all: true, names: [], ignore: [] }
    const accepted$ = new Subject<Accepted>()
    const told = createTold()
    const config = {
      limits: { cpu: limitOf(85), ram: limitOf(90), disk: limitOf(90) },
      containerThresholds: { cpu: null, ram: 90 },
      watch,
      docker: { asked: true },
      cpuFor: 30 * second,
      ramFor: 30 * second,
      dockerFor: 30 * second,
      keepFiringFor: minute,
      stopGrace: minute,
      unstableFor: 15 * minute,
      unknownAfter: 5 * minute,
    }
    return readings$.pipe(
      perHost(() => oneContainerPerSubject({ stopGrace: minute })),
      connect((seen$) =>
        seen$.pipe(
          judge({
            config,
            memory: noMemory,
            patience: 10 * minute,
            extensions: { host: sampleHostId, checks: [] },
            deliveries$: NEVER,
            logLines: () => of(['bye']),
            diskUsage: () => EMPTY,
          }),
          tap(told.rename),
          notify({
            accepted$,
            occurrences$: seen$.pipe(
              perHost(() => noticeOutOfMemory({ watch, settles: 2 * second, atMostEvery: 30 * minute })),
            ),
            silences$: of(silences),
            acknowledgements$: NEVER,
            quiet$: NEVER,
            isStarting$: of(false),
            reminders: { interval: 30 * minute, longest: day },
            budget: defaultBudget,
          }),
        ),
      ),
      tap(({ notification }) => {
        if (notification !== null) accepted$.next(told.accept(notification))
      }),
    )
  }

interface Looked {
  /** Bytes in use, and timers that wait, whenever all that had been seen was gone for long. */
  readonly heaps: readonly number[]
  readonly timers: readonly number[]
  /** What was told, and what was muted. */
  readonly words: ReadonlySet<string>
  readonly reasons: ReadonlySet<string>
}

/** Quarters of the names come and go, each soon after the one before; whatever anybody waits for is over a day later. */
const pass = (names: number, silences: readonly Silence[]): Looked => {
  setFlagsFromString('--expose-gc')
  const heaps: number[] = []
  const timers: number[] = []
  const words = new Set<string>()
  const reasons = new Set<string>()
  const scheduler = new TestScheduler(() => undefined)
  const look = (): void => {
    for (let times = 0; times < 3; times += 1) runInNewContext('gc()')
    heaps.push(process.memoryUsage().heapUsed)
    timers.push(scheduler.actions.length)
  }
  scheduler.run(() => {
    const readings$ = new Observable<Reading>((subscriber) => {
      const alive = new Map<string, Container>()
      const show = (): void => subscriber.next({ ...containersReading([...alive.values()]), at: scheduler.now() })
      const suffer = (index: number, [next, ...rest]: typeof fate, before = 0): void => {
        if (next === undefined) return
        const [time, state] = next
        scheduler.schedule(
          () => {
            const container = state(`id-${index}`, `job-${index}`, scheduler.now())
            if (container === null) alive.delete(`id-${index}`)
            else alive.set(`id-${index}`, container)
            // Now and then nobody sees what becomes of it.
            if (rest.length > 0 && (index + rest.length) % 50 === 0)
              subscriber.next(unavailableReading('containers', scheduler.now()))
            else show()
            suffer(index, rest, time)
          },
          (time - before) * second,
        )
      }
      const live = (index: number): void => {
        suffer(index, fate)
        const isPause = index % (names / 4) === 0
        if (isPause) scheduler.schedule(look, 26 * hour)
        if (index < names) scheduler.schedule(() => live(index + 1), isPause ? 27 * hour : 200 * second)
        else scheduler.schedule(() => subscriber.complete(), 27 * hour)
      }
      live(1)
    })
    readings$.pipe(agent(silences)).subscribe({
      next: ({ notification, muted }) => {
        for (const { word } of notification?.alerts ?? []) words.add(word)
        for (const { mute } of muted) reasons.add(mute.reason)
      },
      error: (error: unknown) => expect.unreachable(String(error)),
    })
    scheduler.maxFrames = names * 200 * second + 120 * hour
  })
  return { heaps, timers, words, reasons }
}

/** After the first quarter everything is warm. What is compiled late comes once: what is kept comes with each name. */
const expectBounded = ({ heaps, timers }: Looked): void => {
  const [first = NaN, , ...later] = heaps
  expect(Math.min(...later) - first).toBeLessThan(200_000)
  expect(Math.max(...timers)).toBeLessThan(10)
}

/** Months of virtual time. */
const patience = 4 * minute

describe('the memory is bounded by the subjects alive, not by the names that have passed', () => {
  test('of what is told, and of what only followed from it', { timeout: patience }, () => {
    const looked = pass(2_400, [])
    expectBounded(looked)
    expect([...looked.words]).toEqual(expect.arrayContaining(['firing', 'resolved', 'removed', 'happened']))
    expect([...looked.reasons]).toEqual(expect.arrayContaining(['budget', 'inhibited', 'grouped']))
  })

  test('of what is silenced for good', { timeout: patience }, () => {
    const looked = pass(1_600, [{ id: '1', type: '*', subject: '*', until: Infinity, by: 'somebody' }])
    expectBounded(looked)
    expect([...looked.words]).toEqual([])
  })
})
