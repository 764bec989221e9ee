import fc from 'fast-check'
import { concat, ignoreElements, of, timer } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import type { Parts } from '../src/parts.ts'
import type { Notification } from '../src/model/notification.ts'
import type { Container, Reading } from '../src/model/reading.ts'
import { createDay, sourcesOf } from './support/day.ts'
import { propertyRuns } from './support/property-runs.ts'
import { live, liveThrough, type Agent, type Run, type See } from './support/live.ts'
import {
  containersReading,
  crashedContainer,
  day,
  gibibyte,
  hour,
  mebibyte,
  minute,
  sampleContainer,
  sampleDisk,
  sampleEnd,
  sampleHost,
  sampleHostId,
  second,
  unavailableReading,
} from './support/samples.ts'
import { channelReading, serviceReading } from './support/service-reading.ts'
import { quoted } from './support/reasons.ts'

/** What people got of troubles: that the agent started, or that nothing is the matter, is no part of it. */
const troublesIn = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !/: (startup|restarted|report)$/.test(line))

const running = (name: string): Container => sampleContainer({ id: name, name })
const crashed = (name: string, at: number): Container => crashedContainer({ at, exitCode: 1 }, { id: name, name })

const calm = (at: number): Reading => sampleHost({ at, cpu: { percent: 10, perCore: [10] } })
const db = (downAt: number, upAt: number): See => {
  return (at) => [
    calm(at),
    containersReading([at >= downAt && at < upAt ? crashed('db', downAt) : running('db')], { at }),
  ]
}

/** What people got of the troubles that are seen, with kills at these times. */
const told = (agent: Agent | See, kills: readonly number[], until: number): readonly string[] =>
  troublesIn(liveThrough(typeof agent === 'function' ? { see: agent } : agent, kills, until))

const wordsOf = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/^\S+: /, ''))

