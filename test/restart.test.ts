import fc from 'fast-check'
import { concat, ignoreElements, map, NEVER, Observable, of, timer } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import { createApp, type Parts } from '../src/app.ts'
import type { Container, Reading } from '../src/model/reading.ts'
import type { Channel } from '../src/model/channel.ts'
import { openInMemory } from '../src/sinks/outbox/database.ts'
import { createOutbox } from '../src/sinks/outbox/outbox.ts'
import { createStore, type Store } from '../src/sinks/outbox/store.ts'
import { silentLogs } from './support/captured-log.ts'
import { configOf } from './support/config.ts'
import { createDay, sourcesOf } from './support/day.ts'
import { partsOf } from './support/parts.ts'
import {
  containersReading,
  day,
  gibibyte,
  hour,
  mebibyte,
  minute,
  sampleContainer,
  sampleDisk,
  sampleEnd,
  sampleHost,
  second,
} from './support/samples.ts'

type Told = string[]

interface Options {
  readonly ended: boolean
  readonly env: Readonly<Record<string, string>>
  /** By the time of the start. */
  readonly silences: (from: number) => Parts['silences$']
}

/** Runs the agent from one time to another; it is killed at the end, or ended where that is asked for. */
const live = (
  store: Store,
  sourcesAt: (scheduler: TestScheduler) => Parts['sources'],
  { from, to, ended, env, silences }: Options & { from: number; to: number },
): Told => {
  const told: Told = []
  const scheduler = new TestScheduler(() => undefined)
  scheduler.frame = from
  scheduler.run(() => {
    const channel: Channel = {
      name: 'gathered',
      recipients: ['owner'],
      pace: null,
      render: (notification) =>
        notification.kind === 'alerts'
          ? [notification.alerts.map(({ reason, type, subject }) => `${reason} ${type} ${subject}`).join('\n')]
          : [''],
      send: (text) => {
        for (const line of text.split('\n')) if (line !== '') told.push(`${scheduler.now() / second}: ${line}`)
        return of({ kind: 'sent', messageId: null })
      },
      test: () => NEVER,
    }
    const before = store.lastPresence()
    const subscription = createApp(
      partsOf({
        config: configOf(env),
        sources: sourcesAt(scheduler),
        outbox: createOutbox({ channels: [channel], store, random: () => 0.5, logs: silentLogs }),
        memory: { lives: store.toldLives(), ran: new Set(before?.running) },
        silences$: silences(from),
        notePresence: (at, running) => store.notePresence({ at, bootId: 'a', running: running ?? [] }),
        stop$: ended ? timer(to - from - second - 7) : NEVER, // TestScheduler bears no end within the instant of another timer
      }),
    ).subscribe()
    scheduler.schedule(() => subscription.unsubscribe(), to - from)
    scheduler.maxFrames = to
  })
  return told
}

/** Runs it with restarts at these times, each of which takes ten seconds. */
const liveThrough = (
  sourcesAt: (scheduler: TestScheduler) => Parts['sources'],
  restarts: readonly number[],
  until: number,
  options: Partial<Options> = {},
): Told => {
  const { ended = false, env = {}, silences = () => NEVER } = options
  const store = createStore(openInMemory())
  const starts = [0, ...restarts.map((time) => time + 10 * second)]
  const ends = [...restarts, until]
  return starts.flatMap((from, index) =>
    live(store, sourcesAt, { from, to: ends[index] ?? until, ended, env, silences }),
  )
}

type See = (at: number) => readonly Reading[]

/** Looks every ten seconds. */
const looking =
  (see: See) =>
  (scheduler: TestScheduler): Parts['sources'] => [
    {
      name: 'all',
      readings$: new Observable((subscriber) => {
        const look = (): void => {
          for (const reading of see(scheduler.now())) subscriber.next(reading)
          scheduler.schedule(look, 10 * second)
        }
        subscriber.add(scheduler.schedule(look))
      }),
    },
  ]

const running = (name: string): Container => sampleContainer({ id: name, name })
const crashed = (name: string, at: number): Container =>
  sampleContainer({ id: name, name, state: 'exited', end: sampleEnd({ at, exitCode: 1 }) })

