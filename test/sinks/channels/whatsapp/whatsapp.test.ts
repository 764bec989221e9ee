import { NEVER } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Sought } from '../../../../src/model/channel.ts'
import { createWhatsApp } from '../../../../src/sinks/channels/whatsapp.ts'
import { capturedLog } from '../../../support/captured-log.ts'
import { startEvolution, type EvolutionServer } from '../../../support/evolution-server.ts'
import type { Fault, Reply } from '../../../support/faulty-server.ts'
import { only } from '../../../support/only.ts'
import { sampleReport, sampleTime } from '../../../support/samples.ts'
import { clients } from '../../../support/clients.ts'
import { outcomeInWords, resultInWords } from '../../../support/reasons.ts'

const number = '5511988887777'
const words = '🔴 *vps-01*: o container *db* caiu'

let evolution: EvolutionServer
let channel: Channel
let said: string[]

const channelOf = (
  given: Partial<{ url: string; token: string; instance: string }> = {},
  timeLimit = 20_000,
): Channel => {
  const { log, lines } = capturedLog()
  said = lines
  return createWhatsApp({
    http: clients.http,
    evolution: {
      url: evolution.url,
      token: evolution.token,
      instance: evolution.instance,
      recipients: [number],
      ...given,
    },
    text: () => [['words']],
    repeated: 'repetida',
    log,
    timeLimit,
  })
}

const send = async (to = number, text = words) => {
  const outcome = outcomeInWords(await only(channel.send(text, to)))
  if ('reason' in outcome) said.push(outcome.reason)
  return outcome
}

beforeEach(async () => {
  evolution = await startEvolution()
  channel = channelOf()
})

afterEach(async () => {
  await evolution.close()
  const secrets = [evolution.token, evolution.url, '/message', 'sendText', evolution.instance, number, words]
  for (const secret of secrets) expect(said.filter((line) => line.includes(secret))).toEqual([])
})

describe('a text', () => {
  test('is accepted as it is, without a preview', async () => {
    expect(await send()).toMatchObject({ kind: 'sent' })
    expect(evolution.messages).toEqual([{ number, text: words, linkPreview: false }])
  })

  test('goes to a group', async () => {
    expect(await send('120363041234567890@g.us')).toMatchObject({ kind: 'sent' })
  })

  test('goes to a server of version 1 in its own form', async () => {
    evolution.version = '1.8.2'
    expect(await send()).toMatchObject({ kind: 'sent' })
    expect(evolution.messages).toEqual([{ number, text: words, linkPreview: false }])
  })

  test('goes to an instance whose name is no part of a path', async () => {
    await using odd = await startEvolution({ instance: 'my/vps 1?' })
    channel = channelOf({ url: odd.url, instance: odd.instance })
    expect(await send()).toMatchObject({ kind: 'sent' })
  })

  test('goes through a proxy that wants a user', async () => {
    channel = channelOf({ url: evolution.url.replace('//', '//ana:p%40ss@') })
    expect(await send()).toMatchObject({ kind: 'sent' })
    expect(said.join()).not.toContain('p@ss')
  })

  test('is drawn in the markup of WhatsApp', () => {
    const render = (repeated: boolean) =>
      channel.render({ kind: 'report', at: sampleTime, report: sampleReport() }, { repeated })
    expect(render(false)).toEqual(['words'])
    expect(render(true)).toEqual(['words (repetida)'])
  })
})

describe('the version', () => {
  const asked = (): number => evolution.requests.filter((request) => request === 'GET /').length

  test('is asked once', async () => {
    await Promise.all([send(), send()])
    await send()
    expect(asked()).toBe(1)
  })

  test('is asked again after a failure', async () => {
    await send()
    evolution.state = 'close'
    await send()
    evolution.state = 'open'
    evolution.version = '1.8.2'
    expect(await send()).toMatchObject({ kind: 'sent' })
    expect(asked()).toBe(2)
  })

  test('of a server that changed it meanwhile costs no message', async () => {
    await send()
    evolution.version = '1.8.2'
    expect(await send()).toMatchObject({ kind: 'again' })
    expect(await send()).toMatchObject({ kind: 'sent' })
  })
})

