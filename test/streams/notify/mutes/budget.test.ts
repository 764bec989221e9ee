import { describe, expect, test } from 'vitest'
import { fingerprintOf } from '../../../../src/model/life.ts'
import { budget, budgetOfOne } from '../../../../src/streams/notify/mutes/budget.ts'
import { sampleHostId } from '../../../support/samples.ts'
import { aboutDb, allWords, answersOf, calm, heldBy, words, wordsAbout } from './words.ts'

/** The places that are kept are for these. */
const urgent = [
  'firing, critical',
  'escalated',
  'unstable, critical and never told',
  'unstable, critical, and another was told',
]

describe('of all messages', () => {
  const full = (until: number | null, untilForUrgent: number | null) => ({
    ...calm,
    messages: { ...calm.messages, fullUntil: (isUrgent: boolean) => (isUrgent ? untilForUrgent : until) },
  })

  test('holds everything where there is no room', () => {
    expect(heldBy(budget, full(7, 9))).toEqual(allWords)
  })

  test('holds all but what is critical and new where only the places that are kept are free', () => {
    expect(heldBy(budget, full(7, null))).toEqual(allWords.filter((word) => !urgent.includes(word)))
  })

  test('says until when', () => {
    expect(budget(words.resolved, full(7, 9))).toEqual({ reason: 'budget', by: null, until: 7 })
    expect(budget(words.escalated, full(7, 9))).toEqual({ reason: 'budget', by: null, until: 9 })
  })

  test('holds nothing where there is room', () => {
    expect(heldBy(budget, calm)).toEqual([])
  })
})

describe('of those about one fingerprint', () => {
  const ofDb = fingerprintOf(sampleHostId, aboutDb)
  const said = {
    ...calm,
    messages: { ...calm.messages, saidUntil: (fingerprint: string) => (fingerprint === ofDb ? 7 : null) },
  }

  test('holds everything about it', () => {
    expect(heldBy(budgetOfOne, said)).toEqual(allWords)
    expect(answersOf(budgetOfOne, said)).toEqual(allWords.map(() => ({ reason: 'budget', by: null, until: 7 })))
  })

  test('and nothing about others', () => {
    expect(heldBy(budgetOfOne, said, wordsAbout({ ...aboutDb, subject: 'web' }))).toEqual([])
    expect(heldBy(budgetOfOne, said, wordsAbout({ ...aboutDb, type: 'CONTAINER_UNHEALTHY' }))).toEqual([])
  })
})
