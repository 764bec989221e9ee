import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../src/model/message.ts'
import { createTelegram } from '../../../src/sinks/channels/telegram.ts'
import { toHtml } from '../../../src/sinks/channels/telegram/html.ts'
import { bold } from '../../support/bold.ts'
import { report } from '../../support/notifications.ts'
import { only } from '../../support/only.ts'
import { startTelegram, type TelegramServer } from '../../support/telegram-server.ts'
import { clients } from '../../support/clients.ts'
import { resultInWords } from '../../support/reasons.ts'

let server: TelegramServer

beforeEach(async () => {
  server = await startTelegram()
})

afterEach(() => server.close())

const channelOf = (message: Message = [['words']], token = server.token) =>
  createTelegram({
    http: clients.http,
    telegram: { token, recipients: ['1', '-1002'] },
    text: () => message,
    repeated: 'repetida',
    api: server.url,
  })

test('names are bold, code is a block, and nothing else is markup', () => {
  const message: Message = [['🔴 ', bold('a<b>'), ' & c'], { code: ['<one>', 'two'] }, ['end']]
  expect(channelOf(message).render(report, { repeated: true })).toEqual([
    '🔴 <b>a&lt;b&gt;</b> &amp; c (repetida)\n<pre>&lt;one&gt;\ntwo</pre>\nend',
  ])
})

test('no text is longer than its limit, its markup included', () => {
  const long: Message = [['&'.repeat(9_000)], { code: ['<'.repeat(9_000)] }, ['x', bold('y'.repeat(9_000))]]
  for (const text of toHtml(long, 4_000)) expect(text.length).toBeLessThanOrEqual(4_000)
})

test('a message has an id, no preview, and a chat', async () => {
  expect(await only(channelOf().send('words', '-1002'))).toEqual({ kind: 'sent', messageId: '1' })
  expect(server.messages).toEqual([{ chat: '-1002', html: 'words', words: 'words' }])
})

test('a chat that is not there, or does not want the bot, is told of and left behind', async () => {
  server.unknown = ['1']
  server.blocked = ['-1002']
  expect(await only(channelOf().send('words', '1'))).toEqual({
    kind: 'refused',
    reason: { code: 'noSuchChat', check: 'TELEGRAM_CHAT' },
    of: 'recipient',
  })
  expect(await only(channelOf().send('words', '-1002'))).toEqual({
    kind: 'refused',
    reason: { code: 'chatClosed' },
    of: 'recipient',
  })
})

test.each([
  ['12', null, 12_000],
  ['12', '30', 30_000],
  ['99999', null, 300_000],
])('waits %s s as the body says, or %s s as the header does', async (inBody, inHeader, afterMilliseconds) => {
  server.fault = {
    status: 429,
    body: { ok: false, description: 'Too Many Requests', parameters: { retry_after: Number(inBody) } },
    headers: inHeader === null ? {} : { 'retry-after': inHeader },
  }
  expect(await only(channelOf().send('words', '1'))).toMatchObject({ kind: 'again', afterMilliseconds })
})

test.each([
  ['a wrong token', '1:a', 'Telegram refuses the key (401): check TELEGRAM_TOKEN'],
  ['what is no token', 'a', 'Telegram refuses the key (404): check TELEGRAM_TOKEN'],
])('the test tells of %s', async (_, token, reason) => {
  expect(resultInWords((await only(channelOf([['words']], token).test())).result)).toEqual({ ok: false, reason })
})

test('the test is not fooled by a web page', async () => {
  server.fault = { status: 200, body: '<html>' }
  expect((await only(channelOf().test())).result).toEqual({
    ok: false,
    reason: { code: 'otherAnswer', by: 'telegram', status: 200, check: null },
  })
})
