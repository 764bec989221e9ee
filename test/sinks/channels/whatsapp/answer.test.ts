import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../../../src/model/delivery.ts'
import { outcomeOf, type Version } from '../../../../src/sinks/channels/whatsapp/answer.ts'

const answered = (
  status: number,
  body?: unknown,
  { retryAfterMilliseconds = null, version = 2 }: { retryAfterMilliseconds?: number | null; version?: Version } = {},
): Outcome =>
  outcomeOf({ kind: 'answered', status, body, retryAfterMilliseconds, date: null, text: '', isPage: false }, version)

const failure = (status: number, message: unknown) => ({ status, error: 'Bad Request', response: { message } })

const accepted = {
  key: { remoteJid: '5511988887777@s.whatsapp.net', fromMe: true, id: '3EB0A1' },
  status: 'PENDING',
  messageTimestamp: 1_795_404_179,
}

describe('a status and a body mean', () => {
  test.each([
    ['accepted', 201, accepted, 'sent'],
    ['accepted, with a body that broke off', 201, undefined, 'sent'],
    ['accepted by a server that says 200', 200, accepted, 'sent'],
    ['a web page of something else', 200, undefined, 'channel-refused'],
    ['a redirection', 301, undefined, 'channel-refused'],
    ['a wrong key', 401, failure(401, 'Unauthorized'), 'channel-refused'],
    ['a key that may not', 403, undefined, 'channel-refused'],
    ['an unknown instance', 404, failure(404, ['The "x" instance does not exist']), 'channel-refused'],
    ['a proxy without its server', 404, undefined, 'channel-refused'],
    ['validation', 400, failure(400, [['instance requires property "text"']]), 'refused'],
    ['validation of a value', 400, failure(400, [['instance.number is not of a type(s) string']]), 'refused'],
    ['a format', 400, failure(400, [['Invalid format']]), 'refused'],
    ['a blank text', 400, failure(400, ['Text is required']), 'refused'],
    ['a stranger', 400, failure(400, [{ jid: '123@s.whatsapp.net', exists: false, number: '123' }]), 'refused'],
    ['disconnected, number cached', 400, failure(400, ['Error: Connection Closed']), 'channel-refused'],
    ['disconnected, a group', 400, failure(400, ['[object Object]']), 'channel-refused'],
    ['an error while sending', 400, failure(400, ['Error: Timed Out']), 'again'],
    ['a known number', 400, failure(400, [{ jid: '123@s.whatsapp.net', exists: true, number: '123' }]), 'again'],
    ['400 without a word', 400, undefined, 'again'],
    ['400 with an unknown word', 400, failure(400, 'Something else'), 'again'],
    [
      'never connected',
      500,
      failure(500, "Cannot read properties of undefined (reading 'onWhatsApp')"),
      'channel-refused',
    ],
    ['disconnected, number not cached', 500, failure(500, 'Connection Closed'), 'channel-refused'],
    ['no licence', 503, { code: 'LICENSE_REQUIRED', register_url: 'https://x.test/?t=1' }, 'channel-refused'],
    ['a proxy that waits for its server', 502, undefined, 'again'],
    ['a server that is busy', 503, undefined, 'again'],
    ['a proxy that waited too long', 504, undefined, 'again'],
    ['too large', 413, undefined, 'refused'],
    ['too many', 429, undefined, 'again'],
    ['a time-out', 408, undefined, 'again'],
    ['a status that nobody knows', 418, { status: 418 }, 'again'],
    ['a body that is no object', 400, 'Connection Closed', 'again'],
    ['a body that is null', 500, null, 'again'],
  ])('%s (%i)', (_, status, body, kind) => {
    expect(answered(status, body).kind).toBe(kind)
  })

  test.each([
    ['a string', 'Text is required'],
    ['strings', ['Text is required']],
    ['lists of strings', [['Text is required']]],
    ['objects', [{ exists: false }]],
  ])('the same whether the message is %s', (_, message) => {
    expect(answered(400, failure(400, message)).kind).toBe('refused')
  })
})

describe('the reason', () => {
  test('tells the instance from the address', () => {
    expect(answered(404, failure(404, ['The "x" instance does not exist']))).toMatchObject({
      reason: { code: 'noSuchInstance', check: 'EVOLUTION_INSTANCE' },
    })
    expect(answered(404)).toMatchObject({ reason: { code: 'notThere', check: 'EVOLUTION_URL' } })
  })

  test('of a refused number shows its last four digits only', () => {
    const body = failure(400, [{ jid: '5511988887777@s.whatsapp.net', exists: false, number: '5511988887777' }])
    expect(answered(400, body)).toMatchObject({ kind: 'refused', reason: { code: 'notOnWhatsApp', number: '…7777' } })
  })

  test('of a missing licence does not hold the address to register at', () => {
    const body = { code: 'LICENSE_REQUIRED', register_url: 'https://x.test/?t=1' }
    expect(answered(503, body)).toEqual({
      kind: 'channel-refused',
      cause: 'closed',
      reason: { code: 'noLicence' },
    })
  })
})

test.each([429, 503])('%i is tried again when the server says', (status) => {
  expect(answered(status, undefined, { retryAfterMilliseconds: 7_000 })).toMatchObject({ afterMilliseconds: 7_000 })
})

test.each<[Version, string]>([
  [2, 'textMessage'],
  [1, 'text'],
])('a body of version %i is no fault of the message where the server wants %s', (version, property) => {
  const body = failure(400, [[`instance requires property "${property}"`]])
  expect(answered(400, body, { version }).kind).toBe('again')
})

test('what was not answered is tried again', () => {
  expect(outcomeOf({ kind: 'unanswered', reason: { code: 'noAnswer', seconds: 20 }, mayHaveArrived: true }, 2)).toEqual(
    {
      kind: 'again',
      reason: { code: 'noAnswer', seconds: 20 },
      mayHaveArrived: true,
      afterMilliseconds: null,
    },
  )
})

test.each([
  ['Error: Timed Out', true],
  ['Error: Connection Terminated', true],
  ["TypeError: Cannot read properties of undefined (reading 'key')", true],
  ['Invalid `this.prismaRepository.message.create()` invocation', true],
  ['Error: forbidden', false],
  ['Error: not-authorized', false],
  ["TypeError: Cannot read properties of undefined (reading 'sendMessage')", false],
])('400 with %s: whether it may have arrived is %s', (message, mayHaveArrived) => {
  expect(answered(400, failure(400, [message]))).toMatchObject({ kind: 'again', mayHaveArrived })
})

test.each([
  [500, true],
  [502, true],
  [503, false],
  [504, true],
  [429, false],
])('%i: whether it may have arrived is %s', (status, mayHaveArrived) => {
  expect(answered(status)).toMatchObject({ kind: 'again', mayHaveArrived })
})
