import { outboxOf } from './support/outbox.ts'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { EMPTY, filter, interval, map, NEVER, Observable, of, tap, throwError, timer } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { createContext } from '../src/extensions/create-context.ts'
import type { Extension } from '../src/extensions/extension.ts'
import { check } from '../src/index.ts'
import type { Log } from '../src/log.ts'
import type { Channel } from '../src/model/channel.ts'
import type { Notification } from '../src/model/notification.ts'
import type { Reading } from '../src/model/reading.ts'
import { sendHeartbeats } from '../src/sinks/heartbeat/send.ts'
import { configOf } from './support/config.ts'
import { partsOf } from './support/parts.ts'
import {
  containersReading,
  day,
  hour,
  minute,
  sampleCheck,
  sampleContainer,
  sampleEnd,
  sampleHost,
  second,
} from './support/samples.ts'

/** Calls at each interval until the scheduler's time is over, each time by a new action: chains of them overflow the stack. */
const repeatedly = (interval: number, scheduler: TestScheduler, action: () => void): void => {
  scheduler.schedule(() => {
    action()
    repeatedly(interval, scheduler, action)
  }, interval)
}

/** A source that is asked what it sees at each interval. */
const every = (interval: number, scheduler: TestScheduler, see: (at: number) => Reading): Observable<Reading> =>
  new Observable((subscriber) => {
    const look = (): void => subscriber.next(see(scheduler.now()))
    look()
    repeatedly(interval, scheduler, look)
  })

const ignore = (): void => undefined
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** What was told, in words: keeping the notifications themselves would be a leak of the test's own. */
type Told = string[]

const gather = (told: Told, scheduler: TestScheduler): Channel => ({
  name: 'gathered',
  recipients: ['owner'],
  pace: null,
  render: (notification) => [words(notification).join('\n')],
  send: sendOrFail((text) =>
    told.push(
      ...text
        .split('\n')
        .filter((word) => word !== '')
        .map((word) => `${scheduler.now() / second}: ${word}`),
    ),
  ),
  test: () => EMPTY,
})

/** The other side is down now and then: every fifth attempt fails. */
const sendOrFail = (tell: (text: string) => void): Channel['send'] => {
  let attempts = 0
  return (text) => {
    if (++attempts % 5 === 0)
      return of({ kind: 'again', reason: 'down', afterMilliseconds: null, mayHaveArrived: false })
    tell(text)
    return of({ kind: 'sent', messageId: null })
  }
}

const words = (notification: Notification): readonly string[] =>
  notification.kind === 'alerts'
    ? notification.alerts.map(({ reason, type, subject }) => `${reason} ${type} ${subject}`)
    : [notification.kind]

/** Runs the whole graph in virtual time over what is seen, and says what was told. */
const live = (
  until: number,
  see: { host: (at: number) => Reading; containers: (at: number) => Reading },
  {
    env = {},
    probe,
    extensions = [],
    stopAt,
    beat,
  }: {
    env?: Record<string, string>
    probe?: { every: number; look: () => void }
    extensions?: readonly Extension[]
    stopAt?: number
    /** Hears each heartbeat; without it none is sent. */
    beat?: () => void
  } = {},
): Told => {
  const told: Told = []
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    const config = configOf(env)
    const parts = partsOf({
      config,
      sources: [
        { name: 'host', readings$: every(config.checkInterval, scheduler, see.host) },
        { name: 'containers', readings$: every(config.checkInterval, scheduler, see.containers) },
      ],
      extensions: extensions.map((extension) => ({ extension, context: createContext(config, silent) })),
      outbox: outboxOf(gather(told, scheduler)),
      heartbeat: beat
        ? (streams) =>
            sendHeartbeats({
              ...streams,
              post: () => of(null).pipe(tap(beat)),
              agentName: config.agentName,
              interval: minute,
              checkInterval: config.checkInterval,
              log: silent,
            })
        : null,
      stop$: stopAt === undefined ? NEVER : timer(stopAt),
    })
    const subscription = createApp(parts).subscribe({
      complete: () => told.push(`${scheduler.now() / second}: end`),
      error: () => told.push(`${scheduler.now() / second}: error`),
    })
    if (probe) repeatedly(probe.every, scheduler, probe.look)
    scheduler.schedule(() => subscription.unsubscribe(), until)
    scheduler.maxFrames = until
  })
  return told
}

const calm = (at: number): Reading => sampleHost({ at, cpu: { percent: 10, perCore: [10] } })
const nothing = (at: number): Reading => containersReading([], { at })

