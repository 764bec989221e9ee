import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffDelay } from '../src/backoff.ts'

test('backoffDelay stays between half of the capped wait and the whole of it', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const delay = backoffDelay({ first: 1_000, max: 60_000 }, attempt, random)
      const capped = Math.min(60_000, 1_000 * 2 ** attempt)
      expect(delay).toBeGreaterThanOrEqual(capped / 2)
      expect(delay).toBeLessThanOrEqual(capped)
    }),
  )
})
