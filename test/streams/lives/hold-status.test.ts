import fc from 'fast-check'
import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readCheck } from '../../../src/cli/marbles/vocabulary.ts'
import type { Check, Status } from '../../../src/model/check.ts'
import { holdStatus } from '../../../src/streams/lives/hold-status.ts'
import { containerDetails, crashedContainer, firingLife, sampleContainer } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const hold = 100
const statuses = ['ok', 'critical', 'unknown'] as const

const histories = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom(...statuses)), { maxLength: 60 })

/** Gaps between checks become times. */
const timed = (history: readonly (readonly [number, Status])[]) => {
  let time = 0
  return history.map(([gap, status]) => [(time += gap), readCheck(`cpu ${status}`, time)] as const)
}

describe('holdStatus', () => {
  test('what it says last is what has held, and nothing that has held is left unsaid', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const checks = timed(history)
        const end = (checks.at(-1)?.[0] ?? 0) + 2 * hold
        const said = record(
          (play) =>
            play(checks).pipe(
              holdStatus(() => hold),
              map(({ status }) => status),
            ),
          end,
        )
        let believed: Status = 'ok'
        let held: { status: Status; since: number } | null = null
        const expected: (readonly [number, Status])[] = []
        for (const [index, [time, { status }]] of checks.entries()) {
          const until = checks[index + 1]?.[0] ?? end
          if (status === 'unknown' || status === believed) {
            held = null
            expected.push([time, status])
          } else if (held === null) held = { status, since: time }
          if (held !== null && held.since + hold < until) {
            believed = held.status
            expected.push([held.since + hold, believed])
            held = null
          }
        }
        // At the very millisecond in which a wait ends and a check comes, either may be first.
        fc.pre(!checks.some(([time], index) => checks.slice(0, index).some(([before]) => time === before + hold)))
        expect(said).toEqual(expected)
      }),
    )
  })

  test('the fingerprints do not wait for each other', () => {
    const said = record(
      (play) =>
        play([
          [0, readCheck('a crashed', 0)],
          [50, readCheck('b crashed', 50)],
        ]).pipe(
          holdStatus(() => hold),
          map(({ subject, since }) => `${subject} since ${since}`),
        ),
      1_000,
    )
    expect(said).toEqual([
      [100, 'a since 0'],
      [150, 'b since 50'],
    ])
  })

  test('a shorter wait takes the place of a longer one, and since stays when it began', () => {
    const said = record(
      (play) =>
        play([
          [0, readCheck('a stopped', 0)],
          [50, readCheck('a crashed', 50)],
        ]).pipe(
          holdStatus(({ details }) => (details.kind === 'container' && details.ending === 'crashed' ? 0 : hold)),
          map(({ since }) => since),
        ),
      1_000,
    )
    expect(said).toEqual([[50, 0]])
  })
})

