import { describe, expect, test } from 'vitest'
import type { SustainedCheck } from '../../../src/model/check.ts'
import type { Life } from '../../../src/model/life.ts'
import type { Reading } from '../../../src/model/reading.ts'
import { judgeAbsence } from '../../../src/streams/lives/judge-absence.ts'
import {
  containersReading,
  cpuDetails,
  day,
  endedLife,
  firingLife,
  sampleCheck,
  sampleHost,
  unavailableReading,
  unstableLife,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const patience = 1_000

const lifeOf = (type: string, subject: string): Life => firingLife({ type, subject, details: cpuDetails() })

/** Type, subject and status of what comes out, and when. */
const judged = (
  lives: readonly Life[],
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
  test('what was so and is not spoken of any more has its end', () => {
    expect(judged([lifeOf('SERVICE_DOWN', 'web'), lifeOf('SERVICE_DOWN', 'shop')], [], [[5, web]])).toEqual([
      [5, 'SERVICE_DOWN web ok'],
      [patience, 'SERVICE_DOWN shop removed'],
    ])
  })

  test('nothing is missed of what cannot be seen, until it is', () => {
    const lives = [lifeOf('CONTAINER_NOT_RUNNING', 'db'), lifeOf('DISK_CRITICAL', '/data')]
    const readings = [
      [10, host],
      [20, unavailableReading('containers')],
      [2_500, containers],
    ] as const
    expect(judged(lives, readings, [])).toEqual([
      [patience, 'DISK_CRITICAL /data removed'],
      [3 * patience, 'CONTAINER_NOT_RUNNING db removed'],
    ])
  })

  test('what an extension found has a day', () => {
    expect(judged([lifeOf('BACKUP_OLD', 'db')], [[0, host]], [], 2 * day)).toEqual([[day, 'BACKUP_OLD db removed']])
    const blind = firingLife({
      type: 'MONITORING_BLIND',
      subject: 'backup-age',
      details: { kind: 'blind', types: ['EXTENSION'] },
    })
    expect(judged([blind], [[0, host]], [], 2 * day)).toEqual([[day, 'MONITORING_BLIND backup-age removed']])
  })

  test('what cannot be seen is missed by the sources of what it hides', () => {
    const blind = firingLife({
      type: 'MONITORING_BLIND',
      subject: 'shop',
      details: { kind: 'blind', types: ['SERVICE_DOWN'] },
    })
    expect(judged([blind], [], [])).toEqual([[patience, 'MONITORING_BLIND shop removed']])
    const host: Life = firingLife({
      type: 'MONITORING_BLIND',
      subject: 'host',
      details: { kind: 'blind', types: ['CPU_CRITICAL'] },
    })
    expect(judged([host], [], [])).toEqual([])
  })

  test('what was unstable and well at the last has its end, too; what had ended has it', () => {
    const sample = { type: 'SERVICE_DOWN', subject: 'shop', details: cpuDetails() }
    expect(judged([unstableLife(sample, 'ended')], [], [])).toEqual([[patience, 'SERVICE_DOWN shop removed']])
    expect(judged([unstableLife(sample, 'firing')], [], [])).toEqual([[patience, 'SERVICE_DOWN shop removed']])
    expect(judged([endedLife(sample)], [], [])).toEqual([])
  })

  test('what was said to be gone is not missed again', () => {
    const shop = sampleCheck({ type: 'SERVICE_DOWN', subject: 'shop', status: 'removed' })
    expect(judged([lifeOf('SERVICE_DOWN', 'shop')], [], [[5, shop]])).toEqual([[5, 'SERVICE_DOWN shop removed']])
  })

  test('with nothing from before it only passes on', () => {
    expect(judged([], [[0, host]], [[5, web]])).toEqual([[5, 'SERVICE_DOWN web ok']])
  })
})
