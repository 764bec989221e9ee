import fc from 'fast-check'
import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readCheck } from '../../src/cli/marbles/vocabulary.ts'
import type { Status } from '../../src/model/check.ts'
import { holdStatus } from '../../src/streams/hold-status.ts'
import { record } from '../support/virtual-time.ts'

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