const calm = (at: number): Reading => sampleHost({ at, cpu: { percent: 10, perCore: [10] } })
const db = (downAt: number, upAt: number): See => {
  return (at) => [
    calm(at),
    containersReading([at >= downAt && at < upAt ? crashed('db', downAt) : running('db')], { at }),
  ]
}

/** What ended while nobody listened was not witnessed. */
const unwitnessed =
  (sourcesAt: (scheduler: TestScheduler) => Parts['sources']) =>
  (scheduler: TestScheduler): Parts['sources'] => {
    const start = scheduler.now()
    return sourcesAt(scheduler).map(({ name, readings$ }) => ({
      name,
      readings$: readings$.pipe(
        map((reading) =>
          reading.kind === 'containers'
            ? {
                ...reading,
                containers: reading.containers.map(({ end, ...container }) => ({
                  ...container,
                  end: end && { ...end, witnessed: end.at >= start },
                })),
              }
            : reading,
        ),
      ),
    }))
  }

describe('after a restart', () => {
  test('what still fires is not told again, and its reminders keep their rhythm', () => {
    const source = unwitnessed(looking(db(100 * second, 3 * hour)))
    const undisturbed = liveThrough(source, [], 4 * hour)
    expect(undisturbed[0]).toBe('100: firing CONTAINER_NOT_RUNNING db')
    expect(undisturbed.filter((line) => line.includes('reminder')).length).toBeGreaterThan(1)
    const restarted = liveThrough(source, [10 * minute, 20 * minute, 100 * minute], 4 * hour)
    expect(restarted).toEqual(undisturbed)
  })

  test('what got better meanwhile is told as resolved', () => {
    const source = unwitnessed(looking(db(100 * second, 10 * minute + 5 * second)))
    expect(liveThrough(source, [10 * minute], hour)).toEqual([
      '100: firing CONTAINER_NOT_RUNNING db',
      '620: resolved CONTAINER_NOT_RUNNING db',
    ])
  })

  test('what is gone meanwhile is told as that, after the grace', () => {
    const see: See = (at) => [
      calm(at),
      containersReading(at < 100 * second ? [running('db')] : at < 605 * second ? [crashed('db', 100 * second)] : [], {
        at,
      }),
    ]
    expect(liveThrough(unwitnessed(looking(see)), [10 * minute], hour)).toEqual([
      '100: firing CONTAINER_NOT_RUNNING db',
      '670: removed CONTAINER_NOT_RUNNING db',
    ])
  })

  test('what is not watched any more ends after each source had its time', () => {
    const see: See = (at) => [
      at < 605 * second
        ? sampleHost({ at, disks: [sampleDisk({ mount: '/data', percent: 97 })] })
        : sampleHost({ at, disks: [sampleDisk({ mount: '/', percent: 10 })] }),
    ]
    expect(liveThrough(looking(see), [10 * minute], hour)).toEqual([
      '0: firing DISK_CRITICAL /data',
      '1210: removed DISK_CRITICAL /data',
    ])
  })

  test('what crashed while nobody watched is told, since it ran before', () => {
    const source = unwitnessed(looking(db(10 * minute + 5 * second, day)))
    expect(liveThrough(source, [10 * minute], 20 * minute)).toEqual(['670: firing CONTAINER_NOT_RUNNING db'])
  })

  test('what ended long before anybody watched is no news', () => {
    expect(liveThrough(unwitnessed(looking(db(-hour, day))), [], 20 * minute)).toEqual([])
  })

  test('what changes to and fro stays unstable until it has settled', () => {
    const see: See = (at) => {
      const minutes = Math.floor(at / minute)
      const isSick = minutes >= 2 && minutes < 40 && minutes % 2 === 0
      const health = isSick ? 'unhealthy' : 'healthy'
      return [calm(at), containersReading([sampleContainer({ id: 'api', name: 'api', health })], { at })]
    }
    const told = liveThrough(looking(see), [10 * minute, 21 * minute], 2 * hour)
    expect(told.map((line) => line.split(': ')[1])).toEqual([
      'firing CONTAINER_UNHEALTHY api',
      'resolved CONTAINER_UNHEALTHY api',
      'unstable CONTAINER_UNHEALTHY api',
      'resolved CONTAINER_UNHEALTHY api',
    ])
  })

  test('an engine that is lost says nothing about its containers', () => {
    const see: See = (at) => [
      calm(at),
      at < 5 * minute || at > 20 * minute
        ? containersReading([running('db')], { at })
        : { kind: 'unavailable', at, source: 'containers', reason: 'connection refused' },
    ]
    const told = liveThrough(looking(see), [10 * minute], hour)
    expect(told.map((line) => line.split(': ')[1])).toEqual([
      'firing DOCKER_CONNECTION_ERROR docker',
      'resolved DOCKER_CONNECTION_ERROR docker',
    ])
  })
})

