import { expect, test } from 'vitest'
import { strongest } from '../../src/clients/unreached.ts'

test.each([
  [['ENETUNREACH', 'ECONNREFUSED'], 'ECONNREFUSED'],
  [['ETIMEDOUT', 'ECONNREFUSED'], 'ECONNREFUSED'],
  [['ENETUNREACH', 'ETIMEDOUT'], 'ETIMEDOUT'],
  [['ENETUNREACH', 'EHOSTUNREACH'], 'EHOSTUNREACH'],
  [['ENETUNREACH', 'ENETUNREACH'], 'ENETUNREACH'],
])('of a name with addresses that fail by %j, the reason is %s', (codes, code) => {
  for (const order of [codes, codes.toReversed()]) expect(strongest(order)).toBe(code)
})