describe('is tried again', () => {
  test.each<[string, Fault, string]>([
    ['502 with a web page', { status: 502, body: '<html>Bad gateway</html>' }, 'Evolution answered 502'],
    ['503', { status: 503 }, 'Evolution answered 503'],
    ['504', { status: 504 }, 'Evolution answered 504'],
    [
      'invalid JSON',
      { status: 500, body: '{"status":', headers: { 'content-type': 'application/json' } },
      'Evolution answered 500',
    ],
    ['an empty body', { status: 400 }, 'Evolution could not send (400)'],
    ['10 MB', { status: 500, body: 'x'.repeat(10_000_000) }, 'Evolution answered 500'],
    [
      'an endless answer to a bad request',
      { status: 400, body: `{"a":"${'x'.repeat(10_000_000)}"}` },
      'Evolution could not send (400)',
    ],
    ['a reset', 'reset', 'connection lost'],
    ['a lost answer', 'lost-answer', 'connection lost'],
  ])('after %s', async (_, fault, reason) => {
    evolution.fault = fault
    expect(await send()).toMatchObject({ kind: 'again', reason: expect.stringContaining(reason) as unknown })
  })

  test('when 429 says', async () => {
    evolution.fault = { status: 429, headers: { 'retry-after': '7' } }
    expect(await send()).toEqual({
      kind: 'again',
      reason: 'too many messages (429)',
      afterMilliseconds: 7_000,
      mayHaveArrived: false,
    })
  })

  test.each([
    ['a date', 'Fri, 31 Dec 2100 23:59:59 GMT', 300_000],
    ['a date that has passed', 'Fri, 31 Dec 1999 23:59:59 GMT', 0],
    ['a year', '31536000', 300_000],
    ['a word', 'soon', null],
  ])('when 429 says %s', async (_, header, afterMilliseconds) => {
    evolution.fault = { status: 429, headers: { 'retry-after': header } }
    expect(await send()).toMatchObject({ afterMilliseconds })
  })

  test.each([
    ['never connected', 'absent', number],
    ['disconnected', 'close', number],
    ['disconnected, for a group', 'close', '120363041234567890@g.us'],
  ] as const)('while %s', async (_, state, to) => {
    evolution.state = state
    expect(await send(to)).toMatchObject({
      kind: 'channel-refused',
      cause: 'closed',
      reason: expect.stringContaining('not connected to WhatsApp') as unknown,
    })
  })

  test('while disconnected, for a number that is cached', async () => {
    await send()
    evolution.state = 'close'
    expect(await send()).toMatchObject({
      kind: 'channel-refused',
      cause: 'closed',
      reason: 'Evolution is not connected to WhatsApp (400)',
    })
  })

  test('while nobody listens, and is accepted afterwards', async () => {
    await evolution.close()
    expect(await send()).toMatchObject({ kind: 'again', reason: 'connection refused (ECONNREFUSED)' })
    await evolution.open()
    expect(await send()).toMatchObject({ kind: 'sent' })
  })

  test.each([
    ['no such host', 'http://evolution.invalid', 'host name not found'],
    ['no TLS', 'https', 'no secure connection'],
  ])('where there is %s', async (_, url, reason) => {
    channel = channelOf({ url: url === 'https' ? evolution.url.replace('http:', 'https:') : url })
    expect(await send()).toMatchObject({ kind: 'again', reason: expect.stringContaining(reason) as unknown })
  })
})

describe('is not sent twice', () => {
  test.each<Fault>(['reset-mid-answer', 'hang-mid-answer'])('for an answer that is cut: %s', async (fault) => {
    await send()
    evolution.fault = fault
    expect(await send()).toMatchObject({ kind: 'sent' })
  })
})

describe('is refused', () => {
  test.each([
    ['a stranger', '5511900001234', words, 'the number …1234 is not on WhatsApp (400)'],
    ['a blank text', number, ' ', 'Evolution finds the message invalid (400)'],
  ])('for %s', async (_, to, text, reason) => {
    evolution.strangers = ['5511900001234']
    expect(await send(to, text)).toMatchObject({ kind: 'refused', reason })
  })

  test('as too large', async () => {
    evolution.fault = { status: 413 }
    expect(await send()).toMatchObject({ kind: 'refused' })
  })
})

describe('finds the channel itself refused', () => {
  test.each([
    ['a wrong key', { token: 'an0ther-k3y' }, 'EVOLUTION_TOKEN'],
    [
      'an unknown instance, which is found before a wrong key',
      { token: 'an0ther-k3y', instance: 'nobody' },
      'EVOLUTION_INSTANCE',
    ],
  ])('for %s', async (_, given, reason) => {
    channel = channelOf(given)
    expect(await send()).toMatchObject({ kind: 'channel-refused', reason: expect.stringContaining(reason) as unknown })
    expect(said.join()).not.toMatch(/an0ther-k3y|nobody/)
  })

  test('for a missing licence', async () => {
    evolution.fault = { status: 503, body: { code: 'LICENSE_REQUIRED', register_url: 'https://x.test/?t=1' } }
    expect(await send()).toMatchObject({
      kind: 'channel-refused',
      reason: expect.stringContaining('licence') as unknown,
    })
  })

  test('for a redirection, which is not followed with the key', async () => {
    await using other = await startEvolution()
    evolution.fault = { status: 307, headers: { location: `${other.url}/message/sendText/vigilo` } }
    expect(await send()).toMatchObject({ kind: 'channel-refused' })
    expect(other.requests).toEqual([])
  })
})

