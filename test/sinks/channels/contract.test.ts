import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { concatMap, from, lastValueFrom, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { channelNames } from '../../../src/config/groups/other-channels.ts'
import type { Channel } from '../../../src/model/channel.ts'
import type { Outcome } from '../../../src/model/delivery.ts'
import type { Message } from '../../../src/model/message.ts'
import { bold } from '../../support/bold.ts'
import type { Fault } from '../../support/faulty-server.ts'
import { firing, report, told } from '../../support/notifications.ts'
import { only } from '../../support/only.ts'
import { startSelfSigned } from '../../support/self-signed.ts'
import { stages, type Stage, type StageName } from './stages.ts'
import { inEnglish } from '../../../src/text/reason-words.ts'

const answerBody = 'words-of-the-answer'

const message: Message = [
  ['🔴 ', bold('vps-01'), ': o container ', bold('my_app_1'), ' caiu <b>&amp; "já" *não* 👩‍👩‍👧 日本'],
  { code: ['LOG: <one> & two', '  $& $1 \\ "quoted"'] },
  ['14:30:07'],
]

/** As one that people read, who do not see a difference between blanks. */
const words = (text: string): string => text.replaceAll(/[\s`*]+/g, ' ')

/** Sends all that there is to say, and gives back what became of each text. */
const sendAll = (channel: Channel, repeated = false): Promise<readonly Outcome[]> =>
  lastValueFrom(
    from(channel.render(told(firing('db')), { repeated })).pipe(
      concatMap((text) => from(only(channel.send(text, channel.recipients[0] ?? '')))),
      toArray(),
    ),
    { defaultValue: [] },
  )

/** One attempt with one short text. Fails where a secret shows. */
const attempt = async (stage: Stage, channel: Channel): Promise<Outcome> => {
  const [outcome] = await sendAll(channel)
  if (outcome === undefined) throw new Error('nothing was sent')
  const said = [...stage.log, 'reason' in outcome ? inEnglish(outcome.reason) : ''].join('\n')
  for (const secret of [...stage.secrets, answerBody]) expect(said).not.toContain(secret)
  return outcome
}

const sent = { kind: 'sent' }
const again = { kind: 'again', mayHaveArrived: false }
const unknown = { kind: 'again', mayHaveArrived: true }
const refused = { kind: 'refused' }
const key = { kind: 'channel-refused', cause: 'key' }
const closed = { kind: 'channel-refused', cause: 'closed' }

interface FaultCase {
  readonly fault: Fault
  readonly expected: object
  /** Where a channel knows better. */
  readonly but?: Readonly<Partial<Record<StageName, object>>>
  /** Milliseconds. */
  readonly timeLimit?: number
}

const both = (expected: object) => ({ 'whatsapp (Evolution 2)': expected, 'whatsapp (Evolution 1)': expected })
const plain = (code: number): Fault => ({ status: code, body: answerBody })
const status = (code: number): Fault => ({ status: code, body: `<html>${answerBody}</html>` })

const faults: Readonly<Record<string, FaultCase>> = {
  // Evolution answers 400 and 422 to what is not the message's fault, and says in the body what it is.
  '400': { fault: status(400), expected: refused, but: both(unknown) },
  '401': { fault: plain(401), expected: key },
  '403': { fault: plain(403), expected: key, but: { telegram: refused } },
  // Somebody stands before it, as Cloudflare does, who knows nothing of keys.
  'a page with 401': { fault: status(401), expected: closed },
  'a page with 403': { fault: status(403), expected: closed },
  'a page with 200': { fault: status(200), expected: closed },
  'the JSON of somebody else': {
    fault: { status: 200, body: { status: 'up' } },
    expected: closed,
    but: { webhook: sent, apprise: sent },
  },
  '404': { fault: plain(404), expected: closed, but: { telegram: key } },
  '408': { fault: status(408), expected: unknown },
  '413': { fault: status(413), expected: refused },
  '422': { fault: status(422), expected: refused, but: both(again) },
  '429': {
    fault: { status: 429, body: answerBody, headers: { 'retry-after': '7' } },
    expected: { ...again, afterMilliseconds: 7_000 },
  },
  '500': { fault: status(500), expected: unknown },
  '502': { fault: status(502), expected: unknown },
  '503': { fault: status(503), expected: again },
  '504': { fault: status(504), expected: unknown },
  'a redirection': { fault: { status: 307, headers: { location: `https://${answerBody}` } }, expected: closed },
  'no answer': { fault: 'hang', expected: unknown, timeLimit: 400 },
  'an answer that comes too late': { fault: { delay: 1_500 }, expected: unknown, timeLimit: 400 },
  'a slow answer': { fault: { delay: 100 }, expected: sent },
  'a reset': { fault: 'reset', expected: unknown },
  'a lost answer': { fault: 'lost-answer', expected: unknown },
  'a reset within the answer': { fault: 'reset-mid-answer', expected: sent },
  'an answer that never ends': { fault: 'hang-mid-answer', expected: sent },
  // Evolution's success is 201: this may be anybody's answer.
  'invalid JSON': {
    fault: { status: 200, body: `{"${answerBody}`, headers: { 'content-type': 'application/json' } },
    expected: sent,
    but: both(closed),
  },
  'an answer of 10 MB': {
    fault: { status: 200, body: answerBody.repeat(500_000) },
    expected: sent,
    but: both(closed),
  },
  'an error of 10 MB': { fault: { status: 500, body: answerBody.repeat(500_000) }, expected: unknown },
}

const names = Object.keys(stages).filter((name): name is StageName => name in stages)
const networked = names.filter((name) => name !== 'console')

test('every channel that CHANNELS can name is here', () => {
  const here = names.map((name) => name.split(' ', 1).join(''))
  expect([...new Set(here)].toSorted()).toEqual(Object.keys(channelNames).toSorted())
})

describe.concurrent.each(names)('%s', (name) => {
  test('says the words as they are', async () => {
    await using stage = await stages[name]()
    expect(await sendAll(stage.channel({ message }))).toEqual([expect.objectContaining(sent)])
    const read = words(stage.received().join('\n'))
    for (const part of ['🔴 vps-01', 'my_app_1', 'caiu <b>&amp; "já"', 'não', '👩‍👩‍👧 日本', '14:30:07'])
      expect(read).toContain(part)
    for (const code of ['LOG: <one> & two', '$& $1 \\ "quoted"']) expect(read).toContain(code)
  })

  test('says what may be known already as such, in as many texts', async () => {
    await using stage = await stages[name]()
    const long: Message = Array.from({ length: 200 }, (_, index) => [`${index} ${'a'.repeat(90)}`])
    const channel = stage.channel({ message: long })
    expect(await sendAll(channel, true)).toHaveLength(channel.render(report, { repeated: false }).length)
    for (const text of stage.received()) expect(text).toContain('repetida')
    expect(channel.render(report, { repeated: false }).join()).not.toContain('repetida')
  })

  test.each<[string, readonly (readonly string[] | { readonly code: readonly string[] })[]]>([
    ['lines', [['first'], ...Array.from({ length: 300 }, (_, index) => [`${index} <&> ${'ç'.repeat(80)}`])]],
    ['lines of code', [['first'], { code: Array.from({ length: 300 }, (_, index) => `${index} ${'&'.repeat(80)}`) }]],
    ['one line', [['first'], ['👩‍👩‍👧'.repeat(5_000)]]],
    ['one line of code', [{ code: ['"<'.repeat(10_000)] }]],
    ['the first line', [['é'.repeat(9_000)], ['last']]],
  ])('has room for %s beyond any limit', async (_, long) => {
    await using stage = await stages[name]()
    const outcomes = await sendAll(stage.channel({ message: long }))
    expect(outcomes.filter(({ kind }) => kind !== 'sent')).toEqual([])
    const all = long.flatMap((line) => ('code' in line ? line.code : [line.join('')])).join('')
    const bare = (text: string) => text.replaceAll(/[\s`]|vps-01/g, '')
    // A title comes again with each text.
    const read = bare(stage.received().join('')).replaceAll(/(?<!^)first/g, '')
    expect(read).toBe(bare(all))
  })

  test('tests its connection without a message', async () => {
    await using stage = await stages[name]()
    expect(await only(stage.channel().test())).toMatchObject({ result: { ok: true } })
    expect(stage.received()).toEqual([])
  })
})

describe.concurrent.each(networked)('%s', (name) => {
  test.each(Object.entries(faults))('meets %s', async (_, { fault, expected, but = {}, timeLimit }) => {
    await using stage = await stages[name]()
    const channel = stage.channel(timeLimit === undefined ? {} : { timeLimit })
    await attempt(stage, channel)
    stage.fail?.(fault)
    expect(await attempt(stage, channel)).toMatchObject(but[name] ?? expected)
    stage.fail?.(null)
    expect(await attempt(stage, stage.channel())).toMatchObject(sent)
  })

  test('meets a server that is not there, and finds it once it is', async () => {
    await using stage = await stages[name]()
    await stage.close()
    expect(await attempt(stage, stage.channel())).toMatchObject(again)
    expect(await attempt(stage, stage.channel({ url: 'http://vigilo.invalid' }))).toMatchObject(again)
  })

  test('meets a certificate that nobody vouches for', async () => {
    await using stage = await stages[name]()
    await using stranger = await startSelfSigned()
    const outcome = await attempt(stage, stage.channel({ url: stranger.url }))
    expect(outcome).toMatchObject(again)
    expect(outcome).toHaveProperty('reason.code', 'insecure')
  })

  test('meets a wrong key, and sends once it is corrected', async () => {
    await using stage = await stages[name]()
    expect(await attempt(stage, stage.channel({ isKeyWrong: true }))).toMatchObject(key)
    expect(stage.received()).toEqual([])
    expect(await attempt(stage, stage.channel())).toMatchObject(sent)
  })

  test.each(Object.entries(faults))('tests its connection where there is %s', async (_, { fault }) => {
    await using stage = await stages[name]()
    const channel = stage.channel({ timeLimit: 500 })
    stage.fail?.(fault)
    const { result } = await only(channel.test())
    const said = result.ok ? '' : inEnglish(result.reason)
    for (const secret of [...stage.secrets, answerBody]) expect(said).not.toContain(secret)
    expect(result.ok || said !== '').toBe(true)
    expect(stage.received()).toEqual([])
  })

  test('is aborted where nobody waits for it any more', async () => {
    const came = Promise.withResolvers<ServerResponse>()
    const server = createServer((_, response) => came.resolve(response)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    await using stage = await stages[name]()
    const channel = stage.channel({ url: `http://127.0.0.1:${port}` })
    const outcomes: Outcome[] = []
    const [text = ''] = channel.render(report, { repeated: false })
    const subscription = channel.send(text, channel.recipients[0] ?? '').subscribe({
      next: (outcome) => outcomes.push(outcome),
      error: came.reject,
    })
    const closing = once(await came.promise, 'close')
    subscription.unsubscribe()
    await closing
    expect(outcomes).toEqual([])
    server.close()
  })
})