const within = (at: number, from: number, to: number): boolean => at >= from * minute && at < to * minute

const service = (at: number, name: string, isAway: boolean): Reading => ({
  kind: 'service',
  at,
  service: { name, timeout: 5 * second, failures: 2, host: `${name}.example.com`, hasCertificate: false },
  failure: isAway ? { reason: 'timeout', detail: '' } : null,
  validUntil: null,
  tookMilliseconds: 20,
})

/** What is told with a restart (in the tenth minute, unless another is named) is what is told without. */
const troubles: readonly {
  readonly name: string
  readonly see: See
  /** In minutes. */
  readonly restart?: number
  readonly env?: Record<string, string>
  readonly silences?: Options['silences']
}[] = [
  {
    name: 'a processor that rests for less than a minute after the restart',
    see: (at) => {
      const percent = within(at, 2, 10.1) || within(at, 10.7, 90) ? 97 : 10
      return [sampleHost({ at, cpu: { percent, perCore: [percent] } })]
    },
  },
  {
    name: 'a disk that fills up',
    restart: 150,
    see: (at) => {
      const percent = 40 + (8 * Math.min(at, 3 * hour)) / hour
      return [sampleHost({ at, disks: [sampleDisk({ percent, usedBytes: (percent / 100) * 80 * gibibyte })] })]
    },
  },
  {
    name: 'an engine that stays away',
    see: (at) => [
      calm(at),
      within(at, 2, 200)
        ? { kind: 'unavailable', at, source: 'containers', reason: 'connection refused' }
        : containersReading([running('db')], { at }),
    ],
  },
  {
    name: 'a container that crashes again and again',
    see: (at) => {
      const deaths = within(at, 2, 40) ? Math.floor(at / minute) - 1 : at < 2 * minute ? 0 : 39
      const isUp = at % minute >= 30 * second || !within(at, 2, 40)
      const given = { id: 'db', name: 'db', restartPolicy: 'always', restartCount: deaths } as const
      const end = deaths === 0 ? null : sampleEnd({ at: Math.min(at, 40 * minute) - (at % minute), exitCode: 1 })
      return [
        calm(at),
        containersReading([sampleContainer({ ...given, state: isUp ? 'running' : 'restarting', end })], { at }),
      ]
    },
  },
  {
    name: 'a container that stays below its threshold for less than a minute after the restart',
    see: (at) => {
      const part = within(at, 2, 10.1) || within(at, 10.7, 90) ? 0.95 : 0.5
      const usage = { cpuPercent: 4, memoryBytes: part * 512 * mebibyte }
      return [calm(at), containersReading([sampleContainer({ usage, memoryLimitBytes: 512 * mebibyte })], { at })]
    },
  },
  {
    name: 'a container that crashes once more after the restart',
    see: (at) => {
      const deaths = within(at, 2, 12) ? Math.floor(at / minute) - 1 : at < 2 * minute ? 0 : 10
      const isUp = at % minute >= 30 * second || !within(at, 2, 12)
      const end = deaths === 0 ? null : sampleEnd({ at: Math.min(at - (at % minute), 11 * minute), exitCode: 1 })
      const given = { id: 'db', name: 'db', restartPolicy: 'always', restartCount: deaths, end } as const
      return [
        calm(at),
        containersReading([sampleContainer({ ...given, state: isUp ? 'running' : 'restarting' })], { at }),
      ]
    },
  },
  {
    name: 'a container that is below its threshold from the restart on',
    see: (at) => {
      const usage = { cpuPercent: 4, memoryBytes: (within(at, 2, 10) ? 0.95 : 0.5) * 512 * mebibyte }
      return [calm(at), containersReading([sampleContainer({ usage, memoryLimitBytes: 512 * mebibyte })], { at })]
    },
  },
  {
    name: 'a network that is away',
    see: (at) => ['shop', 'mail'].map((name) => service(at, name, within(at, 2, 90))),
  },
  {
    name: 'a network of which one service is seen late',
    see: (at) => [
      service(at, 'shop', within(at, 2, 90)),
      ...(within(at, 9, 20) ? [] : [service(at, 'mail', within(at, 2, 90))]),
    ],
  },
  {
    name: 'a service that is away',
    see: (at) => [calm(at), service(at, 'shop', within(at, 2, 90)), service(at, 'mail', false)],
  },
  {
    name: 'a host out of sight',
    see: (at) =>
      within(at, 2, 200)
        ? [{ kind: 'unavailable', at, source: 'host', reason: 'no answer' }, containersReading([running('db')], { at })]
        : [calm(at), containersReading([running('db')], { at })],
  },
  {
    name: 'a channel that delivers nothing',
    see: (at) => [
      calm(at),
      within(at, 2, 200)
        ? { kind: 'channel', at, name: 'ntfy', state: 'down', reason: 'no answer' }
        : { kind: 'channel', at, name: 'ntfy', state: 'open', reason: null },
    ],
  },
  {
    name: 'an end while it is silenced',
    see: db(2 * minute, 30 * minute),
    silences: (from) =>
      concat(timer(20 * minute - from).pipe(ignoreElements()), of([{ type: '*', subject: '*', until: hour, by: 'x' }])),
  },
  {
    name: 'an end at night',
    see: db(2 * minute, 30 * minute),
    env: { QUIET_HOURS: '00:20-01:00', TZ: 'UTC' },
  },
]