describe('the connection test', () => {
  const result = async () => resultInWords((await only(channel.test())).result)

  test('wants the state open', async () => {
    expect(await result()).toEqual({ ok: true })
  })

  test.each([
    ['close', 'WhatsApp is disconnected: scan the QR code again in Evolution'],
    ['connecting', 'WhatsApp is connecting: if that lasts, scan the QR code again in Evolution'],
    ['absent', 'WhatsApp was never connected: scan the QR code in Evolution'],
  ] as const)('says what to do while the state is %s', async (state, reason) => {
    evolution.state = state
    expect(await result()).toEqual({ ok: false, reason })
  })

  test.each([
    ['a wrong key', { token: 'an0ther-k3y' }, 'EVOLUTION_TOKEN'],
    ['an unknown instance', { instance: 'nobody' }, 'EVOLUTION_INSTANCE'],
  ])('says what to check for %s', async (_, given, reason) => {
    channel = channelOf(given)
    expect(await result()).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as unknown })
  })

  test.each<[string, Fault, string]>([
    ['a web page', { status: 200, body: '<html>Welcome</html>' }, 'EVOLUTION_URL'],
    ['201', { status: 201, body: {} }, 'EVOLUTION_URL'],
    ['502', { status: 502 }, 'Evolution answered 502'],
    ['a reset', 'reset', 'connection lost'],
  ])('is not fooled by %s', async (_, fault, reason) => {
    evolution.fault = fault
    expect(await result()).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as unknown })
  })

  test('says that nobody listens', async () => {
    await evolution.close()
    expect(await result()).toEqual({ ok: false, reason: 'connection refused (ECONNREFUSED)' })
  })
})

describe('what became of what was sent', () => {
  const sought = (given: Partial<Sought> = {}): Sought => ({
    texts: [words],
    recipient: number,
    since: new Date().getTime(),
    ...given,
  })
  const find = (given: Partial<Sought> = {}) => only(channel.afterwards?.find(sought(given)) ?? NEVER)
  const isLost = (id: string) => only(channel.afterwards?.isLost(id) ?? NEVER)
  const id = '3EB00000000000000001'

  test.each<[string, Fault | null, Reply | null]>([
    ['whose answer was lost', 'lost-answer', null],
    ['after which something broke', null, { status: 400, body: { response: { message: ['Error: Timed Out'] } } }],
    ['after which the server broke', null, { status: 500 }],
  ])('a text %s is found', async (_, fault, afterSending) => {
    evolution.fault = fault
    evolution.afterSending = afterSending
    expect(await send()).toMatchObject({ kind: 'again', mayHaveArrived: true })
    evolution.fault = null
    evolution.afterSending = null
    expect(await find()).toBe(id)
    expect(evolution.messages).toHaveLength(1)
  })

  test('is not taken for that of another text, recipient or time', async () => {
    await send()
    expect(await find({ texts: [`${words}.`] })).toBeNull()
    expect(await find({ recipient: '5511977776666' })).toBeNull()
    expect(await find({ since: new Date().getTime() + 600_000 })).toBeNull()
  })

  test('is found for a group, and for a Brazilian number without its ninth digit', async () => {
    await send('120363041234567890@g.us')
    expect(await find({ recipient: '120363041234567890@g.us' })).toBe(id)
    await send('555188887777', 'other')
    expect(await find({ recipient: '5551988887777', texts: ['other'] })).toBe('3EB00000000000000002')
  })

  test.each<[string, () => unknown]>([
    ['keeps nothing', () => (evolution.keeps = false)],
    ['has failed to send it', () => (evolution.fates = { [id]: 'ERROR' })],
    ['answers with a page', () => (evolution.fault = { status: 200, body: '<html>' })],
    ['does not answer', () => (evolution.fault = 'reset')],
    ['is of version 1', () => (evolution.version = '1.8.2')],
  ])('is not known where the server %s', async (_, happen) => {
    await send()
    happen()
    channel = channelOf()
    expect(await find()).toBeNull()
  })

  test('is that it was lost, taken, or not known', async () => {
    await send()
    expect(await isLost(id)).toBeNull()
    evolution.fates = { [id]: 'ERROR' }
    expect(await isLost(id)).toBe(true)
    evolution.fates = { [id]: 'SERVER_ACK' }
    expect(await isLost(id)).toBe(false)
    evolution.fault = { status: 500 }
    expect(await isLost(id)).toBeNull()
  })
})

test('a server that does not answer in time is given as long again before the next attempt', async () => {
  channel = channelOf({}, 200)
  evolution.fault = 'hang'
  expect(await only(channel.send(words, number))).toMatchObject({ mayHaveArrived: true, afterMilliseconds: 200 })
})
