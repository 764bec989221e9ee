import { expect, test } from 'vitest'
import type { Reading } from '../../src/model/reading.ts'
import { noticeIncidents } from '../../src/streams/notice-incidents.ts'
import { minute } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const outbox = (at: number, movedAside: string | null): Reading => ({
  kind: 'outbox',
  at,
  inMemoryBecause: null,
  movedAside,
})

const noticed = (readings: readonly Reading[]) =>
  record((play) => play(readings.map((reading) => [reading.at, reading])).pipe(noticeIncidents()), minute).map(
    ([time, alert]) => [time, typeof alert === 'string' ? alert : `${alert.reason} ${alert.type}`],
  )

test('a restart of the host is noticed', () => {
  expect(noticed([{ kind: 'reboot', at: 5, awayMilliseconds: minute }])).toEqual([[5, 'notice REBOOTED']])
})

test('a corrupt outbox is noticed once, and another one again', () => {
  expect(noticed([outbox(1, null), outbox(2, 'a'), outbox(3, 'a'), outbox(4, 'b')])).toEqual([
    [2, 'notice OUTBOX_REPLACED'],
    [4, 'notice OUTBOX_REPLACED'],
  ])
})
