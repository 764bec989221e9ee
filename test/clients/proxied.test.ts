import { expect, test } from 'vitest'
import { createClients } from '../../src/clients/clients.ts'
import { startFaultyServer } from '../support/faulty-server.ts'
import { startHttpProxy } from '../support/http-proxy.ts'
import { only } from '../support/only.ts'
import { startSelfSigned } from '../support/self-signed.ts'

const ask = (proxy: string, url: string, none: readonly string[] = []) =>
  only(
    createClients({ http: proxy, https: proxy, none }).http({ method: 'POST', url, json: { a: 1 }, timeLimit: 5_000 }),
  )

const user = `Basic ${Buffer.from('ana:s3cret').toString('base64')}`

test('http: the proxy forwards what is sent, and looks the name up itself', async () => {
  const heard: string[] = []
  await using server = await startFaultyServer({ fault: null }, ({ method, path, headers, body }) => {
    heard.push(`${method} ${path} ${headers.host ?? ''} ${body}`)
    return { status: 201, body: { ok: true } }
  })
  await using proxy = await startHttpProxy({ 'only-the-proxy-knows.test': Number(new URL(server.url).port) })
  const answer = await ask(proxy.url, 'http://only-the-proxy-knows.test:8080/path?a=b')
  expect(answer).toMatchObject({ kind: 'answered', status: 201, body: { ok: true } })
  expect(heard).toEqual(['POST /path?a=b only-the-proxy-knows.test:8080 {"a":1}'])
  expect(proxy.asked).toEqual(['POST http://only-the-proxy-knows.test:8080/path?a=b'])
  expect(proxy.users).toEqual([user])
})

test('https: the proxy leads the connection on, whose certificate is verified', async () => {
  await using server = await startSelfSigned()
  await using proxy = await startHttpProxy({ 'only-the-proxy-knows.test': Number(new URL(server.url).port) })
  expect(await ask(proxy.url, 'https://only-the-proxy-knows.test/')).toEqual({
    kind: 'unanswered',
    reason: { code: 'insecure', system: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    mayHaveArrived: false,
  })
  expect(proxy.asked).toEqual(['CONNECT only-the-proxy-knows.test:443'])
  expect(proxy.users).toEqual([user])
})

test.each([
  ['http', 407, { code: 'proxyUnauthorized' }],
  ['https', 407, { code: 'proxyUnauthorized' }],
  ['https', 403, { code: 'proxyFailed', status: 403 }],
])('%s: what the proxy refuses with %i is said to be its own', async (scheme, status, reason) => {
  await using proxy = await startHttpProxy({}, status)
  expect(await ask(proxy.url, `${scheme}://a.test/`)).toEqual({ kind: 'unanswered', reason, mayHaveArrived: false })
})

test('whom NO_PROXY names is reached directly', async () => {
  await using server = await startFaultyServer({ fault: null }, () => ({ status: 200 }))
  await using proxy = await startHttpProxy({})
  expect(await ask(proxy.url, server.url, ['127.0.0.0/8'])).toMatchObject({ kind: 'answered', status: 200 })
  expect(proxy.asked).toEqual([])
})
