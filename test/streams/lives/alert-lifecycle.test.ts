import { tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { SustainedCheck } from '../../../src/model/check.ts'
import { hasEnded, type Life } from '../../../src/model/life.ts'
import { alertLifecycle } from '../../../src/streams/lives/alert-lifecycle.ts'
import {
  containerDetails,
  cpuDetails,
  crashedContainer,
  endedLife,
  firingLife,
  sampleCheck,
  sampleContainer,
  sampleHostId,
  unstableLife,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { wordOf } from './words.ts'

const type = 'CONTAINER_NOT_RUNNING'

const statuses = ['ok', 'warning', 'critical', 'unknown', 'removed'] as const

/** `db critical`, at a time. It knows its container by its id, but where it is unknown or removed. */
const check = (at: number, word: string, id = 'one'): SustainedCheck => {
  const [subject = '', last = ''] = word.split(' ')
  const status = statuses.find((known) => known === last)
  if (status === undefined) throw new Error(`"${last}" is no status`)
  const given = { id, name: subject, containerName: subject }
  const isSeen = status !== 'unknown' && status !== 'removed'
  const details =
    status === 'ok'
      ? containerDetails(sampleContainer(given), null)
      : containerDetails(crashedContainer({}, given), 'crashed')
  return sampleCheck({ type, subject, at, since: at, status, details: isSeen ? details : { kind: 'none' } })
}

/** The lives that come of checks, each at its own time, which is the number of the reading, too. */
const livesOf = (
  checks: readonly SustainedCheck[],
  before: readonly Life[] = [],
  first = 1,
): readonly (readonly [number, Life])[] => {
  let next = first
  let look = 0
  return record(
    (play) =>
      play(checks.map((one): readonly [number, SustainedCheck] => [one.at, one])).pipe(
        tap(({ at }) => (look = at)),
        alertLifecycle({ host: sampleHostId, nextId: () => next++, looks: () => look, lives: before }),
      ),
    1_000,
  ).flatMap(([at, life]) => (typeof life === 'string' ? [] : [[at, life] as const]))
}

const wordsOf = (...given: Parameters<typeof livesOf>): readonly string[] =>
  livesOf(...given).map(([at, life]) => `${at} ${wordOf(life)}`)

describe('a life', () => {
  test('begins, goes on and ends under one number; the next one has another', () => {
    const checks = [
      check(1, 'db ok'),
      check(2, 'db critical'),
      check(3, 'db critical'),
      check(4, 'web critical', 'two'),
      check(5, 'db ok'),
      check(6, 'db critical'),
      check(7, 'db removed'),
    ]
    expect(wordsOf(checks, [], 41)).toEqual([
      '2 #41 db firing',
      '3 #41 db firing',
      '4 #42 web firing',
      '5 #41 db resolved',
      '6 #43 db firing',
      '7 #43 db removed',
    ])
  })

  test('knows when it began and ended, by the time from which that was so', () => {
    const lives = livesOf([
      { ...check(20, 'db critical'), since: 15 },
      { ...check(30, 'db critical'), since: 15 },
      { ...check(50, 'db ok'), since: 45 },
    ]).map(([, life]) => [life.startsAt, hasEnded(life) ? life.endsAt : null])
    expect(lives).toEqual([
      [15, null],
      [15, null],
      [15, 45],
    ])
  })

  test('is as bad as it was last seen to be', () => {
    const severities = ['db warning', 'db critical', 'db warning', 'db ok'].map((word, index) => check(index, word))
    expect(livesOf(severities).map(([, { severity }]) => severity)).toEqual([
      'warning',
      'critical',
      'warning',
      'warning',
    ])
  })

  test('knows the reading in which it was last seen', () => {
    const checks = [check(2, 'db critical'), check(3, 'db unknown'), check(4, 'db critical'), check(5, 'db ok')]
    expect(livesOf(checks).map(([, { look }]) => look)).toEqual([2, 2, 4, 5])
  })
})

describe('what is unknown', () => {
  test('is out of sight, which is said once, and comes back as the same life', () => {
    const checks = [
      check(1, 'db critical'),
      check(2, 'db unknown'),
      check(3, 'db unknown'),
      check(4, 'db critical'),
      check(5, 'db unknown'),
      check(6, 'db ok'),
    ]
    expect(wordsOf(checks)).toEqual([
      '1 #1 db firing',
      '2 #1 db firing unseen',
      '4 #1 db firing',
      '5 #1 db firing unseen',
      '6 #1 db resolved',
    ])
  })

  test('begins nothing, and keeps what was last seen', () => {
    expect(wordsOf([check(1, 'db unknown'), check(2, 'db ok')])).toEqual([])
    const lives = livesOf([check(1, 'db critical'), check(2, 'db unknown')])
    expect(lives.map(([, life]) => [life.check.status, life.check.at])).toEqual([
      ['critical', 1],
      ['critical', 1],
    ])
  })
})

describe('a container that is renamed', () => {
  test('keeps its life, which says once what it was called before', () => {
    const checks = [
      check(1, 'db critical'),
      check(2, 'db-old critical'),
      check(2, 'db removed'),
      check(3, 'db-old critical'),
      check(4, 'db-old ok'),
    ]
    expect(wordsOf(checks)).toEqual([
      '1 #1 db firing',
      '2 #1 db-old firing, was db',
      '3 #1 db-old firing',
      '4 #1 db-old resolved',
    ])
  })

  test('leaves nothing under the old name: what is so there is another life', () => {
    const checks = [check(1, 'db critical'), check(2, 'db-old critical'), check(2, 'db ok', 'two')]
    const third = [check(3, 'db critical', 'two'), check(3, 'db-old critical')]
    expect(wordsOf([...checks, ...third])).toEqual([
      '1 #1 db firing',
      '2 #1 db-old firing, was db',
      '3 #2 db firing',
      '3 #1 db-old firing',
    ])
  })

  test('and ends with it', () => {
    expect(wordsOf([check(1, 'db critical'), check(2, 'db-old ok')])).toEqual([
      '1 #1 db firing',
      '2 #1 db-old resolved, was db',
    ])
  })

  test('while it was out of sight keeps it, too', () => {
    const checks = [check(1, 'db critical'), check(2, 'db unknown'), check(3, 'db-old critical')]
    expect(wordsOf(checks)).toEqual(['1 #1 db firing', '2 #1 db firing unseen', '3 #1 db-old firing, was db'])
  })

  test('as it goes out of sight says so once', () => {
    const { details } = check(1, 'db-old ok')
    const starting: SustainedCheck = { ...check(2, 'db-old unknown'), details }
    expect(wordsOf([check(1, 'db critical'), starting, check(3, 'db-old critical')])).toEqual([
      '1 #1 db firing',
      '2 #1 db-old firing unseen, was db',
      '3 #1 db-old firing',
    ])
  })

  test('is not taken for another of the same name, of which there is a life already', () => {
    const checks = [check(1, 'db critical'), check(1, 'web critical', 'two'), check(2, 'web critical', 'one')]
    expect(wordsOf(checks).at(-1)).toBe('2 #2 web firing')
  })
})

test('a container that is recreated keeps the life of its name', () => {
  expect(wordsOf([check(1, 'db critical'), check(2, 'db critical', 'two'), check(3, 'db ok', 'two')])).toEqual([
    '1 #1 db firing',
    '2 #1 db firing',
    '3 #1 db resolved',
  ])
})

describe('what was so before the start', () => {
  const sample = { type, subject: 'db', details: check(0, 'db critical').details }
  const instability = { changes: 4, since: -90, lastAt: -20 }
  const firing = firingLife(sample, { id: 7, startsAt: -50, formerly: 'of long ago' })
  const unstable = unstableLife(sample, 'firing', 4, { id: 7, instability })
  const calm = unstableLife({ ...sample, details: check(0, 'db ok').details }, 'ended', 4, {
    id: 7,
    instability,
    check: check(-5, 'db ok'),
  })

  test.each([
    ['firing', firing],
    ['unstable, and trouble at the last', unstable],
  ])('%s: goes on as the same life, of which nothing is said before it is looked at', (_, before) => {
    expect(wordsOf([], [before], 8)).toEqual([])
    expect(wordsOf([check(1, 'db unknown'), check(2, 'web critical', 'two')], [before], 8)).toEqual(['2 #8 web firing'])
    const lives = livesOf([check(2, 'db critical')], [before], 8)
    expect(lives.map(([, { id, startsAt, look }]) => [id, startsAt, look])).toEqual([[7, before.startsAt, 2]])
    // Its rename was said before.
    expect(wordsOf([check(2, 'db critical')], [before], 8)).toEqual(['2 #7 db firing'])
  })

  test.each([
    ['db ok', '1 #7 db resolved'],
    ['db removed', '1 #7 db removed'],
  ])('firing, and now %s: has its end', (word, end) => {
    expect(wordsOf([check(1, word)], [firing])).toEqual([end])
  })

  test.each([
    ['db ok', 'resolved'],
    ['db removed', 'removed'],
  ])('unstable, well at the last and now %s: ended when it changed the last time', (word, state) => {
    const lives = livesOf([check(1, 'db unknown'), check(2, word), check(3, 'db ok')], [calm], 8)
    expect(lives).toHaveLength(1)
    expect(lives[0]).toMatchObject([2, { id: 7, state, endsAt: -20, isSeen: true, look: 2 }])
  })

  test('unstable, well at the last and trouble now: that is another life', () => {
    expect(wordsOf([check(1, 'db critical'), check(2, 'db ok')], [calm], 8)).toEqual([
      '1 #8 db firing',
      '2 #8 db resolved',
    ])
  })

  test('ended, and its end not told: is over', () => {
    const ended = endedLife({ type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() }, { id: 7 })
    expect(wordsOf([sampleCheck({ at: 1, since: 1, status: 'ok' })], [ended], 8)).toEqual([])
    expect(wordsOf([sampleCheck({ at: 1, since: 1 })], [ended], 8)).toEqual(['1 #8 cpu firing'])
  })
})
