import { BehaviorSubject, map, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading } from '../../../src/cli/marbles/vocabulary.ts'
import type { Life } from '../../../src/model/life.ts'
import type { ContainersReport, Report } from '../../../src/model/notification.ts'
import type { Overview } from '../../../src/model/overview.ts'
import type { Reading, ServiceReading } from '../../../src/model/reading.ts'
import type { Told } from '../../../src/model/told.ts'
import type { WatchRules } from '../../../src/streams/checks/is-watched.ts'
import { nothingYet, toReport, type CountSince } from '../../../src/streams/notify/report.ts'
import { reports } from '../../../src/streams/notify/reports.ts'
import { createTroubles } from '../../../src/streams/notify/troubles.ts'
import { overviewOf } from '../../support/overview.ts'
import {
  containersReading,
  crashedContainer,
  firingLife,
  minute,
  noDeliveries,
  sampleContainer,
  sampleEnd,
  toldOf,
  unstableLife,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { quoted } from '../../support/reasons.ts'

const watch: WatchRules = { all: true, names: [], ignore: [] }

const reportOf = (overview: Partial<Overview>, rules: Partial<WatchRules> = {}): Report =>
  toReport(overviewOf(overview), nothingYet, { ...watch, ...rules })

const containersOf = (reading: Reading, rules: Partial<WatchRules> = {}): ContainersReport =>
  reading.kind === 'containers' ? reportOf({ containers: reading }, rules).containers : { kind: 'absent' }

describe('each report tells of what came since the one before', () => {
  /** As many alerts as the time from which they are counted. */
  const countSince: CountSince = (since) =>
    of({ alerts: { told: since, ended: 0, untold: 0 }, deliveries: { ...noDeliveries, sent: since } })
  const periods = (reportedAt: number | null, heartbeats = false) => {
    const overview$ = new BehaviorSubject(overviewOf())
    return record(
      (play) =>
        play<number>([
          [10, 10],
          [20, 20],
        ]).pipe(
          map((at) => {
            overview$.next(overviewOf({ heartbeats: { ...noDeliveries, sent: at, failed: at / 10, queued: 1 } }))
            return at
          }),
          reports({ overview$, watch, heartbeats, reportedAt, startedAt: 3, countSince }),
          map(({ report: { since, alerts, deliveries, ...report } }) => ({
            since,
            countedFrom: [alerts.told, deliveries.sent],
            heartbeats: report.heartbeats,
          })),
        ),
      100,
    )
  }

  test('the first one ever of what came since the start', () => {
    expect(periods(null)).toEqual([
      [10, { since: null, countedFrom: [3, 3], heartbeats: null }],
      [20, { since: 10, countedFrom: [10, 10], heartbeats: null }],
    ])
  })

  test('the first one after a restart of what came since the last one before it', () => {
    expect(periods(2)).toMatchObject([
      [10, { since: 2, countedFrom: [2, 2] }],
      [20, { since: 10, countedFrom: [10, 10] }],
    ])
  })

  test('heartbeats are counted alike', () => {
    expect(periods(null, true)).toMatchObject([
      [10, { heartbeats: { sent: 10, failed: 1, queued: 1 } }],
      [20, { heartbeats: { sent: 10, failed: 1, queued: 1 } }],
    ])
  })
})

describe('what is trouble', () => {
  const about = (type: string, subject: string) => ({ type, subject, details: { kind: 'none' } as const })
  const byFingerprint = <T extends { fingerprint: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
    new Map(all.map((one) => [one.fingerprint, one]))
  const troubleOf = (lives: readonly Life[], told: readonly Told[] = [], given: Partial<Overview> = {}): Report => {
    const troubles = createTroubles()
    for (const life of lives) troubles.follow(life)
    const { causeOf } = troubles
    return reportOf({ lives: byFingerprint(lives), told: byFingerprint(told), causeOf, ...given })
  }
  const words = ({ firing }: Report) => firing.map(({ word, life: { type, subject } }) => `${word} ${type} ${subject}`)

  test('the critical comes before ten warnings, and of those the oldest first', () => {
    const warnings = Array.from({ length: 10 }, (_, index) =>
      firingLife(about('CONTAINER_RAM', `app-${index}`), { severity: 'warning', lasted: index * minute }),
    )
    const disk = firingLife(about('DISK_CRITICAL', '/'), { lasted: 1 })
    const db = firingLife(about('CONTAINER_NOT_RUNNING', 'db'), { lasted: 2 })
    const { firing } = troubleOf([...warnings, disk, db])
    expect(firing.map(({ life }) => life.subject)).toEqual([
      'db',
      '/',
      ...warnings.toReversed().map(({ subject }) => subject),
    ])
  })

  test('to list it is to tell of it, to whoever knows of it a reminder', () => {
    const lives = ['new', 'known', 'settled', 'worse'].map((subject) => firingLife(about('X_CRITICAL', subject)))
    const [, known, settled, worse] = lives
    if (!known || !settled || !worse) throw new Error('missing')
    const report = troubleOf(lives, [
      toldOf(known),
      toldOf(settled, { state: 'unstable' }),
      toldOf(worse, { severity: 'warning' }),
    ])
    expect(words(report)).toEqual([
      'firing X_CRITICAL new',
      'reminder X_CRITICAL known',
      'settled X_CRITICAL settled',
      'escalated X_CRITICAL worse',
    ])
    expect(report.firing.map(({ before }) => before?.severity ?? null)).toEqual([
      null,
      'critical',
      'critical',
      'warning',
    ])
  })

  test('what is unstable and well is listed where people know of it', () => {
    const calm = unstableLife(about('X_CRITICAL', 'it'), 'ended')
    expect(words(troubleOf([calm]))).toEqual([])
    expect(words(troubleOf([calm], [toldOf(calm)]))).toEqual(['reminder X_CRITICAL it'])
    expect(words(troubleOf([unstableLife(about('X_CRITICAL', 'it'), 'firing')]))).toEqual(['unstable X_CRITICAL it'])
  })

  test('what cannot be seen now is not', () => {
    const unseen = firingLife(about('X_CRITICAL', 'it'), { isSeen: false })
    expect(words(troubleOf([unseen], [toldOf(unseen)]))).toEqual([])
  })

  test('what follows from a cause is left out, told or not', () => {
    const loop = firingLife(about('CONTAINER_CRASH_LOOP', 'db'))
    const down = firingLife(about('CONTAINER_NOT_RUNNING', 'db'))
    expect(words(troubleOf([down, loop], [toldOf(down)]))).toEqual(['firing CONTAINER_CRASH_LOOP db'])
  })

  test('what is silenced is listed apart, and is not told', () => {
    const db = firingLife(about('CONTAINER_NOT_RUNNING', 'db'))
    const web = firingLife(about('CONTAINER_NOT_RUNNING', 'web'))
    const silences = [{ id: 's', type: '*', subject: 'db', until: Infinity, by: 'somebody' }]
    const report = troubleOf([db, web], [], { silences })
    expect(words(report)).toEqual(['firing CONTAINER_NOT_RUNNING web'])
    expect(report.silenced).toEqual([db])
  })

  test('what follows from a silenced cause is in neither list', () => {
    const engine = firingLife(about('DOCKER_CONNECTION_ERROR', 'docker'))
    const db = firingLife(about('CONTAINER_NOT_RUNNING', 'db'))
    const silences = [{ id: 's', type: 'DOCKER_*', subject: '*', until: Infinity, by: 'somebody' }]
    const report = troubleOf([engine, db], [], { silences })
    expect(words(report)).toEqual([])
    expect(report.silenced).toEqual([engine])
  })
})

describe('services in a report', () => {
  const services = new Map(
    ['service shop ok', 'service mail refused'].map((word): [string, ServiceReading] => {
      const reading = readReading(word, 0)
      if (reading.kind !== 'service') throw new Error('no service')
      return [reading.service.name, reading]
    }),
  )

  test('are counted, and how many of them are down', () => {
    expect(reportOf({ services }).services).toMatchObject({ total: 2, unseen: 0, down: ['mail'] })
  })

  test('nobody knows of any where none can be seen', () => {
    const unavailable = new Map([['service', quoted('broken')] as const])
    expect(reportOf({ services, unavailable }).services).toEqual({ total: 2, unseen: 2, down: [] })
  })

  test('are not spoken of where there are none', () => {
    expect(reportOf({}).services).toBeNull()
  })
})

test('a host that cannot be seen is told with the reason', () => {
  expect(reportOf({ unavailable: new Map([['host', quoted('hidden')] as const]) })).toMatchObject({
    hostUnavailable: quoted('hidden'),
  })
  expect(reportOf({})).toMatchObject({ host: null, hostUnavailable: null })
})

describe('containers in a report', () => {
  const lost = new Map([['containers', quoted('hidden')] as const])

  test('an engine that was never seen is absent, unless containers were asked for', () => {
    expect(reportOf({ unavailable: lost }).containers).toEqual({ kind: 'absent' })
    expect(reportOf({ unavailable: lost }, { names: ['db'] }).containers).toEqual({
      kind: 'unavailable',
      reason: quoted('hidden'),
    })
  })

  test('an engine that is lost is unavailable', () => {
    const containers = containersReading([])
    expect(reportOf({ containers, unavailable: lost }).containers).toEqual({
      kind: 'unavailable',
      reason: quoted('hidden'),
    })
  })

  test('those that do not run and need not are told with their end, but for those that did their job', () => {
    const words = 'a up + b exit 1 + c exit 0 + d stop + e paused + f created + g sick'
    const report = containersOf(readReading(words, 0))
    if (report.kind !== 'seen') throw new Error('not seen')
    expect(report).toMatchObject({ total: 7, running: 2, watched: 7 })
    expect(report.down.map(({ container: { name }, ending }) => [name, ending])).toEqual([
      ['d', 'stopped'],
      ['e', 'paused'],
    ])
  })

  test('what is a trouble, or becomes one, is left to that; ignored ones are not spoken of', () => {
    const words = 'a exit 1 + b up + c stop + d paused + e created'
    const report = containersOf(readReading(words, 0), { names: ['c', 'd', 'e', 'queue'], ignore: ['a'] })
    expect(report).toMatchObject({ total: 5, watched: 4, down: [] })
  })

  test('so is one that ran before the start, and of whose end nobody knows', () => {
    const end = sampleEnd({ witnessed: false })
    const containers = ['old', 'new'].map((id) => crashedContainer({}, { id, name: id, end }))
    const overview = overviewOf({ containers: containersReading(containers) })
    const report = toReport(overview, nothingYet, { all: true, names: [], ignore: [] }, new Set(['new']))
    expect(report.containers).toMatchObject({ down: [{ container: { name: 'old' } }] })
  })

  test('the five that use the most are told', () => {
    const containers = Array.from({ length: 7 }, (_, index) =>
      sampleContainer({ id: `${index}`, name: `c${index}`, usage: { cpuPercent: index, memoryBytes: 10 - index } }),
    )
    const report = containersOf(containersReading([...containers, sampleContainer({ name: 'idle', usage: null })]))
    if (report.kind !== 'seen') throw new Error('not seen')
    expect(report.topByCpu.map(({ name }) => name)).toEqual(['c6', 'c5', 'c4', 'c3', 'c2'])
    expect(report.topByMemory.map(({ name }) => name)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4'])
  })
})