describe('after a kill', () => {
  test('what still fires is not told again, and its reminders keep their rhythm', () => {
    const see = db(100 * second, 3 * hour)
    const undisturbed = told(see, [], 4 * hour)
    expect(undisturbed[0]).toBe('100: firing CONTAINER_NOT_RUNNING db')
    expect(undisturbed.filter((line) => line.includes('reminder')).length).toBeGreaterThan(1)
    expect(told(see, [10 * minute, 20 * minute, 100 * minute], 4 * hour)).toEqual(undisturbed)
  })

  test('what got better meanwhile is told as resolved', () => {
    expect(told(db(100 * second, 10 * minute + 5 * second), [10 * minute], hour)).toEqual([
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
    expect(told(see, [10 * minute], hour)).toEqual([
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
    expect(told(see, [10 * minute], hour)).toEqual([
      '4: startup: firing DISK_CRITICAL /data',
      '1210: removed DISK_CRITICAL /data',
    ])
  })

  test('what crashed while nobody watched is told, since it ran before', () => {
    expect(told(db(10 * minute + 5 * second, day), [10 * minute], 20 * minute)).toEqual([
      '670: firing CONTAINER_NOT_RUNNING db',
    ])
  })

  test('what ended long before anybody watched is no news', () => {
    expect(told(db(-hour, day), [], 20 * minute)).toEqual([])
  })

  test('what happened is told once: kills for memory within half an hour are one', () => {
    const see: See = (at) => {
      const oomAt = [100 * second, 20 * minute].findLast((time) => time <= at) ?? null
      return [calm(at), containersReading([{ ...running('db'), oomAt }], { at })]
    }
    const undisturbed = told(see, [], 2 * hour)
    expect(undisturbed).toEqual(['102: happened CONTAINER_OOM db', '1902: happened CONTAINER_OOM db'])
    expect(told(see, [10 * minute], 2 * hour)).toEqual([undisturbed[0], '1900: happened CONTAINER_OOM db'])
  })

  test('a restart of the host is told once, whatever becomes of the agent that told it', () => {
    const see: See = (at) => [
      calm(at),
      { kind: 'reboot', host: sampleHostId, at, bootId: 'b', awayMilliseconds: minute },
    ]
    expect(told(see, [5 * minute], hour)).toEqual(['0: happened REBOOTED host'])
  })

  test('what changes to and fro stays unstable until it has settled', () => {
    const see: See = (at) => {
      const minutes = Math.floor(at / minute)
      const isSick = minutes >= 2 && minutes < 40 && minutes % 2 === 0
      const health = isSick ? 'unhealthy' : 'healthy'
      return [calm(at), containersReading([sampleContainer({ id: 'api', name: 'api', health })], { at })]
    }
    expect(wordsOf(told(see, [10 * minute, 21 * minute], 2 * hour))).toEqual([
      'firing CONTAINER_UNHEALTHY api',
      'resolved CONTAINER_UNHEALTHY api',
      'unstable CONTAINER_UNHEALTHY api',
      'reminder CONTAINER_UNHEALTHY api',
      'resolved CONTAINER_UNHEALTHY api',
    ])
  })

  test('an engine that is lost says nothing about its containers', () => {
    const see: See = (at) => [
      calm(at),
      at < 5 * minute || at > 20 * minute
        ? containersReading([running('db')], { at })
        : unavailableReading('containers', at, quoted('hidden')),
    ]
    expect(wordsOf(told(see, [10 * minute], hour))).toEqual([
      'firing DOCKER_CONNECTION_ERROR docker',
      'resolved DOCKER_CONNECTION_ERROR docker',
    ])
  })
})

describe('what changes to and fro', () => {
  /** Sick in every other minute from the second to the eighth: well from the ninth on. */
  const see: See = (at) => {
    const minutes = Math.floor(at / minute)
    const health = minutes >= 2 && minutes < 9 && minutes % 2 === 0 ? 'unhealthy' : 'healthy'
    return [calm(at), containersReading([sampleContainer({ id: 'api', name: 'api', health })], { at })]
  }
  const write = (notification: Notification): string =>
    notification.kind !== 'alerts'
      ? notification.kind
      : notification.alerts
          .map((alert) => {
            if (alert.word === 'happened') return alert.word
            const { life } = alert
            const { instability } = life
            const changes = instability === null ? '' : ` ${instability.changes} since ${instability.since / second}`
            return `${alert.word}${changes}${'endsAt' in life ? ` until ${life.endsAt / second}` : ''}`
          })
          .join(' + ')

  test.each([
    ['in the middle of it', [5 * minute]],
    ['while it settles', [12 * minute]],
    ['again and again', [5 * minute, 10 * minute, 12 * minute, 14 * minute, 20 * minute]],
  ])('goes on being unstable, and settles when it would have: %s', (_, kills) => {
    const got = told({ see, write }, kills, hour)
    expect(wordsOf(got)).toEqual([
      'firing',
      'resolved until 180',
      'unstable 3 since 120',
      'resolved 8 since 120 until 540',
    ])
    // A quarter of an hour after the last change, which counts after ten seconds where it was seen to last.
    const settledAt = Number(got.at(-1)?.split(':')[0])
    expect(settledAt).toBeGreaterThanOrEqual(9 * 60 + 15 * 60)
    expect(settledAt).toBeLessThanOrEqual(9 * 60 + 15 * 60 + 20)
  })

  test('the changes before a restart count', () => {
    const twice: See = (at) => db(100 * second, 4 * minute)(at < 20 * minute ? at : at - 20 * minute)
    expect(wordsOf(told(twice, [10 * minute, 19 * minute], 30 * minute))).toEqual([
      'firing CONTAINER_NOT_RUNNING db',
      'resolved CONTAINER_NOT_RUNNING db',
      'unstable CONTAINER_NOT_RUNNING db',
    ])
  })
})

describe('a clock that was ten days ahead when something was told', () => {
  const ahead = 10 * day
  const down =
    (from: number): See =>
    (at) => [calm(at), containersReading([at >= from ? crashed('db', from + ahead) : running('db')], { at })]
  const env = { REPORT_HOURS: '0' }

  test('delays no reminder after a restart', () => {
    const runs: readonly Run[] = [
      { from: 0, to: hour, clockAhead: () => ahead },
      { from: hour + 10 * second, to: 4 * hour },
    ]
    expect(troublesIn(live({ see: down(50 * minute), env }, runs))).toEqual([
      '3000: firing CONTAINER_NOT_RUNNING db',
      '5410: reminder CONTAINER_NOT_RUNNING db',
      '9010: reminder CONTAINER_NOT_RUNNING db',
    ])
  })

  test('nor where it is set right meanwhile', () => {
    const runs: readonly Run[] = [{ from: 0, to: 4 * hour, clockAhead: (at) => (at < hour ? ahead : 0) }]
    expect(troublesIn(live({ see: down(50 * minute), env }, runs))).toEqual([
      '3000: firing CONTAINER_NOT_RUNNING db',
      '4800: reminder CONTAINER_NOT_RUNNING db',
      '8400: reminder CONTAINER_NOT_RUNNING db',
    ])
  })

  test('and one that is set back makes none come at once', () => {
    const runs: readonly Run[] = [
      { from: 0, to: hour },
      { from: hour + 10 * second, to: 3 * hour, clockAhead: () => -50 * minute },
    ]
    const see: See = (at) => [
      calm(at),
      containersReading([at >= 50 * minute ? crashed('db', 50 * minute) : running('db')], { at }),
    ]
    expect(troublesIn(live({ see, env }, runs))).toEqual([
      '3000: firing CONTAINER_NOT_RUNNING db',
      '5410: reminder CONTAINER_NOT_RUNNING db',
      '9010: reminder CONTAINER_NOT_RUNNING db',
    ])
  })
})

describe('a container that is renamed, or recreated, takes its trouble along', () => {
  const env = { REPORT_HOURS: '0' }
  const sick = (id: string, name: string): Container =>
    sampleContainer({ id, name, containerName: name, health: 'unhealthy' })
  const healthy = (id: string, name: string): Container =>
    sampleContainer({ id, name, containerName: name, health: 'healthy' })
  /** What there is from one time on, in minutes. */
  const seeing =
    (...views: readonly (readonly [number, readonly Container[]])[]): See =>
    (at) => [calm(at), containersReading(views.findLast(([from]) => at >= from * minute)?.[1] ?? [], { at })]
  const crashedUnder = (name: string): Container => ({ ...crashed('db', 60 * minute), name, containerName: name })

  const renamings = {
    'one that crashed': [
      seeing(
        [0, [running('db')]],
        [60, [crashedUnder('db')]],
        [75, [crashedUnder('db-old')]],
        [120, [{ ...running('db'), name: 'db-old' }]],
      ),
      [
        'firing CONTAINER_NOT_RUNNING db',
        'reminder CONTAINER_NOT_RUNNING db-old',
        'resolved CONTAINER_NOT_RUNNING db-old',
      ],
    ],
    'one that is unhealthy': [
      seeing(
        [0, [healthy('x', 'api')]],
        [60, [sick('x', 'api')]],
        [75, [sick('x', 'api-2')]],
        [120, [healthy('x', 'api-2')]],
      ),
      ['firing CONTAINER_UNHEALTHY api', 'reminder CONTAINER_UNHEALTHY api-2', 'resolved CONTAINER_UNHEALTHY api-2'],
    ],
    'one that is recreated and as unhealthy': [
      seeing(
        [0, [healthy('x', 'api')]],
        [60, [sick('x', 'api')]],
        [75, [sick('y', 'api')]],
        [120, [healthy('y', 'api')]],
      ),
      ['firing CONTAINER_UNHEALTHY api', 'reminder CONTAINER_UNHEALTHY api', 'resolved CONTAINER_UNHEALTHY api'],
    ],
    'one that makes room for another of its name': [
      seeing(
        [0, [running('db')]],
        [60, [crashedUnder('db')]],
        [75, [crashedUnder('db-old'), { ...running('db'), id: 'new' }]],
        [120, [{ ...running('db'), id: 'new' }]],
      ),
      [
        'firing CONTAINER_NOT_RUNNING db',
        'reminder CONTAINER_NOT_RUNNING db-old',
        'removed CONTAINER_NOT_RUNNING db-old',
      ],
    ],
  } as const

  test.each(Object.entries(renamings))('%s', (_, [see, words]) => {
    const got = told({ see, env }, [], 150 * minute)
    expect(wordsOf(got)).toEqual(words)
    // The reminder keeps its time.
    expect(got[1]).toMatch(/^5400: /)
  })

  test.each(Object.entries(renamings))('%s, with a kill before it and one after it', (_, [see, words]) => {
    expect(wordsOf(told({ see, env }, [70 * minute, 80 * minute], 150 * minute))).toEqual(words)
  })

  test.each(Object.entries(renamings))('%s, while nobody watches', (_, [see, words]) => {
    expect(wordsOf(told({ see, env }, [75 * minute - 5 * second], 150 * minute))).toEqual(words)
  })
})

const within = (at: number, from: number, to: number): boolean => at >= from * minute && at < to * minute

const service = (at: number, name: string, isAway: boolean): Reading =>
  serviceReading(at, name, isAway ? 'timeout' : null)

/** What is told with a restart (in the tenth minute, unless another is named) is what is told without. */
const troubles: readonly {
  readonly name: string
  readonly see: See
  /** In minutes. */
  readonly restart?: number
  readonly env?: Record<string, string>
  readonly silences?: Agent['silences']
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
        ? unavailableReading('containers', at, quoted('hidden'))
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
        ? [unavailableReading('host', at, quoted('hidden')), containersReading([running('db')], { at })]
        : [calm(at), containersReading([running('db')], { at })],
  },
  {
    name: 'a channel that delivers nothing',
    see: (at) => [calm(at), channelReading(at, 'ntfy', within(at, 2, 200) ? 'down' : 'open')],
  },
  {
    name: 'an end while it is silenced',
    see: db(2 * minute, 30 * minute),
    silences: (from) =>
      concat(
        timer(20 * minute - from).pipe(ignoreElements()),
        of([{ id: 's', type: '*', subject: '*', at: 0, until: hour, times: [], by: 'x', reason: '' }]),
      ),
  },
  {
    name: 'an end at night',
    see: db(2 * minute, 30 * minute),
    env: { QUIET_HOURS: '00:20-01:00', TZ: 'UTC' },
  },
]

test.each(troubles)('as without a kill: $name', ({ see, restart = 10, env = {}, silences }) => {
  // What was not looked at since the start is in no report.
  const agent = { see, env: { REPORT_HOURS: '0', ...env }, ...(silences ? { silences } : {}) }
  const undisturbed = told(agent, [], 6 * hour)
  expect(undisturbed.length).toBeGreaterThan(1)
  expect(wordsOf(told(agent, [restart * minute + 333], 6 * hour))).toEqual(wordsOf(undisturbed))
})

/** The words that do not follow from those before, as a trouble that is new twice; and what people take to be so in the end. */
const follow = (lines: readonly string[]): { readonly errors: readonly string[]; readonly open: readonly string[] } => {
  const open = new Set<string>()
  const errors: string[] = []
  for (const line of lines.filter((one) => !one.includes(': again ')))
    for (const alert of line.replace(/^\S+: (\w+: )?/, '').split(' + ')) {
      const [, word = '', type = '', subject = '', more = ''] = /^(\w+) (\S+) (\S+)(?: \((.*)\))?$/.exec(alert) ?? []
      if (type === '' || word === 'happened') continue
      const wasOpen = open.has(`${type} ${subject}`)
      const isAnother = more.includes('after another')
      if (word === 'firing' ? wasOpen !== isAnother : word !== 'unstable' && !wasOpen) errors.push(line)
      if (word === 'resolved' || word === 'removed') open.delete(`${type} ${subject}`)
      else open.add(`${type} ${subject}`)
      for (const [, ended = ''] of more.matchAll(/ends (\w+)/g))
        if (!open.delete(`${ended} ${subject}`)) errors.push(line)
    }
  return { errors, open: [...open].toSorted() }
}

const apart = (times: readonly number[]): readonly number[] =>
  times
    .toSorted((one, other) => one - other)
    .filter((time, index, all) => index === 0 || time - (all[index - 1] ?? 0) > 20)
    .map((time) => time * second + 333)

const anyTimes = fc.uniqueArray(fc.integer({ min: 10, max: 86_300 }), { minLength: 1, maxLength: 12, size: 'max' })

const aDay = (seed: number): Agent => ({
  sourcesAt: (scheduler: TestScheduler): Parts['sources'] => sourcesOf(createDay(seed), scheduler),
  env: { TZ: 'UTC', REPORT_HOURS: '0' },
})

describe('a day on which much goes wrong: each trouble is one life, and has its end', () => {
  test('with kills and stops at any time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), anyTimes, fc.boolean(), (seed, times, stops) => {
        const { open } = follow(liveThrough(aDay(seed), [], day))
        expect(follow(liveThrough(aDay(seed), apart(times), day, { stops }))).toEqual({ errors: [], open })
      }),
      { numRuns: propertyRuns(4) },
    )
  })

  test('with kills in the middle of what it does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        anyTimes,
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 13, maxLength: 13 }),
        (seed, times, writes) => {
          const starts = [0, ...apart(times).map((time) => time + 10 * second)]
          const runs = starts.map((from, index): Run => {
            const to = starts[index + 1] === undefined ? day : (starts[index + 1] ?? day) - 10 * second
            return { from, to, ...(to === day ? {} : { killedAfterWrites: writes[index] ?? 0 }) }
          })
          const { errors } = follow(live(aDay(seed), runs))
          expect(errors).toEqual([])
        },
      ),
      { numRuns: propertyRuns(4) },
    )
  })
})
