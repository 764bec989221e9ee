import { expect, test } from 'vitest'
import { fingerprintOf, hasEnded, isOpen, isTrouble } from '../../src/model/life.ts'
import { cpuDetails, endedLife, firingLife, unstableLife } from '../support/samples.ts'

const sample = { type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() }

test.each([
  ['fires', firingLife(sample), { open: true, trouble: true }],
  ['is unstable, and trouble now', unstableLife(sample, 'firing'), { open: true, trouble: true }],
  ['is unstable, and well now', unstableLife(sample, 'ended'), { open: true, trouble: false }],
  ['is resolved', endedLife(sample), { open: false, trouble: false }],
  ['is removed', endedLife(sample, { state: 'removed' }), { open: false, trouble: false }],
])('one that %s', (_, life, { open, trouble }) => {
  expect([isOpen(life), hasEnded(life), isTrouble(life)]).toEqual([open, !open, trouble])
})

test('the same trouble of two hosts has two names', () => {
  expect(fingerprintOf('a', sample)).not.toBe(fingerprintOf('b', sample))
  expect(fingerprintOf('a', sample)).toBe('a\nCPU_CRITICAL\nhost')
})