describe('a container that is renamed', () => {
  /** `db crashed`, `db ok`, `db removed`, `db unknown`, at a time: what is gone or unknown knows no container. */
  const check = (at: number, word: string, id = 'one'): Check => {
    const [subject = '', state = ''] = word.split(' ')
    const given = { id, name: subject, containerName: subject }
    const about = { type: 'CONTAINER_NOT_RUNNING', subject, at }
    if (state === 'unknown' || state === 'removed') return { ...about, status: state, details: { kind: 'none' } }
    return state === 'ok'
      ? { ...about, status: 'ok', details: containerDetails(sampleContainer(given), null) }
      : { ...about, status: 'critical', details: containerDetails(crashedContainer({}, given), 'crashed') }
  }

  /** Trouble counts at once, its end after a while. */
  const saidOf = (checks: readonly Check[]) =>
    record(
      (play) =>
        play(checks.map((one) => [one.at, one])).pipe(
          holdStatus(({ status }) => (status === 'ok' || status === 'removed' ? hold : 0)),
        ),
      1_000,
    )

  const wordsOf = (checks: readonly Check[]): readonly string[] =>
    saidOf(checks).map(([at, one]) =>
      typeof one === 'string' ? `${at} ${one}` : `${at} ${one.subject} ${one.status} since ${one.since}`,
    )

  test('is what it was held to be', () => {
    expect(wordsOf([check(0, 'db crashed'), check(10, 'db-old crashed'), check(10, 'db removed')])).toEqual([
      '0 db critical since 0',
      '10 db-old critical since 0',
      '10 db removed since 10',
    ])
  })

  test('while its end is waited for, says so once, and waits no longer for that', () => {
    const checks = [
      check(0, 'db crashed'),
      check(50, 'db ok'),
      check(80, 'db-old ok'),
      check(80, 'db removed'),
      check(90, 'db-old ok'),
    ]
    expect(wordsOf(checks)).toEqual([
      '0 db critical since 0',
      '80 db-old critical since 0',
      '80 db removed since 80',
      '150 db-old ok since 50',
    ])
    const renamed = saidOf(checks)[1]?.[1]
    expect(renamed).toMatchObject({
      at: 80,
      details: {
        ending: 'crashed',
        container: { id: 'one', name: 'db-old', containerName: 'db-old', state: 'exited' },
      },
    })
  })

  test('says what was last seen of it, not that it was out of sight', () => {
    const checks = [check(0, 'db crashed'), check(10, 'db unknown'), check(20, 'db ok'), check(30, 'db-old ok')]
    expect(saidOf(checks)[2]?.[1]).toMatchObject({
      subject: 'db-old',
      status: 'critical',
      details: { ending: 'crashed' },
    })
  })

  test('between its threshold and its clear value is the trouble that it was, and says so once', () => {
    const using = (at: number, name: string, percent: number): Check => ({
      type: 'CONTAINER_RAM',
      subject: name,
      at,
      status: percent > 90 ? 'warning' : 'ok',
      details: {
        kind: 'container-usage',
        measure: 'memory',
        percent,
        threshold: 90,
        clear: 85,
        container: sampleContainer({ name }),
      },
    })
    expect(wordsOf([using(0, 'db', 95), using(10, 'db-old', 88)])).toEqual([
      '0 db warning since 0',
      '10 db-old warning since 0',
    ])
  })

  test('is followed after it was out of sight, or gone for a moment', () => {
    for (const between of ['db unknown', 'db removed'])
      expect(wordsOf([check(0, 'db crashed'), check(10, between), check(20, 'db-old crashed')])).toContain(
        '20 db-old critical since 0',
      )
  })

  test('and was waited for under its old name is gone there', () => {
    const checks = [check(0, 'db crashed'), check(10, 'db removed'), check(50, 'db-old ok'), check(60, 'db-old ok')]
    expect(wordsOf(checks)).toEqual([
      '0 db critical since 0',
      '50 db-old critical since 0',
      '50 db removed since 10',
      '110 db-old ok since 10',
    ])
  })

  test('leaves nothing under the old name', () => {
    const checks = [check(0, 'db crashed'), check(10, 'db-old crashed'), check(20, 'db ok', 'two')]
    expect(wordsOf(checks).at(-1)).toBe('20 db ok since 20')
    expect(wordsOf([...checks, check(30, 'db-old ok')]).at(-1)).toBe('130 db-old ok since 30')
  })

  test('is not followed once another bears its name: that one has been recreated', () => {
    const checks = [check(0, 'db crashed'), check(10, 'db crashed', 'two'), check(20, 'db-old crashed')]
    expect(wordsOf(checks)).toEqual(['0 db critical since 0', '10 db critical since 0', '20 db-old critical since 20'])
  })

  test('takes the wait along in which its trouble does not count yet', () => {
    const said = record(
      (play) =>
        play([
          [0, check(0, 'db crashed')],
          [50, check(50, 'db-old crashed')],
          [50, check(50, 'db removed')],
        ]).pipe(
          holdStatus(({ status }) => (status === 'critical' ? hold : 0)),
          map(({ subject, status, since }) => `${subject} ${status} since ${since}`),
        ),
      1_000,
    )
    expect(said).toEqual([
      [50, 'db removed since 50'],
      [100, 'db-old critical since 0'],
    ])
  })

  test('before the start is what it was held to be', () => {
    const life = firingLife({ ...check(0, 'db crashed') }, { startsAt: -70 })
    const said = record((play) => play([[5, check(5, 'db-old crashed')]]).pipe(holdStatus(() => hold, [life])), 1_000)
    expect(said).toMatchObject([[5, { subject: 'db-old', status: 'critical', since: -70 }]])
  })
})
