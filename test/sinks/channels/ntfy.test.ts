import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../src/model/message.ts'
import type { Notification } from '../../../src/model/notification.ts'
import { createNtfy } from '../../../src/sinks/channels/ntfy.ts'
import { firing, report, resolved, told } from '../../support/notifications.ts'
import { startNtfy, type NtfyServer } from '../../support/ntfy-server.ts'
import { only } from '../../support/only.ts'
import { firingAlert, cpuDetails, unstableAlert } from '../../support/samples.ts'

let server: NtfyServer

beforeEach(async () => {
  server = await startNtfy()
})

afterEach(() => server.close())

const channelOf = (message: Message, token: string | null = server.token) =>
  createNtfy({
    ntfy: { url: `${server.url}/${server.topic}`, token },
    text: () => message,
    repeated: 'repetida',
  })

const cpu = { type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() }

test.each<[string, Notification, number]>([
  ['critical', told(firing('db')), 5],
  ['critical, beside something that is over', told(resolved('api'), firing('db')), 5],
  ['critical, and over within the message', told(firing('db'), resolved('db')), 3],
  ['to and fro', told(unstableAlert(cpu, 'firing')), 5],
  ['to and fro, and well now', told(unstableAlert(cpu, 'ended')), 4],
  ['a warning', told(firingAlert(cpu, { severity: 'warning' })), 4],
  ['over', told(resolved('db')), 3],
  ['a report', report, 3],
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
    reason: 'ntfy refuses the key (403): check NTFY_TOKEN',
  })
})

test('the test is not fooled by a web page', async () => {
  server.fault = { status: 200, body: '<html>' }
  expect((await only(channelOf([['words']]).test())).result).toEqual({
    ok: false,
    reason: 'not the answer of an ntfy server: check NTFY_URL',
  })
})
