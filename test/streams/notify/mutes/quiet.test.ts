import { describe, expect, test } from 'vitest'
import { quiet } from '../../../../src/streams/notify/mutes/quiet.ts'
import { endAlert, endedLife, toldOf } from '../../../support/samples.ts'
import { aboutDb, allWords, answersOf, calm, heldBy } from './words.ts'

const period = { id: '2026-03-10 22:00', until: 25_200_000 }
const tonight = { ...calm, quiet: period }

/** What nobody may have to wait for. */
const passing = [
  'firing, critical',
  'escalated',
  'unstable, critical and never told',
  'unstable, critical, and another was told',
]

test('holds everything but what is critical and new, and what becomes critical', () => {
  expect(heldBy(quiet, tonight)).toEqual(allWords.filter((word) => !passing.includes(word)))
})

test('says which night it is, and when that ends', () => {
  for (const mute of answersOf(quiet, tonight))
    expect(mute).toEqual({ reason: 'quiet', by: period.id, until: period.until })
})

test('holds nothing where it is not quiet', () => {
  expect(heldBy(quiet, calm)).toEqual([])
})

describe('the end', () => {
  const ended = endedLife(aboutDb)
  const endOf = (toldIn: string | null) => endAlert(ended, { before: toldOf(ended, { quiet: toldIn }) })

  test('of what was told in these very hours passes', () => {
    expect(quiet(endOf(period.id), tonight)).toBeNull()
  })

  test.each([
    ['before them', null],
    ['in those of the night before', '2026-03-09 22:00'],
  ])('of what was told %s waits', (_, toldIn) => {
    expect(quiet(endOf(toldIn), tonight)).toMatchObject({ reason: 'quiet' })
  })
})