describe('the graph', () => {
  test('a CPU that is busy for five minutes is told once, and when it is over', () => {
    const host = (at: number): Reading =>
      at >= 5 * minute && at < 10 * minute ? sampleHost({ at, cpu: { percent: 97, perCore: [97] } }) : calm(at)
    expect(live(hour, { host, containers: nothing })).toEqual([
      '4: startup',
      '330: firing CPU_CRITICAL host',
      '660: resolved CPU_CRITICAL host',
    ])
  })

  test('a crash is told at once, a reminder comes with the cooldown, a return after ten seconds', () => {
    const crashed = sampleContainer({ name: 'db', state: 'exited', end: sampleEnd({ exitCode: 1 }) })
    const containers = (at: number): Reading =>
      containersReading([at >= 100 * second && at < 50 * minute ? crashed : sampleContainer({ name: 'db' })], { at })
    expect(live(hour, { host: calm, containers })).toEqual([
      '4: startup',
      '100: firing CONTAINER_NOT_RUNNING db',
      '1900: reminder CONTAINER_NOT_RUNNING db',
      '3010: resolved CONTAINER_NOT_RUNNING db',
    ])
  })

  test('an engine that is lost says so once, and nothing about its containers', () => {
    const containers = (at: number): Reading =>
      at >= 10 * minute && at < 20 * minute
        ? { kind: 'unavailable', at, source: 'containers', reason: 'connection refused' }
        : containersReading([sampleContainer({ name: 'db' }), sampleContainer({ name: 'web', health: 'healthy' })], {
            at,
          })
    expect(live(hour, { host: calm, containers })).toEqual([
      '4: startup',
      '630: firing DOCKER_CONNECTION_ERROR docker',
      '1260: resolved DOCKER_CONNECTION_ERROR docker',
    ])
  })

  test('reports come on the clock of the zone', () => {
    expect(live(9 * hour, { host: calm, containers: nothing })).toEqual([
      '4: startup',
      '10800: report',
      '25200: report',
    ])
  })
})

describe('an extension', () => {
  const backupAge: Extension = (readings$) =>
    readings$.pipe(
      filter(({ kind }) => kind === 'host'),
      map(({ at }) => {
        const status = at >= 10 * minute && at < 20 * minute ? 'critical' : 'ok'
        return check({ type: 'BACKUP_OLD', subject: 'backup', status, text: 'the newest is 30 h old', at })
      }),
    )
  const broken: Extension = () => throwError(() => new Error('of the owner'))

  test('raises and resolves alerts as the checks of ours do, whatever another does', () => {
    const extensions = [broken, backupAge]
    expect(live(hour, { host: calm, containers: nothing }, { extensions })).toEqual([
      '4: startup',
      '600: firing BACKUP_OLD backup',
      '1260: resolved BACKUP_OLD backup',
    ])
  })

  test('with a source of its own ends with the agent', () => {
    const extensions = [
      () =>
        interval(minute).pipe(
          filter(() => false),
          map(() => sampleCheck()),
        ),
    ]
    expect(live(hour, { host: calm, containers: nothing }, { extensions, stopAt: 599 * second })).toEqual([
      '4: startup',
      '599: end',
    ])
  })
})

test('a week passes: every trouble is told and ended, and the memory stays flat', () => {
  setFlagsFromString('--expose-gc')
  const heaps: number[] = []
  const look = (): void => {
    runInNewContext('gc()')
    heaps.push(process.memoryUsage().heapUsed)
  }
  let seed = 42
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const host = (at: number): Reading => {
    const busy = Math.floor(at / hour) % 7 === 3
    return sampleHost({ at, cpu: { percent: busy ? 96 : 20 * random(), perCore: [20] } })
  }
  const names = Array.from({ length: 20 }, (_, index) => `app-${index}`)
  const downUntil = new Map<string, number>()
  const containers = (at: number): Reading =>
    containersReading(
      [
        ...names.map((name) => {
          if (random() < 0.0002) downUntil.set(name, at + random() * hour)
          const down = (downUntil.get(name) ?? 0) > at
          return sampleContainer(
            down ? { id: name, name, state: 'exited', end: sampleEnd({ exitCode: 1 }) } : { id: name, name },
          )
        }),
        // Jobs come and go under names that are never used again.
        sampleContainer({ id: `job-${at}`, name: `job-${Math.floor(at / minute)}` }),
      ],
      { at },
    )
  let beats = 0
  const told = live(7 * day, { host, containers }, { probe: { every: day, look }, beat: () => (beats += 1) })
  expect(beats).toBeGreaterThan((7 * day) / minute)

  const open = new Set<string>()
  for (const line of told) {
    const [, reason = '', ...life] = line.split(' ')
    if (life.length === 0) continue
    const fingerprint = life.join(' ')
    if (reason !== 'unstable') expect(open.has(fingerprint)).toBe(reason !== 'firing')
    if (reason === 'firing' || reason === 'unstable') open.add(fingerprint)
    if (reason === 'resolved' || reason === 'removed') open.delete(fingerprint)
  }
  expect(told.filter((line) => line.endsWith('report')).length).toBe(42)
  expect(told.length).toBeGreaterThan(100)
  const [first = 0, ...later] = heaps
  expect(Math.max(...later) - first).toBeLessThan(2 * 1024 ** 2)
})
