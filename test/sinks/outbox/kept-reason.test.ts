import { describe, expect, test } from 'vitest'
import type { Reason } from '../../../src/model/reason.ts'
import { readReason, writeReason } from '../../../src/sinks/outbox/kept-reason.ts'

const reasons: readonly Reason[] = [
  { code: 'noAnswerYet' },
  { code: 'noAnswer', seconds: null },
  { code: 'keyRefused', by: 'ntfy', status: 403, check: 'NTFY_TOKEN' },
  { code: 'quoted', text: '{"code":"noAnswerYet"}' },
]

test.each(reasons)('%j is read as it was written', (reason) => {
  expect(readReason({ reason: writeReason(reason) })).toEqual(reason)
})

test('where there is none there is none', () => {
  expect(readReason({ reason: null })).toBeNull()
})

describe('a sentence from before there were codes', () => {
  test.each(['the connection was refused (ECONNREFUSED)', '', '{', '{"a":1}', '[]'])('is kept: %j', (sentence) => {
    expect(readReason({ reason: sentence })).toBe(sentence)
  })
})
