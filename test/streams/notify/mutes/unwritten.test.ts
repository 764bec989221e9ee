import { expect, test } from 'vitest'
import { keyOf } from '../../../../src/streams/notify/book.ts'
import { unwritten } from '../../../../src/streams/notify/mutes/unwritten.ts'
import { answersOf, calm, heldBy, words } from './words.ts'

const waiting = (...keys: readonly string[]) => ({ ...calm, unwritten: { keys: new Set(keys), until: 5_000 } })

test('holds what could not be written down, until it is tried again', () => {
  expect(heldBy(unwritten, waiting(keyOf(words['firing, critical'])))).toEqual(
    Object.keys(words).filter((word) => word !== 'happened'),
  )
  expect(heldBy(unwritten, waiting(keyOf(words.happened)))).toEqual(['happened'])
  expect(answersOf(unwritten, waiting(keyOf(words['firing, critical'])))[0]).toEqual({
    reason: 'unwritten',
    by: null,
    until: 5_000,
  })
})

test('holds nothing else, and nothing where all could be', () => {
  expect(heldBy(unwritten, waiting('another'))).toEqual([])
  expect(heldBy(unwritten, calm)).toEqual([])
})
