import { asyncScheduler, defer, of } from 'rxjs'
import { expect, test } from 'vitest'
import type { Alert } from '../../../src/model/alert.ts'
import type { Channel } from '../../../src/model/channel.ts'
import type { Outcome } from '../../../src/model/delivery.ts'
import type { Notification } from '../../../src/model/notification.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { createText } from '../../../src/text/index.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { plainText } from '../../support/plain-text.ts'
import {
  containerDetails,
  crashedContainer,
  endedAlert,
  firingAlert,
  hour,
  minute,
  sampleContainer,
  sampleReport,
  second,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const text = createText({ language: 'pt-BR', timeZone: 'UTC', agentName: 'vps-01' })
const sent: Outcome = { kind: 'sent', messageId: null }
const down: Outcome = { kind: 'again', reason: 'no connection', afterMilliseconds: null, mayHaveArrived: false }
const refused: Outcome = { kind: 'refused', reason: 'the number …7777 is not on WhatsApp (400)' }

/** A channel, and what it accepted: each text behind its minute. */
const channelOf = (name: string, outcomeAt: (time: number) => Outcome) => {
  const accepted: string[] = []
  const channel: Channel = {
    name,
    recipients: ['ana'],
    pace: null,
    render: (notification) => [plainText(text(notification))],
    send: (words) =>
      defer(() => {
        const now = asyncScheduler.now()
        const outcome = outcomeAt(now)
        if (outcome.kind === 'sent') accepted.push(`[${Math.floor(now / minute)}] ${words}`)
        return of(outcome)
      }),
    test: () => of({ name, result: { ok: true } }),
  }
  return { channel, accepted }
}

const run = (
  arrivals: readonly (readonly [number, Notification])[],
  whatsapp: (time: number) => Outcome,
  {
    ntfy = () => sent,
    fallback = false,
    until = 30 * hour,
  }: { ntfy?: () => Outcome; fallback?: boolean; until?: number } = {},
) => {
  const first = channelOf('whatsapp', whatsapp)
  const other = channelOf('ntfy', ntfy)
  const outbox = createOutbox({
    channels: [first.channel],
    fallbacks: fallback ? [other.channel] : [],
    store: createStore(openInMemory()),
    random: () => 0.5,
    logs: silentLogs,
  })
  const deliveries = record((play) => play([...arrivals, [until - second, '|']]).pipe(outbox.deliver), until)
  return {
    whatsapp: first.accepted,
    ntfy: other.accepted,
    deliveries: deliveries.flatMap(([, value]) => (typeof value === 'string' ? [] : [value.outcome])),
  }
}

const about = (name: string) => ({ type: 'CONTAINER_NOT_RUNNING', subject: name })
const crash = (name: string, at: number): Alert =>
  firingAlert(
    { ...about(name), details: containerDetails(crashedContainer({ at }, { name }), 'crashed') },
    { startsAt: at },
  )
const back = (name: string, startsAt: number, endsAt: number): Alert =>
  endedAlert({ ...about(name), details: containerDetails(sampleContainer({ name }), null) }, { startsAt, endsAt })
const told = (at: number, ...alerts: readonly Alert[]): readonly [number, Notification] => [
  at,
  { kind: 'alerts', at, alerts, cameAndWent: 0 },
]
const upFrom = (time: number) => (now: number) => (now < time ? down : sent)

test('what waited for long goes out as one message: what is still so, what came and went, what else was missed', () => {
  const { whatsapp, deliveries } = run(
    [
      told(minute, crash('db', minute)),
      told(5 * minute, back('db', minute, 5 * minute)),
      told(20 * minute, crash('web', 20 * minute)),
      told(30 * minute, crash('db', 30 * minute)),
      told(31 * minute, back('db', 30 * minute, 31 * minute)),
      [hour, { kind: 'report', at: hour, report: sampleReport() }],
    ],
    upFrom(2 * hour),
  )
  expect(whatsapp).toHaveLength(1)
  expect(whatsapp[0]?.split('\n').slice(1)).toEqual([
    '🔴 *web* caiu (código 1) (desde 00:20)',
    '🟢 *db* voltou (de 00:01 a 00:31, 2 vezes)',
    '1 relatório não saiu.',
  ])
  expect(whatsapp[0]).toMatch(/^\[1\d\d\] 🔴 \*vps-01\*: 4 avisos atrasados, desde 00:01: 1 problema continua\n/)
  expect(deliveries.filter((outcome) => outcome === 'sent')).toHaveLength(6)
  expect(deliveries.filter((outcome) => outcome === 'queued')).toHaveLength(6)
})

test('what waited for a little goes out as it is', () => {
  const { whatsapp } = run(
    [told(minute, crash('db', minute)), told(2 * minute, crash('web', 2 * minute))],
    upFrom(4 * minute),
  )
  expect(whatsapp).toHaveLength(2)
})

test('a day of 500 alerts is told short and whole', async () => {
  const names = Array.from({ length: 27 }, (_, index) => `app-${index + 1}`)
  const arrivals = Array.from({ length: 500 }, (_, index) => {
    const name = names[index % names.length] ?? ''
    const round = Math.floor(index / names.length)
    const at = hour + index * 2.5 * minute
    const before = at - names.length * 2.5 * minute
    return told(at, round % 2 === 0 ? crash(name, at) : back(name, before, at))
  })
  const { whatsapp, deliveries } = run(arrivals, upFrom(24 * hour))
  expect(deliveries.filter((outcome) => outcome === 'sent')).toHaveLength(500)
  await expect(`${whatsapp.join('\n\n')}\n`).toMatchFileSnapshot('../../golden/late.pt-BR.txt')
})

test('a fallback tells what was not delivered in time, and why; the first channel mentions it when it is back', () => {
  const { whatsapp, ntfy } = run([told(minute, crash('db', minute))], upFrom(9 * minute), {
    fallback: true,
    until: hour,
  })
  expect(ntfy).toHaveLength(1)
  expect(ntfy[0]).toMatch(/^\[2\] 🔴 \*vps-01\*: o container \*db\* caiu/)
  expect(ntfy[0]).toContain('Chega por aqui porque não foi entregue por WhatsApp: sem conexão')
  expect(whatsapp).toHaveLength(1)
  expect(whatsapp[0]).toContain('🔴 *db* caiu (código 1) (desde 00:01, já avisado por ntfy)')
})

test('what is not urgent waits ten times as long for its fallback, and what was delivered needs none', () => {
  const { ntfy } = run(
    [told(minute, back('db', 0, minute)), told(40 * minute, crash('web', 40 * minute))],
    upFrom(35 * minute),
    { fallback: true, until: hour },
  )
  expect(ntfy).toHaveLength(1)
  expect(ntfy[0]).toMatch(/^\[11\] 🟢/)
})

test('what is refused goes to the fallback at once, and once', () => {
  const { ntfy, whatsapp } = run([told(minute, crash('db', minute))], () => refused, {
    fallback: true,
    until: 2 * hour,
  })
  expect(whatsapp).toEqual([])
  expect(ntfy).toHaveLength(1)
  expect(ntfy[0]).toMatch(/^\[1\] 🔴/)
  expect(ntfy[0]).not.toContain('11988887777')
})
