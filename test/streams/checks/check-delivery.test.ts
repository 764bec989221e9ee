import { expect, test } from 'vitest'
import type { Reading } from '../../../src/model/reading.ts'
import type { Reason } from '../../../src/model/reason.ts'
import { checkDelivery, deliveryDuration } from '../../../src/streams/checks/check-delivery.ts'
import { holdStatus } from '../../../src/streams/lives/hold-status.ts'
import { minute, sampleHostId, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const channel = (state: 'open' | 'down' | 'refused', at: number): Reading => ({
  host: sampleHostId,
  kind: 'channel',
  at,
  name: 'whatsapp',
  state,
  reason: state === 'open' ? null : { code: 'whatsAppDisconnected' },
  asked: null,
})
const outbox = (at: number, inMemoryBecause: Reason | null): Reading => ({
  host: sampleHostId,
  kind: 'outbox',
  at,
  inMemoryBecause,
  movedAside: null,
})

const judged = (readings: readonly Reading[]) =>
  record(
    (play) =>
      play(readings.map((reading) => [reading.at, reading])).pipe(checkDelivery(), holdStatus(deliveryDuration)),
    10 * minute,
  ).map(([time, check]) => [time / second, typeof check === 'string' ? check : `${check.type} ${check.status}`])

test('a channel that is down counts after two minutes, and is well at once', () => {
  const looks = [0, 30, 60, 90, 121, 150].map((time) => channel('down', time * second))
  expect(judged([...looks, channel('open', 200 * second)])).toEqual([
    [120, 'CHANNEL_DOWN critical'],
    [121, 'CHANNEL_DOWN critical'],
    [150, 'CHANNEL_DOWN critical'],
    [200, 'CHANNEL_DOWN ok'],
  ])
})

test('one that is open again within two minutes is no trouble', () => {
  expect(judged([channel('down', 0), channel('down', 60 * second), channel('open', 90 * second)])).toEqual([
    [90, 'CHANNEL_DOWN ok'],
  ])
})

test('a key that is refused counts at once', () => {
  expect(judged([channel('refused', second)])).toEqual([[1, 'CHANNEL_DOWN critical']])
})

test('messages that are kept in memory only are trouble at once', () => {
  expect(judged([outbox(0, { code: 'diskFull' }), outbox(minute, null)])).toEqual([
    [0, 'OUTBOX_UNSAVED warning'],
    [60, 'OUTBOX_UNSAVED ok'],
  ])
})
