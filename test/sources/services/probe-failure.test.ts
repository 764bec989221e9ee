import { expect, test } from 'vitest'
import { failureOf } from '../../../src/sources/services/probe-failure.ts'

const coded = (code: string): Error => Object.assign(new Error('connect 192.0.2.1:443'), { code })

test.each([
  [['ENETUNREACH', 'ECONNREFUSED'], 'refused'],
  [['ETIMEDOUT', 'ECONNREFUSED'], 'refused'],
  [['ENETUNREACH', 'ETIMEDOUT'], 'timeout'],
  [['ENETUNREACH', 'EHOSTUNREACH'], 'unreachable'],
  [['ENETUNREACH', 'ENETUNREACH'], 'noRoute'],
])('of a name with addresses that fail by %j, the reason is %s', (codes, reason) => {
  for (const order of [codes, codes.toReversed()]) {
    const error = Object.assign(new AggregateError(order.map(coded)), { code: order[0] })
    expect(failureOf(error)).toEqual({ reason, detail: '' })
  }
})

test('nothing of the message is told: it holds an address', () => {
  expect(failureOf(coded('HPE_INVALID_CONSTANT'))).toEqual({ reason: 'other', detail: 'HPE_INVALID_CONSTANT' })
  expect(failureOf(new Error('https://user:s3cret@host'))).toEqual({ reason: 'other', detail: 'connection failed' })
})
