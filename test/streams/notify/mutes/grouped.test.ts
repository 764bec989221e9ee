import { expect, test } from 'vitest'
import { grouped } from '../../../../src/streams/notify/mutes/grouped.ts'
import { allWords, answersOf, calm, heldBy, words } from './words.ts'

const beginnings = allWords.filter((word) => /firing,|escalated|unstable/.test(word))

const waiting = (wait: number | null, waitAfterBeginnings: number | null) => ({
  ...calm,
  messages: { ...calm.messages, wait, waitAfterBeginnings },
})

test('after a message that told that something began it holds everything', () => {
  expect(heldBy(grouped, waiting(5_000, 5_000))).toEqual(allWords)
})

test('after any other it holds what does not begin', () => {
  expect(heldBy(grouped, waiting(5_000, null))).toEqual(allWords.filter((word) => !beginnings.includes(word)))
})

test('says until when: of two waits that of its kind', () => {
  const situation = waiting(9_000, 5_000)
  expect(grouped(words.escalated, situation)).toEqual({ reason: 'grouped', by: null, until: 5_000 })
  expect(grouped(words.resolved, situation)).toEqual({ reason: 'grouped', by: null, until: 9_000 })
  expect(answersOf(grouped, situation).length).toBe(allWords.length)
})

test('holds nothing once that is over', () => {
  expect(heldBy(grouped, calm)).toEqual([])
})
