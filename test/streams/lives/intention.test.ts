import { concat, concatMap, from, ignoreElements, map, timer } from 'rxjs'
import { expect, test } from 'vitest'
import type { Check, Ending } from '../../../src/model/check.ts'
import type { ContainerEnd } from '../../../src/model/reading.ts'
import { intention } from '../../../src/streams/lives/intention.ts'
import { sampleContainer, sampleEnd } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const about = (status: Check['status'], ending: Ending | null, stop: ContainerEnd['stop'] = null): Check => ({
  type: 'CONTAINER_NOT_RUNNING',
  subject: 'db',
  at: 0,
  status,
  details: {
    kind: 'container',
    container: sampleContainer({ end: ending === null ? null : sampleEnd({ at: Infinity, stop }) }),
    ending,
  },
})

const up = about('ok', null)
const crashed = (stop: ContainerEnd['stop'] = null) => about('critical', 'crashed', stop)
const stopped = about('removed', 'stopped')

/** What passes of checks that come so long after each other, and when. */
const passed = (...checks: readonly (readonly [number, Check])[]) =>
  record(
    () =>
      concat(
        from(checks).pipe(concatMap(([after, check]) => timer(after).pipe(map(() => check)))),
        timer(5_000).pipe(ignoreElements()),
      ).pipe(intention({ stopGrace: 60_000, upFor: 10_000 })),
    100_000,
  ).flatMap(([at, check]) => (typeof check === 'string' ? [] : [[at, check.status] as const]))

test('a crash counts at once, and a start that failed', () => {
  expect(passed([0, up], [100, crashed()])).toEqual([
    [0, 'ok'],
    [100, 'critical'],
  ])
  expect(passed([0, up], [100, about('critical', 'notStarted')])).toEqual([
    [0, 'ok'],
    [100, 'critical'],
  ])
})

test('one that somebody may have asked for waits a second for the word of it', () => {
  expect(passed([0, up], [100, crashed('possible')])).toEqual([
    [0, 'ok'],
    [1_100, 'critical'],
  ])
  expect(passed([0, up], [100, crashed('possible')], [200, stopped]).map(([, status]) => status)).not.toContain(
    'critical',
  )
})

test('and is a crash where it is up again without one', () => {
  expect(passed([0, up], [100, crashed('possible')], [150, up])).toEqual([
    [0, 'ok'],
    [250, 'critical'],
  ])
})
