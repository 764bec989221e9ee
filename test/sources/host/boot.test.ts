import { toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { readBootId, readBootTime, rebootSince } from '../../../src/sources/host/boot.ts'
import { hour, minute, sampleTime as at } from '../../support/samples.ts'
import { only } from '../../support/only.ts'

const before = { at: at - hour, bootId: 'one' }

test('another run of the kernel is a restart, with how long the host was away', async () => {
  expect(await only(rebootSince(before, 'two', at - 50 * minute).pipe(toArray()))).toMatchObject([
    { kind: 'reboot', awayMilliseconds: 10 * minute },
  ])
})

test.each([
  ['nobody was there before', null, 'two'],
  ['it is the same run', before, 'one'],
  ['the run was not known then', { at, bootId: null }, 'two'],
  ['the run is not known now', before, null],
])('nothing is said where %s', async (_, seen, bootId) => {
  expect(await only(rebootSince(seen, bootId, at).pipe(toArray()))).toEqual([])
})

test.each([
  ['a clock that went back', at - 2 * hour],
  ['a system that does not say since when it runs', null],
])('with %s nobody knows for how long', async (_, bootedAt) => {
  expect(await only(rebootSince(before, 'two', bootedAt).pipe(toArray()))).toMatchObject([{ awayMilliseconds: null }])
})

test.runIf(process.platform === 'linux')('a real kernel names its run, and says since when it runs', () => {
  expect(readBootId()).toMatch(/^[0-9a-f-]{36}$/)
  const now = new Date().getTime()
  expect(readBootTime(now)).toBeLessThan(now)
})
