import fc from 'fast-check'
import { filter, map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading } from '../../../src/cli/marbles/vocabulary.ts'
import { limitOf } from '../../../src/model/limit.ts'
import type { Reading } from '../../../src/model/reading.ts'
import { checkHost } from '../../../src/streams/checks/check-host.ts'
import { sustain } from '../../../src/streams/lives/sustain.ts'
import { record } from '../../support/virtual-time.ts'

const hold = 30

/** When the CPU is said to be what, where it is read every ten milliseconds. */
const saidOf = (percents: readonly number[], threshold: number): readonly string[] =>
  record(
    (play) =>
      play(
        percents.map((percent, index): readonly [number, Reading] => [index * 10, reading(percent, index * 10)]),
      ).pipe(
        checkHost({ cpu: limitOf(threshold), ram: limitOf(90), disk: limitOf(90) }),
        filter(({ type }) => type === 'CPU_CRITICAL'),
        sustain({ forOf: () => hold, keepFiringFor: hold }),
        map(({ status }) => status),
      ),
    percents.length * 10 + 10 * hold,
  )
    .map(([at, status]) => `${at} ${status}`)
    .filter((word, index, all) => word.split(' ')[1] !== all[index - 1]?.split(' ')[1])

const reading = (percent: number, at: number): Reading => {
  const host = readReading('cpu 1', at)
  return host.kind === 'host' ? { ...host, cpu: { percent, perCore: [] } } : host
}

const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value)

describe('a threshold, however small, is one below which trouble ends', () => {
  test.each([
    { threshold: 85, above: 90, between: 83, below: 79 },
    { threshold: 5, above: 6, between: 4.5, below: 3.9 },
    { threshold: 1, above: 1.1, between: 0.9, below: 0.7 },
  ])('$threshold', ({ threshold, above, between, below }) => {
    const percents = [0, ...times(4, above), ...times(10, between), ...times(4, below)]
    expect(saidOf(percents, threshold)).toEqual(['0 ok', '40 critical', '180 ok'])
  })

  test('of whatever size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (threshold) => {
        const percents = [...times(4, threshold + 0.1), ...times(4, 0)]
        expect(saidOf(percents, threshold)).toEqual(['30 critical', '70 ok'])
      }),
    )
  })

  test('what lies between is no trouble where there was none', () => {
    expect(saidOf([0, ...times(20, 4.5)], 5)).toEqual(['0 ok'])
  })
})
