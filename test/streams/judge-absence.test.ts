import { describe, expect, test } from 'vitest'
import type { SustainedCheck } from '../../src/model/check.ts'
import type { ToldLife } from '../../src/model/memory.ts'
import type { Reading } from '../../src/model/reading.ts'
import { judgeAbsence } from '../../src/streams/judge-absence.ts'
import { containersReading, cpuDetails, day, firingAlert, sampleCheck, sampleHost } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const patience = 1_000

const lifeOf = (type: string, subject: string): ToldLife => ({
  alert: firingAlert({ type, subject, details: cpuDetails() }),
  toldAt: 0,
  reminders: 0,
})

/** Type, subject and status of what comes out, and when. */
const judged = (
  lives: readonly ToldLife[],
  readings: readonly (readonly [number, Reading])[],
  checks: readonly (readonly [number, SustainedCheck])[],
  until = 10 * patience,
) =>
  record<SustainedCheck>(
    (play) => play(checks).pipe(judgeAbsence({ readings$: play(readings), lives, patience })),
    until,
  ).map(([time, check]) =>
    typeof check === 'string' ? [time, check] : [time, `${check.type} ${check.subject} ${check.status}`],
  )

const host = sampleHost()
const containers = containersReading([])
const web = sampleCheck({ type: 'SERVICE_DOWN', subject: 'web', status: 'ok' })

describe('judgeAbsence', () => {
  test('what was told and is not spoken of any more has its end', () => {
    expect(judged([lifeOf('SERVICE_DOWN', 'web'), lifeOf('SERVICE_DOWN', 'shop')], [], [[5, web]])).toEqual([
      [5, 'SERVICE_DOWN web ok'],
      [patience, 'SERVICE_DOWN shop removed'],
    ])
  })

  test('nothing is missed of what cannot be seen, until it is', () => {
    const lives = [lifeOf('CONTAINER_NOT_RUNNING', 'db'), lifeOf('DISK_CRITICAL', '/data')]
    const blind = { kind: 'unavailable', at: 0, source: 'containers', reason: 'no socket' } as const
    const readings = [
      [10, host],
      [20, blind],
      [2_500, containers],
    ] as const
    expect(judged(lives, readings, [])).toEqual([
      [patience, 'DISK_CRITICAL /data removed'],
      [3 * patience, 'CONTAINER_NOT_RUNNING db removed'],
    ])
  })

  test('what an extension told has a day', () => {
    expect(judged([lifeOf('BACKUP_OLD', 'db')], [[0, host]], [], 2 * day)).toEqual([[day, 'BACKUP_OLD db removed']])
  })

  test('with nothing told before it only passes on', () => {
    expect(judged([], [[0, host]], [[5, web]])).toEqual([[5, 'SERVICE_DOWN web ok']])
  })
})
