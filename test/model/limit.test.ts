import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limitOf } from '../../src/model/limit.ts'

test.each([
  [90, 85],
  [85, 80],
  [25, 20],
  [5, 4],
  [1, 0.8],
  [300, 295],
])('trouble above %d ends below %d', (threshold, clear) => {
  expect(limitOf(threshold)).toEqual({ threshold, clear })
})

test('every trouble can end, and not at once', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 100_000, noNaN: true }), (threshold) => {
      const { clear } = limitOf(threshold)
      expect(clear).toBeGreaterThan(0)
      expect(clear).toBeLessThan(threshold)
      expect(threshold - clear).toBeLessThanOrEqual(5.000_1)
    }),
  )
})