test.each(troubles)('as without a restart: $name', ({ see, restart = 10, env = {}, silences = () => NEVER }) => {
  const told = (restarts: readonly number[]): Told =>
    liveThrough(unwitnessed(looking(see)), restarts, 6 * hour, { env, silences })
  const undisturbed = told([])
  expect(undisturbed.length).toBeGreaterThan(1)
  const words = (lines: Told) => lines.map((line) => line.split(': ')[1])
  expect(words(told([restart * minute + 333]))).toEqual(words(undisturbed))
})

/** The lines that do not follow from those before, as a trouble that is new twice; and what people take to be so in the end. */
const follow = (told: Told): { readonly errors: readonly string[]; readonly open: readonly string[] } => {
  const open = new Set<string>()
  const errors = told.filter((line) => {
    const [, reason = '', ...life] = line.split(' ')
    const fingerprint = life.join(' ')
    const wasOpen = open.has(fingerprint)
    if (reason === 'resolved' || reason === 'removed') open.delete(fingerprint)
    else if (reason !== 'notice') open.add(fingerprint)
    return reason === 'firing' ? wasOpen : reason !== 'unstable' && reason !== 'notice' && !wasOpen
  })
  return { errors, open: [...open].toSorted() }
}

test('a day on which much goes wrong, with restarts at any time: each trouble is one life, and has its end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.uniqueArray(fc.integer({ min: 10, max: 86_300 }), { minLength: 1, maxLength: 12, size: 'max' }),
      fc.boolean(),
      (seed, times, ended) => {
        const source = unwitnessed((scheduler) => sourcesOf(createDay(seed), scheduler))
        const apart = times
          .toSorted((one, other) => one - other)
          .filter((time, index, all) => index === 0 || time - (all[index - 1] ?? 0) > 20)
        const restarts = apart.map((time) => time * second + 333)
        const env = { TZ: 'UTC', REPORT_HOURS: '0' }
        const { open } = follow(liveThrough(source, [], day, { env }))
        expect(follow(liveThrough(source, restarts, day, { ended, env }))).toEqual({ errors: [], open })
      },
    ),
    { numRuns: 10 },
  )
})
