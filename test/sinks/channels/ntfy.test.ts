import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Alert } from '../../../src/model/alert.ts'
import type { Message } from '../../../src/model/message.ts'
import type { Notification } from '../../../src/model/notification.ts'
import { createNtfy } from '../../../src/sinks/channels/ntfy.ts'
import { firing, report, resolved, told } from '../../support/notifications.ts'
import { startNtfy, type NtfyServer } from '../../support/ntfy-server.ts'
import { only } from '../../support/only.ts'
import {
  cpuDetails,
  firingLife,
  occurrenceAlert,
  openAlert,
  sampleReport,
  sampleTime,
  unstableLife,
} from '../../support/samples.ts'
import { clients } from '../../support/clients.ts'

let server: NtfyServer

beforeEach(async () => {
  server = await startNtfy()
})

afterEach(() => server.close())

const channelOf = (message: Message, token: string | null = server.token) =>
  createNtfy({
    http: clients.http,
    ntfy: { url: `${server.url}/${server.topic}`, token },
    text: () => message,
    repeated: 'repetida',
  })

const cpu = { type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() }

const lateOf = (...alerts: readonly Alert[]): Notification => ({
  kind: 'catch-up',
  at: sampleTime,
  since: sampleTime,
  insteadOf: null,
  entries: alerts.map((alert) => ({ alert, startsAt: sampleTime, times: 1, toldBy: null })),
  cameAndWent: 0,
  reports: 0,
  starts: 0,
})

test.each<[string, Notification, number]>([
  ['critical', told(firing('db')), 5],
  ['critical, beside something that is over', told(resolved('api'), firing('db')), 5],
  ['to and fro', told(openAlert(unstableLife(cpu, 'firing'))), 5],
  ['to and fro, and well now', told(openAlert(unstableLife(cpu, 'ended'))), 4],
  ['critical now, and told as a warning', told(openAlert(firingLife(cpu), { word: 'escalated' })), 5],
  ['a warning', told(openAlert(firingLife(cpu, { severity: 'warning' }))), 4],
  ['what has happened', told(occurrenceAlert(cpu)), 4],
  ['over', told(resolved('db')), 3],
  ['late and still so', lateOf(firing('db'), resolved('api')), 5],
  ['late and over', lateOf(resolved('db')), 3],
  ['told in the place of another', { kind: 'fallback', at: 0, of: told(firing('db')), channel: 'x', reason: 'x' }, 5],
  ['a report', report, 3],
  ['a report that lists it', { ...report, report: sampleReport({ firing: [openAlert(firingLife(cpu))] }) }, 3],
])('what is %s has its priority, and its first line as its title', async (_, notification, priority) => {
  const channel = channelOf([['🔴 title'], ['message']])
  const [text = ''] = channel.render(notification, { repeated: false })
  expect(await only(channel.send(text, 'topic'))).toEqual({ kind: 'sent', messageId: 'm1' })
  expect(server.messages).toEqual([{ title: '🔴 title', message: 'message', priority }])
})

test('one line is the message', async () => {
  const channel = channelOf([['🟢 all is well']])
  const [text = ''] = channel.render(report, { repeated: true })
  await only(channel.send(text, 'topic'))
  expect(server.messages).toEqual([{ title: null, message: '🟢 all is well (repetida)', priority: 3 }])
})

test('what is rendered does not hold the topic', () => {
  expect(
    channelOf([['words']])
      .render(report, { repeated: false })
      .join(),
  ).not.toContain(server.topic)
})

test('a topic that is protected wants a token', async () => {
  const channel = channelOf([['words']], null)
  const [text = ''] = channel.render(report, { repeated: false })
  expect(await only(channel.send(text, 'topic'))).toEqual({
    kind: 'channel-refused',
    cause: 'key',
    reason: { code: 'keyRefused', by: 'ntfy', status: 403, check: 'NTFY_TOKEN' },
  })
})

test('the test is not fooled by a web page', async () => {
  server.fault = { status: 200, body: '<html>' }
  expect((await only(channelOf([['words']]).test())).result).toEqual({
    ok: false,
    reason: { code: 'otherAnswer', by: 'ntfy', status: 200, check: 'NTFY_URL' },
  })
})

test.each([
  ['that is right', 'tk_t0ken', true],
  ['of somebody else', 'an0ther', false],
  ['that is not set', null, false],
])('its test tries the token, one %s, and publishes nothing', async (_, token, ok) => {
  const { result } = await only(channelOf([['words']], token).test())
  expect(result).toMatchObject(ok ? { ok } : { ok, reason: { code: 'keyRefused', by: 'ntfy', check: 'NTFY_TOKEN' } })
  expect(server.messages).toEqual([])
})

test('its test finds a topic on which the token may not write', async () => {
  const { http } = clients
  const ntfy = { url: `${server.url}/another`, token: server.token }
  const { result } = await only(createNtfy({ http, ntfy, text: () => [], repeated: '' }).test())
  expect(result).toMatchObject({ ok: false, reason: { code: 'keyRefused', check: 'NTFY_TOKEN' } })
})
