import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Alert } from '../../../src/model/alert.ts'
import type { Message } from '../../../src/model/message.ts'
import type { CatchUpNotification, Notification } from '../../../src/model/notification.ts'
import { createWebhook } from '../../../src/sinks/channels/webhook.ts'
import { bold } from '../../support/bold.ts'
import { firing, report, resolved, told } from '../../support/notifications.ts'
import { only } from '../../support/only.ts'
import { parseObject } from '../../support/parse-object.ts'
import { occurrenceAlert, sampleHostId, sampleTime } from '../../support/samples.ts'
import { startWebhook, type WebhookServer } from '../../support/webhook-server.ts'
import { clients } from '../../support/clients.ts'

let server: WebhookServer

beforeEach(async () => {
  server = await startWebhook()
})

afterEach(() => server.close())

const channelOf = (
  secret: string | null = server.secret,
  text = (): Message => [['🔴 ', bold('vps-01')], { code: ['LOG: one'] }],
) =>
  createWebhook({
    http: clients.http,
    webhook: { url: server.url, secret },
    config: { agentName: 'vps-01' },
    text,
  })

const send = async (notification: Notification, repeated = false) => {
  const channel = channelOf()
  const [body = '', ...more] = channel.render(notification, { repeated })
  expect(more).toEqual([])
  expect(await only(channel.send(body, 'webhook'))).toEqual({ kind: 'sent', messageId: null })
}

const alert = { host: sampleHostId, type: 'CONTAINER_NOT_RUNNING', severity: 'critical' }

test('alerts have the form that the README tells of', async () => {
  await send(
    told(
      firing('db'),
      resolved('api'),
      occurrenceAlert({ type: 'REBOOTED', subject: 'host', details: { kind: 'none' } }),
    ),
  )
  expect(server.bodies).toEqual([
    {
      version: 1,
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      agent: 'vps-01',
      kind: 'alerts',
      at: '2026-03-10T17:30:07.000Z',
      repeated: false,
      text: '🔴 vps-01\n    LOG: one',
      alerts: [
        { ...alert, subject: 'db', reason: 'firing', startsAt: '2026-03-10T17:30:07.000Z', endsAt: null },
        {
          ...alert,
          subject: 'api',
          reason: 'resolved',
          startsAt: '2026-03-10T17:27:57.000Z',
          endsAt: '2026-03-10T17:30:07.000Z',
        },
        {
          host: sampleHostId,
          type: 'REBOOTED',
          subject: 'host',
          severity: 'warning',
          reason: 'notice',
          startsAt: '2026-03-10T17:30:07.000Z',
          endsAt: null,
        },
      ],
    },
  ])
})

test('one message has one id, however often it is sent, and another has another', async () => {
  await send(report)
  await send(report, true)
  await send(told(firing('db')))
  const [first, again, other] = server.bodies
  expect(again).toEqual({ ...first, repeated: true })
  expect(first).toMatchObject({ kind: 'report', alerts: [] })
  expect(other?.id).not.toBe(first?.id)
})

test('what was late has one id, however often it is made anew, as long as it says the same', () => {
  const late = (at: number, ...alerts: readonly Alert[]): CatchUpNotification => ({
    kind: 'catch-up',
    at,
    since: sampleTime,
    insteadOf: null,
    entries: alerts.map((alert) => ({ alert, startsAt: sampleTime, times: 1, toldBy: null })),
    ...{ cameAndWent: 0, reports: 0, starts: 0 },
  })
  const words = (at: number): Message => [[`late: ${at}`]]
  const idOf = (notification: CatchUpNotification): unknown => {
    const channel = channelOf(null, () => words(notification.at))
    return parseObject(channel.render(notification, { repeated: false })[0] ?? '').id
  }
  const id = idOf(late(sampleTime + 1, firing('db')))
  expect(idOf(late(sampleTime + 2, firing('db')))).toBe(id)
  expect(idOf(late(sampleTime + 2, resolved('db')))).not.toBe(id)
  expect(idOf(late(sampleTime + 2, firing('db'), firing('api')))).not.toBe(id)
})

test('without a secret nothing is signed', async () => {
  expect(await only(channelOf(null).send('{}', 'webhook'))).toEqual({
    kind: 'channel-refused',
    cause: 'key',
    reason: { code: 'keyRefused', by: 'webhook', status: 401, check: 'WEBHOOK_SECRET' },
  })
})

test.each([200, 201, 202, 204])('%i is as good as any other', async (status) => {
  server.fault = { status }
  expect(await only(channelOf().send('{}', 'webhook'))).toMatchObject({ kind: 'sent' })
})
