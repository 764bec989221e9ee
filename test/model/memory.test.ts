import { describe, expect, test } from 'vitest'
import { ageOf, checksOf } from '../../src/model/memory.ts'
import { cpuDetails, endedLife, firingLife, minute, sampleTime, unstableLife } from '../support/samples.ts'

const sample = { type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() }

test.each([
  [minute, 60_000, 0],
  [minute, 0, minute],
  // A clock that was ahead makes it now.
  [minute, 61_000, 0],
])('what is read at %d was at %d, %d ago', (at, time, age) => {
  expect(ageOf({ at }, time)).toBe(age)
})

describe('the checks by which lives were in trouble', () => {
  test('are those of what fires, as bad and as old as it is', () => {
    const life = firingLife(sample, { lasted: minute, severity: 'warning' })
    expect(checksOf([life])).toEqual([{ ...life.check, status: 'warning', since: sampleTime - minute }])
  })

  test('are none of what is well', () => {
    expect(checksOf([endedLife(sample), unstableLife(sample, 'ended')])).toEqual([])
    expect(checksOf([unstableLife(sample, 'firing')])).toHaveLength(1)
  })
})
