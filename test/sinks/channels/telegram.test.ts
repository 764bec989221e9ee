import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../../src/model/message.ts'
import { createTelegram } from '../../../src/sinks/channels/telegram.ts'
import { toHtml } from '../../../src/sinks/channels/telegram/html.ts'
import type { Moves } from '../../../src/model/moves.ts'
import { bold } from '../../support/bold.ts'
import { report } from '../../support/notifications.ts'
import { only } from '../../support/only.ts'
import { startTelegram, type TelegramServer } from '../../support/telegram-server.ts'
import { clients } from '../../support/clients.ts'
import { resultInWords } from '../../support/reasons.ts'

let server: TelegramServer
let world: { readonly moves: Moves; readonly noted: Map<string, string> }

beforeEach(async () => {
  server = await startTelegram()
  const noted = new Map<string, string>()
  world = {
    noted,
    moves: { to: (_, chat) => noted.get(chat) ?? null, note: (_, chat, to) => void noted.set(chat, to) },
  }
})

afterEach(() => server.close())

const channelOf = (message: Message = [['words']], token = server.token) =>
  createTelegram({
    http: clients.http,
    telegram: { token, recipients: ['1', '-1002'] },
    text: () => message,
    repeated: 'repetida',
    moved: (chat) => `agora é ${chat}`,
    moves: world.moves,
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
  expect(server.messages).toEqual([{ chat: '-1002', topic: null, html: 'words', words: 'words' }])
})

test('a chat that is not there, or does not want the bot, is told of and left behind', async () => {
  server.unknown = ['1']
  server.blocked = ['-1002']
  expect(await only(channelOf().send('words', '1'))).toEqual({
    kind: 'refused',
    reason: { code: 'telegramRefuses', said: 'chat not found', status: 400, check: 'TELEGRAM_CHAT' },
    of: 'recipient',
  })
  expect(await only(channelOf().send('words', '-1002'))).toEqual({
    kind: 'refused',
    reason: { code: 'telegramRefuses', said: 'bot was blocked by the user', status: 403, check: 'TELEGRAM_CHAT' },
    of: 'recipient',
  })
})

test.each([
  '400 Bad Request: TOPIC_CLOSED',
  '400 Bad Request: message thread not found',
  '400 Bad Request: not enough rights to send text messages to the chat',
  '400 Bad Request: have no rights to send a message',
  '400 Bad Request: group chat was deactivated',
  '400 Bad Request: PEER_ID_INVALID',
  '400 Bad Request: group chat was upgraded to a supergroup chat',
  '403 Forbidden: user is deactivated',
  '403 Forbidden: bot was kicked from the supergroup chat',
  '403 Forbidden: bot is not a member of the channel chat',
])('a chat that refuses is left behind with what Telegram says of it: %s', async (refusal) => {
  server.refusing = { '1': refusal }
  const [, status, said] = /^(\d+) [^:]*: (.*)$/.exec(refusal) ?? []
  expect(await only(channelOf().send('words', '1'))).toEqual({
    kind: 'refused',
    reason: { code: 'telegramRefuses', said, status: Number(status), check: 'TELEGRAM_CHAT' },
    of: 'recipient',
  })
})

test.each(["400 Bad Request: can't parse entities: unsupported start tag", '400 Bad Request: message is too long'])(
  'a text that is refused is not its chat: %s',
  async (refusal) => {
    server.refusing = { '1': refusal }
    const outcome = await only(channelOf().send('words', '1'))
    expect(outcome).toMatchObject({ kind: 'refused', reason: { code: 'telegramRefuses', check: null } })
    expect(outcome).not.toHaveProperty('of')
  },
)

test('a topic of a group gets what is for it', async () => {
  expect(await only(channelOf().send('words', '-1002:42'))).toMatchObject({ kind: 'sent' })
  expect(server.messages).toEqual([{ chat: '-1002', topic: 42, html: 'words', words: 'words' }])
})

test('a group that has become a supergroup is followed there, and told so once', async () => {
  server.moved = { '-42': -1001234567890 }
  const channel = channelOf()
  for (const words of ['first', 'second'])
    expect(await only(channel.send(words, '-42'))).toMatchObject({ kind: 'sent' })
  // One that was started since.
  expect(await only(channelOf().send('third', '-42'))).toMatchObject({ kind: 'sent' })
  const to = { chat: '-1001234567890', topic: null }
  expect(server.messages).toEqual([
    { ...to, html: 'first\nagora é -1001234567890', words: 'first\nagora é -1001234567890' },
    { ...to, html: 'second', words: 'second' },
    { ...to, html: 'third', words: 'third' },
  ])
})

test('a group that has moved to where nothing can be sent is told of again', async () => {
  server.moved = { '-42': -1001234567890 }
  server.refusing = { '-1001234567890': '403 Forbidden: bot was kicked from the supergroup chat' }
  expect(await only(channelOf().send('words', '-42'))).toMatchObject({ kind: 'refused', of: 'recipient' })
  expect(world.noted.size).toBe(0)
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
