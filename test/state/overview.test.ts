import { EMPTY, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readLife, readReading } from '../../src/cli/marbles/vocabulary.ts'
import type { LifeAlert } from '../../src/model/alert.ts'
import type { Delivery } from '../../src/model/delivery.ts'
import type { Overview } from '../../src/model/overview.ts'
import type { Reading } from '../../src/model/reading.ts'
import { createOverview, emptyOverview } from '../../src/state/overview.ts'

const after = ({
  readings = [],
  alerts = [],
  deliveries = [],
}: {
  readings?: readonly Reading[]
  alerts?: readonly LifeAlert[]
  deliveries?: readonly Delivery[]
}): Overview => {
  let newest = emptyOverview
  const overview$ = createOverview({
    readings$: of(...readings),
    lives$: of(...alerts),
    alerts$: of(...alerts),
    deliveries$: of(...deliveries),
  })
  overview$
    .subscribe({
      next: (overview) => (newest = overview),
      error: (error: unknown) => expect.unreachable(String(error)),
    })
    .unsubscribe()
  return newest
}

const delivery = (channel: string, outcome: 'queued' | 'sent' | 'retrying' | 'refused' | 'dropped'): Delivery =>
  outcome === 'queued' || outcome === 'sent'
    ? { channel, at: 0, outcome }
    : { channel, at: 0, outcome, reason: 'a reason' }

describe('the overview', () => {
  test('is there before anything was seen', () => {
    expect(createOverview({ readings$: EMPTY, lives$: EMPTY, alerts$: EMPTY, deliveries$: EMPTY }).getValue()).toBe(
      emptyOverview,
    )
  })

  test('keeps the newest reading, and why there is none since', () => {
    const { host, containers } = after({
      readings: [
        readReading('cpu 10', 0),
        readReading('cpu 20', 1),
        readReading('no host', 2),
        readReading('db up', 3),
      ],
    })
    expect(host).toMatchObject({ reading: { cpu: { percent: 20 } }, unavailable: 'hidden' })
    expect(containers).toMatchObject({ reading: { containers: [{ name: 'db' }] }, unavailable: null })
  })

  test('a source that is back is no longer unavailable', () => {
    const { containers } = after({ readings: [readReading('no engine', 0), readReading('db up', 1)] })
    expect(containers.unavailable).toBeNull()
  })

  test('knows what fires, and counts beginnings and ends', () => {
    const alerts = [
      readLife('cpu firing', 0),
      readLife('db firing', 0),
      readLife('db reminder', 1),
      readLife('db resolved', 2),
    ]
    const { firing, alerts: counts } = after({ alerts })
    expect([...firing.keys()]).toEqual(['CPU_CRITICAL\nhost'])
    expect(counts).toEqual({ fired: 2, ended: 1 })
  })

  test('counts what became of messages, and of heartbeats apart from them', () => {
    const outcomes = ['queued', 'queued', 'queued', 'retrying', 'sent', 'refused'] as const
    const { deliveries, heartbeats } = after({
      deliveries: [...outcomes.map((outcome) => delivery('whatsapp', outcome)), delivery('heartbeat', 'sent')],
    })
    expect(deliveries).toEqual({ sent: 1, failed: 1, lost: 1, queued: 1 })
    expect(heartbeats).toEqual({ sent: 1, failed: 0, lost: 0, queued: 0 })
  })
})
