import { expect, test } from 'vitest'
import type { Reading } from '../../../src/model/reading.ts'
import { noticeIncidents } from '../../../src/streams/checks/notice-incidents.ts'
import { minute, sampleHostId } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const outbox = (at: number, movedAside: string | null): Reading => ({
  host: sampleHostId,
  kind: 'outbox',
  at,
  inMemoryBecause: null,
  movedAside,
})

const reboot: Reading = { host: sampleHostId, kind: 'reboot', at: 5, bootId: 'b', awayMilliseconds: minute }

const noticed = (readings: readonly Reading[]) =>
  record((play) => play(readings.map((reading) => [reading.at, reading])).pipe(noticeIncidents()), minute).map(
    ([time, one]) => [time, typeof one === 'string' ? one : `${one.type} ${one.subject} ×${one.times}`],
  )

test('a restart of the host is noticed', () => {
  expect(noticed([reboot])).toEqual([[5, 'REBOOTED host ×1']])
})

test('a corrupt outbox is noticed once, and another one again', () => {
  expect(noticed([outbox(1, null), outbox(2, 'a'), outbox(3, 'a'), outbox(4, 'b')])).toEqual([
    [2, 'OUTBOX_REPLACED outbox ×1'],
    [4, 'OUTBOX_REPLACED outbox ×1'],
  ])
})
