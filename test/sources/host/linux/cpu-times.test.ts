import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cpuUsage, parseCpuTimes } from '../../../../src/sources/host/linux/cpu-times.ts'
import { fixture } from '../host-root.ts'

const oneCore = (...ticks: readonly number[]): string => `cpu  ${ticks.join(' ')}\ncpu0 ${ticks.join(' ')}\nintr 5 0\n`
const usage = (before: string, after: string) => cpuUsage(parseCpuTimes(before), parseCpuTimes(after))

test('a recorded loop on one of two cores', () => {
  const { percent, perCore } = usage(fixture('recorded/before/proc/stat'), fixture('recorded/after/proc/stat'))
  expect(percent).toBeCloseTo((1_011 / 2_000) * 100, 6)
  expect(perCore).toEqual([100, (7 / 996) * 100])
})

test('64 cores', () => {
  const after = fixture('built/stat-64-cores')
  const before = after
    .replace(/^cpu .*$/m, 'cpu  63000 640 12800 5690000 3200 0 320 2560 0 0')
    .replace(/^cpu0 .*$/m, 'cpu0 0 10 200 20000 50 0 5 40 0 0')
  const { percent, perCore } = usage(before, after)
  expect(percent).toBe(50)
  expect(perCore).toEqual([50, ...Array.from({ length: 63 }, () => 0)])
})

test.each([
  ['user', [60, 0, 0, 40], 60],
  ['nice', [0, 60, 0, 40], 60],
  ['system', [0, 0, 60, 40], 60],
  ['waiting for a disk is idle', [10, 0, 0, 40, 50], 10],
  ['interrupts', [0, 0, 0, 40, 0, 30, 30], 60],
  ['stolen by the hypervisor is busy', [0, 0, 0, 40, 0, 0, 0, 60], 60],
  ['guests are within user and nice', [60, 0, 0, 40, 0, 0, 0, 0, 50, 50], 60],
])('%s', (_, ticks, percent) => {
  expect(usage(oneCore(0, 0, 0, 0), oneCore(...ticks))).toEqual({ percent, perCore: [percent] })
})

test('no time between two looks is no use', () => {
  expect(usage(oneCore(9, 9, 9, 9), oneCore(9, 9, 9, 9))).toEqual({ percent: 0, perCore: [0] })
})

test('idle time that steps back is none', () => {
  expect(usage(oneCore(0, 0, 0, 100), oneCore(10, 0, 0, 80)).percent).toBe(100)
})

test('a core that comes or goes is left out', () => {
  const both = 'cpu  20 0 0 20\ncpu0 10 0 0 10\ncpu1 10 0 0 10\n'
  const first = 'cpu  10 0 0 10\ncpu0 10 0 0 10\n'
  expect(usage(first, both).perCore).toHaveLength(1)
  expect(usage(both, first).perCore).toHaveLength(1)
})

test('nothing readable is an error', () => {
  expect(() => parseCpuTimes('intr 5\n')).toThrow('/proc/stat lacks what is expected')
})

test('always 0–100, whichever way the counters go', () => {
  const ticks = fc.array(fc.nat({ max: 1e13 }), { minLength: 4, maxLength: 10 })
  fc.assert(
    fc.property(ticks, ticks, (before, after) => {
      const { percent, perCore } = usage(oneCore(...before), oneCore(...after))
      for (const value of [percent, ...perCore]) {
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(100)
      }
    }),
  )
})

test('exactly the busy share of counters that only grow', () => {
  const ticks = fc.nat({ max: 1e12 })
  fc.assert(
    fc.property(
      ticks,
      ticks,
      fc.integer({ min: 1, max: 1e6 }),
      fc.nat({ max: 1e6 }),
      (user, idle, moreUser, moreIdle) => {
        const { percent } = usage(oneCore(user, 0, 0, idle), oneCore(user + moreUser, 0, 0, idle + moreIdle))
        expect(percent).toBeCloseTo((moreUser * 100) / (moreUser + moreIdle), 9)
      },
    ),
  )
})
