import { expect, test } from 'vitest'
import { tellingsOf } from '../../src/model/told.ts'
import {
  cpuDetails,
  endAlert,
  endedLife,
  firingLife,
  memoryDetails,
  occurrenceAlert,
  openAlert,
  toldOf,
  unstableLife,
} from '../support/samples.ts'

const sample = { type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() }
const other = firingLife({ type: 'RAM_CRITICAL', subject: 'host', details: memoryDetails() }, { id: 2 })
const life = firingLife(sample)

const [at, quiet] = [50, '2026-03-10 22:00']

test('a trouble is told as it is', () => {
  const told = toldOf(life, { at, quiet })
  expect(tellingsOf(openAlert(life), at, quiet)).toEqual([{ fingerprint: life.fingerprint, told }])
  expect(tellingsOf(openAlert(unstableLife(sample, 'firing')), at, null)).toMatchObject([
    { told: { state: 'unstable', quiet: null, reminders: 0, isReminderDue: false } },
  ])
})

test('a reminder is one more of what was told before, and any other word is the first', () => {
  const before = toldOf(life, { reminders: 2, isReminderDue: true })
  expect(tellingsOf(openAlert(life, { word: 'reminder', before }), at, quiet)[0]?.told).toMatchObject({
    reminders: 3,
    isReminderDue: false,
  })
  expect(tellingsOf(openAlert(life, { word: 'escalated', before }), at, quiet)[0]?.told?.reminders).toBe(0)
})

test('an end, and what a message bears the end of, are told no more', () => {
  const ended = endedLife(sample)
  const bears = [toldOf(other)]
  const borne = { fingerprint: other.fingerprint, told: null }
  expect(tellingsOf(endAlert(ended, { bears }), at, quiet)).toEqual([
    { fingerprint: ended.fingerprint, told: null },
    borne,
  ])
  expect(tellingsOf(openAlert(life, { bears }), at, quiet)[1]).toEqual(borne)
})

test('of what has happened and is over nobody takes anything to be so', () => {
  expect(tellingsOf(occurrenceAlert(sample), at, quiet)).toEqual([])
})
