import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Answer } from '../../src/clients/http.ts'
import { networkReason } from '../../src/clients/network-reason.ts'
import { startFaultyServer, type Fault } from '../support/faulty-server.ts'
import { only } from '../support/only.ts'
import { clients } from '../support/clients.ts'
import { inEnglish } from '../../src/text/reason-words.ts'

const startWith = (fault: Fault | null) => startFaultyServer({ fault }, () => ({ status: 200, body: { a: 1 } }))

test('reads the JSON of an answer', async () => {
  await using server = await startWith(null)
  expect(await only(clients.http({ method: 'GET', url: server.url, timeLimit: 5_000 }))).toEqual({
    kind: 'answered',
    status: 200,
    body: { a: 1 },
    text: '',
    retryAfterMilliseconds: null,
    date: expect.any(Number) as unknown,
    isPage: false,
  })
})

test.each<[string, Fault]>([
  ['invalid', { status: 200, body: '{"a":' }],
  ['empty', { status: 200 }],
  ['larger than 64 KiB', { status: 200, body: { a: 'x'.repeat(65_536) } }],
  ['10 MB', { status: 200, body: { a: 'x'.repeat(10_000_000) } }],
  ['cut off', 'reset-mid-answer'],
  ['unfinished', 'hang-mid-answer'],
])('keeps the status of an answer whose body is %s', async (_, fault) => {
  await using server = await startWith(fault)
  expect(await only(clients.http({ method: 'GET', url: server.url, timeLimit: 5_000 }))).toMatchObject({
    kind: 'answered',
    status: 200,
    body: undefined,
  })
})

test('reads a body of 64 KiB whole', async () => {
  await using server = await startWith({ status: 200, body: { a: 'x'.repeat(65_536 - 8) } })
  expect(await only(clients.http({ method: 'GET', url: server.url, timeLimit: 5_000 }))).toMatchObject({
    body: { a: expect.stringMatching(/^x+$/) as unknown },
  })
})

const startRaw = async (handle: RequestListener) => {
  const server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const close = (): void => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`, close }
}

test('leaves most of an endless body where it is', async () => {
  let written = 0
  const { url, close } = await startRaw((_, response) => {
    const more = (): void => {
      written += 65_536
      if (written < 100_000_000 && !response.destroyed) response.write('x'.repeat(65_536), more)
    }
    response.writeHead(200)
    more()
  })
  await only(clients.http({ method: 'GET', url, timeLimit: 5_000 }))
  close()
  expect(written).toBeLessThan(20_000_000)
})

test('unsubscribing aborts it', async () => {
  const came = Promise.withResolvers<ServerResponse>()
  const { url, close } = await startRaw((_, response) => came.resolve(response))
  const answers: Answer[] = []
  const subscription = clients.http({ method: 'GET', url, timeLimit: 5_000 }).subscribe({
    next: (answer) => answers.push(answer),
    error: came.reject,
  })
  const response = await came.promise
  const closed = once(response, 'close')
  subscription.unsubscribe()
  await closed
  expect(answers).toEqual([])
  close()
})

test.each([
  ['a slow answer', { delay: 5_000 }],
  ['no answer', 'hang'],
] as const)('does not wait for %s', async (_, fault) => {
  await using server = await startWith(fault)
  expect(await only(clients.http({ method: 'GET', url: server.url, timeLimit: 100 }))).toEqual({
    kind: 'unanswered',
    mayHaveArrived: true,
    reason: { code: 'noAnswer', seconds: 0.1 },
  })
})

test.each([
  ['ECONNREFUSED', 'connection refused (ECONNREFUSED)'],
  ['ENOTFOUND', 'host name not found (ENOTFOUND)'],
  ['EAI_AGAIN', 'no DNS server answers (EAI_AGAIN)'],
  ['ETIMEDOUT', 'the host does not respond (ETIMEDOUT)'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'no secure connection: check the certificate (DEPTH_ZERO_SELF_SIGNED_CERT)'],
  ['EHOSTUNREACH', 'no route to the host (EHOSTUNREACH)'],
  ['PROXY_407', 'the proxy wants another user or password (407): check HTTP_PROXY and HTTPS_PROXY'],
  ['PROXY_502', 'the proxy does not lead there (502): check HTTP_PROXY and HTTPS_PROXY'],
  ['https://secret.test/path', 'no connection'],
])('says in words what %s is', (code, reason) => {
  const cause = Object.assign(new Error('at https://secret.test/path'), { code })
  const error = new Error('POST https://secret.test/path', { cause: new TypeError('fetch failed', { cause }) })
  expect(inEnglish(networkReason(error, 1_000))).toBe(reason)
})
