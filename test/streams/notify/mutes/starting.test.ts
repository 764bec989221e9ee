import { expect, test } from 'vitest'
import { starting } from '../../../../src/streams/notify/mutes/starting.ts'
import { answersOf, calm, heldBy, words } from './words.ts'

test('holds what is found at the start, until the start-up notice tells it', () => {
  expect(heldBy(starting, { ...calm, isStarting: true })).toEqual(
    Object.keys(words).filter((word) => word !== 'happened'),
  )
  expect(new Set(answersOf(starting, { ...calm, isStarting: true }).map((mute) => JSON.stringify(mute)))).toEqual(
    new Set([JSON.stringify({ reason: 'starting', by: 'startup', until: null })]),
  )
})

test('holds nothing once that has come', () => {
  expect(heldBy(starting, calm)).toEqual([])
})
