import { concatMap, mergeMap, of, range, tap, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/model/channel.ts'
import type { Outcome } from '../../../src/model/delivery.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { firing, reminder, told } from '../../support/notifications.ts'
import { memoryStore } from '../../support/outbox.ts'
import { minute, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const limit = 50

const again: Outcome = {
  kind: 'again',
  reason: { code: 'noConnection', system: null },
  afterMilliseconds: null,
  mayHaveArrived: false,
}

/** Messages come each second to a channel whose attempts take long; `most` is what waited at any time. */
const run = (count: number, outcome: Outcome, { texts, latency }: { texts: number; latency: number }) => {
  const { store } = memoryStore()
  const { log, lines } = capturedLog()
  const sent: string[] = []
  const channel: Channel = {
    name: 'slow',
    recipients: ['ana'],
    host: null,
    pace: null,
    render: () => Array.from({ length: texts }, (_, index) => `text ${index}`),
    send: (text) =>
      timer(latency).pipe(
        tap(() => sent.push(text)),
        mergeMap(() => of(sent.length % 2 === 1 && texts > 1 ? ({ kind: 'sent', messageId: null } as const) : outcome)),
      ),
    test: () => of({ name: 'slow', result: { ok: true } }),
  }
  const outbox = createOutbox({
    channels: [channel],
    store,
    random: () => 0.5,
    logs: () => log,
    limits: { queued: limit, retention: 1e12, stale: 5 * second },
  })
  let most = 0
  let refused = 0
  record(
    () =>
      outbox
        .run({
          notifications$: range(1, count).pipe(
            concatMap((id) => timer(second).pipe(mergeMap(() => [outbox.accept(told(firing(`db-${id}`)))]))),
            mergeMap((accepted) => {
              if (accepted === null) refused += 1
              return accepted === null ? [] : [accepted.notification]
            }),
          ),
        })
        .pipe(tap(() => (most = Math.max(most, store.statistics().queued)))),
    count * second,
  )
  return { store, most, refused, lines }
}

describe('no more wait than there is room for, while one message stands for many and', () => {
  test.each([
    ['is on its way for long', { texts: 1, latency: 25 * second }],
    ['was begun', { texts: 2, latency: 10 * second }],
  ])('%s', (_, channel) => {
    const { most } = run(150, again, channel)
    expect(most).toBeLessThanOrEqual(limit + 1)
    expect(most).toBeGreaterThan(limit / 2)
  })
})

test('what there is no room for is not told, and so is due again; that is said once', () => {
  const { store } = memoryStore()
  const { log, lines } = capturedLog()
  const address = { channel: 'slow', recipient: 'ana' }
  for (let id = 1; id <= 3; id += 1) store.accept(told(reminder(`db-${id}`)), [address], 0)
  store.catchUp(address, 0)
  store.sending(store.newest(), 0)
  const channel: Channel = {
    name: 'slow',
    recipients: ['ana'],
    host: null,
    pace: null,
    render: () => [],
    send: () => of(again),
    test: () => of({ name: 'slow', result: { ok: true } }),
  }
  const limits = { queued: 3, retention: 1e12, stale: minute }
  const outbox = createOutbox({ channels: [channel], store, random: () => 0.5, logs: () => log, limits })
  // It was interrupted, and is on its way again.
  store.sending(store.newest(), 0)
  expect([outbox.accept(told(firing('web'))), outbox.accept(told(firing('web')))]).toEqual([null, null])
  expect(store.memory(0).told.map(({ check }) => check.subject)).not.toContain('web')
  expect(lines.filter((line) => line.includes('no room'))).toHaveLength(1)
})
