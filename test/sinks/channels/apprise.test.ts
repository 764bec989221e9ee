import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../src/model/message.ts'
import type { Notification } from '../../../src/model/notification.ts'
import { createApprise } from '../../../src/sinks/channels/apprise.ts'
import { startApprise, type AppriseServer } from '../../support/apprise-server.ts'
import { firing, report, resolved, told } from '../../support/notifications.ts'
import { only } from '../../support/only.ts'
import { clients } from '../../support/clients.ts'

const mail = 'mailto://bob:m41l-key@example.com'
const chat = 'tgram://123:t0ken/1?a=$&'

let server: AppriseServer

beforeEach(async () => {
  server = await startApprise()
})

afterEach(() => server.close())

const channelOf = (urls: readonly string[] = [mail, chat], message: Message = [['title'], ['body']]) =>
  createApprise({
    http: clients.http,
    apprise: { url: server.url.replace('//', `//${server.user}@`), urls },
    config: { agentName: 'vps-01' },
    text: () => message,
    repeated: 'repetida',
  })

const sendTo = (channel: ReturnType<typeof channelOf>, recipient = '', notification: Notification = report) => {
  const [text = ''] = channel.render(notification, { repeated: false })
  return only(channel.send(text, recipient))
}

test('each URL is a recipient of its own, who is known by no key', async () => {
  const channel = channelOf()
  for (const recipient of channel.recipients) await sendTo(channel, recipient)
  const words = { title: 'title', body: 'body', type: 'info' }
  expect(server.messages).toEqual([
    { urls: mail, ...words },
    { urls: chat, ...words },
  ])
  expect(channel.recipients.join()).not.toMatch(/mail|k3y|t0ken/)
  expect(channelOf([chat, mail]).recipients).toEqual(channel.recipients.toReversed())
  expect(channel.render(report, { repeated: false }).join()).not.toContain('mailto')
})

test('a service that does not take it is tried again, and may have taken it', async () => {
  server.failing = [mail]
  const channel = channelOf()
  const [first, second] = channel.recipients
  expect(await sendTo(channel, first)).toEqual({
    kind: 'again',
    reason: { code: 'notDelivered', check: 'APPRISE_URLS' },
    afterMilliseconds: null,
    mayHaveArrived: true,
    mayBeItsFault: true,
  })
  expect(await sendTo(channel, second)).toMatchObject({ kind: 'sent' })
})

test('of several targets of one URL those that took it get it once, however often another fails', async () => {
  server.failingTargets = ['2']
  const channel = channelOf(['tgram://123:t0ken/1/2/3'])
  const outcomes = await Promise.all(channel.recipients.map((recipient) => sendTo(channel, recipient)))
  expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'again', 'sent'])
  const failed = channel.recipients[1]
  for (let attempt = 0; attempt < 3; attempt += 1)
    expect(await sendTo(channel, failed)).toMatchObject({ kind: 'again' })
  expect(server.taken.toSorted()).toEqual(['1', '3'])
  server.failingTargets = []
  expect(await sendTo(channel, failed)).toMatchObject({ kind: 'sent' })
  expect(server.taken.toSorted()).toEqual(['1', '2', '3'])
})

test('204 is no success: nothing was sent', async () => {
  const channel = channelOf(['nobody://knows'])
  expect(await sendTo(channel, channel.recipients[0])).toMatchObject({
    kind: 'channel-refused',
    cause: 'closed',
    reason: { code: 'urlNotUnderstood', check: 'APPRISE_URLS' },
  })
})

test('who is not configured any more gets nothing', async () => {
  expect(await sendTo(channelOf(), 'somebody else')).toMatchObject({ kind: 'refused' })
  expect(server.messages).toEqual([])
})

test.each([
  ['failure', told(firing('db'))],
  ['success', told(resolved('db'))],
  ['info', report],
])('the type is %s', async (type, notification) => {
  const channel = channelOf([mail], [['one line']])
  await sendTo(channel, channel.recipients[0], notification)
  expect(server.messages).toEqual([{ urls: mail, title: 'one line', body: 'vps-01', type }])
})

test('a server that cannot keep a configuration of its own can send', async () => {
  server.fault = { status: 417, body: 'CONFIG_PERMISSION_ISSUE' }
  expect((await only(channelOf().test())).result).toEqual({ ok: true })
})
