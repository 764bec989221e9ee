import { expect, test } from 'vitest'
import type { Acknowledgement } from '../../../../src/model/acknowledgement.ts'
import { acknowledged } from '../../../../src/streams/notify/mutes/acknowledged.ts'
import { day, firingLife, openAlert, sampleTime, toldOf } from '../../../support/samples.ts'
import { aboutDb, calm, heldBy, words } from './words.ts'

const life = firingLife(aboutDb)
const acknowledgement: Acknowledgement = {
  life: life.id,
  severity: 'critical',
  by: 'the one on duty',
  until: sampleTime + day,
}
const situation = { ...calm, acknowledgements: [acknowledgement] }

test('holds the reminders of what somebody knows of, and nothing else', () => {
  expect(heldBy(acknowledged, situation)).toEqual(['reminder'])
  expect(acknowledged(words.reminder, situation)).toEqual({
    reason: 'acknowledged',
    by: 'the one on duty',
    until: sampleTime + day,
  })
})

test.each([
  ['it is another life', { life: life.id + 1 }],
  ['it is worse than it was', { severity: 'warning' }],
] as const)('does not hold it where %s', (_, given) => {
  const acknowledgements = [{ ...acknowledgement, ...given }]
  expect(acknowledged(words.reminder, { ...calm, acknowledgements })).toBeNull()
})

test('holds it where it has become milder', () => {
  const milder = firingLife(aboutDb, { severity: 'warning' })
  expect(acknowledged(openAlert(milder, { word: 'reminder', before: toldOf(life) }), situation)).not.toBeNull()
})

test('one of several is enough', () => {
  const other = firingLife({ ...aboutDb, subject: 'web' }, { id: life.id + 1 })
  const reminder = openAlert(other, { word: 'reminder', before: toldOf(other) })
  const acknowledgements = [acknowledgement, { ...acknowledgement, life: other.id, by: 'another' }]
  expect(acknowledged(reminder, { ...calm, acknowledgements })).toMatchObject({ by: 'another' })
})
