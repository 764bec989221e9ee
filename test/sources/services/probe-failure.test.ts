import { expect, test } from 'vitest'
import { failureOf } from '../../../src/sources/services/probe-failure.ts'

const coded = (code: string): Error => Object.assign(new Error('connect 192.0.2.1:443'), { code })

test('nothing of the message is told: it holds an address', () => {
  expect(failureOf(coded('HPE_INVALID_CONSTANT'))).toEqual({ reason: 'other', detail: 'HPE_INVALID_CONSTANT' })
  expect(failureOf(new Error('https://user:s3cret@host'))).toEqual({ reason: 'other', detail: '' })
})
