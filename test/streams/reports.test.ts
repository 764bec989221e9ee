import { BehaviorSubject, map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading } from '../../src/cli/marbles/vocabulary.ts'
import type { Overview } from '../../src/model/overview.ts'
import type { ContainersReport, Report } from '../../src/model/notification.ts'
import type { Reading } from '../../src/model/reading.ts'
import { emptyOverview } from '../../src/state/overview.ts'
import type { WatchRules } from '../../src/streams/is-watched.ts'
import { noTotals, toReport } from '../../src/streams/report.ts'
import { reports } from '../../src/streams/reports.ts'
import { containersReading, sampleContainer } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const watch: WatchRules = { all: true, names: [], ignore: [] }
const counts = { sent: 5, failed: 2, lost: 1, queued: 3 }

const reportOf = (overview: Partial<Overview>, rules: Partial<WatchRules> = {}): Report =>
  toReport(
    { ...emptyOverview, ...overview },
    { since: null, totals: noTotals },
    { watch: { ...watch, ...rules }, heartbeats: true },
  )

const containersOf = (reading: Reading, rules: Partial<WatchRules> = {}): ContainersReport =>
  reading.kind === 'containers'
    ? reportOf({ containers: { reading, unavailable: null } }, rules).containers
    : { kind: 'absent' }

test('each report tells of what came since the one before', () => {
  const overview$ = new BehaviorSubject({ ...emptyOverview, deliveries: counts, alerts: { fired: 2, ended: 1 } })
  const told = record(
    (play) =>
      play<number>([
        [10, 10],
        [20, 20],
      ]).pipe(
        reports({ overview$, watch, heartbeats: false }),
        map(({ report: { since, alerts, deliveries, heartbeats } }) => ({ since, alerts, deliveries, heartbeats })),
      ),
    100,
  )
  expect(told).toEqual([
    [10, { since: null, alerts: { fired: 2, ended: 1 }, deliveries: counts, heartbeats: null }],
    [
      20,
      {
        since: 10,
        alerts: { fired: 0, ended: 0 },
        deliveries: { sent: 0, failed: 0, lost: 0, queued: 3 },
        heartbeats: null,
      },
    ],
  ])
})

describe('containers in a report', () => {
  test('an engine that was never seen is absent, unless containers were asked for', () => {
    const containers = { reading: null, unavailable: 'no socket' }
    expect(reportOf({ containers }).containers).toEqual({ kind: 'absent' })
    expect(reportOf({ containers }, { names: ['db'] }).containers).toEqual({ kind: 'unavailable', reason: 'no socket' })
  })

  test('an engine that is lost is unavailable', () => {
    const containers = { reading: containersReading([]), unavailable: 'no answer' }
    expect(reportOf({ containers }).containers).toEqual({ kind: 'unavailable', reason: 'no answer' })
  })

  test('those that are not well are told with their end, those that did their job are not', () => {
    const words = 'a up + b exit 1 + c exit 0 + d stop + e paused + f created + g sick'
    const report = containersOf(readReading(words, 0))
    if (report.kind !== 'seen') throw new Error('not seen')
    expect(report).toMatchObject({ total: 7, running: 2, watched: 7 })
    expect(report.unwell.map(({ container: { name }, ending }) => [name, ending])).toEqual([
      ['b', 'crashed'],
      ['d', 'stopped'],
      ['e', 'paused'],
      ['g', null],
    ])
  })

  test('named ones that are not there are missing; ignored ones are not spoken of', () => {
    const report = containersOf(readReading('a exit 1 + b up', 0), { names: ['db'], ignore: ['a'] })
    expect(report).toMatchObject({ total: 2, watched: 1, unwell: [], missing: ['db'] })
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
