import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { join } from 'node:path'
import { setDefaultCACertificates } from 'node:tls'
import { filter, firstValueFrom } from 'rxjs'
import { afterAll, describe, expect, test } from 'vitest'
import type { Target } from '../../../src/model/service.ts'
import { contactIn } from '../../../src/sources/services/contact.ts'
import { probe, probing } from '../../../src/sources/services/probe.ts'
import { createFolder } from '../../support/folder.ts'
import { only } from '../../support/only.ts'
import { clients } from '../../support/clients.ts'

const cleanUp = new AsyncDisposableStack()
afterAll(() => cleanUp.disposeAsync())

const listen = async (server: TcpServer | Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp.defer(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const http = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(listener))}/`

const target = (url: string, given: Partial<Extract<Target, { kind: 'http' }>> = {}): Target => ({
  kind: 'http',
  url,
  status: [200, 299],
  contains: null,
  ...given,
})

const failureOf = async (given: Target) => (await only(probe(given, clients.connect))).failure

/** Nobody listens there any more. */
const deadPort = async (): Promise<number> => {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('http', () => {
  test('is well with a status that is meant and a text that is there', async () => {
    const url = await http((_, response) => response.end('all is ok here'))
    expect(await failureOf(target(url, { contains: 'is ok' }))).toBeNull()
    expect(await failureOf(target(url, { contains: 'is not' }))).toEqual({ reason: 'text', detail: '' })
  })

  test('says another status', async () => {
    const url = await http((_, response) => response.writeHead(503).end())
    expect(await failureOf(target(url))).toEqual({ reason: 'status', detail: '503' })
    expect(await failureOf(target(url, { status: [500, 599] }))).toBeNull()
  })

  test('follows five redirects and no sixth', async () => {
    const url = await http(({ url: path = '' }, response) => {
      const left = Number(path.slice(1))
      if (left === 0) response.end('here')
      else response.writeHead(302, { location: `/${left - 1}` }).end()
    })
    expect(await failureOf(target(`${url}5`, { contains: 'here' }))).toBeNull()
    expect(await failureOf(target(`${url}6`))).toEqual({ reason: 'redirects', detail: '' })
    expect(await failureOf(target(`${url}1`, { status: [302, 302] }))).toBeNull()
  })

  test('follows no redirect that leaves HTTP', async () => {
    const url = await http((_, response) => response.writeHead(302, { location: 'ftp://127.0.0.1/' }).end())
    expect(await failureOf(target(url))).toEqual({ reason: 'status', detail: '302' })
  })

  test('reads 64 KB and no more', async () => {
    let sent = 0
    const url = await http((_, response) => {
      const chunk = 'x'.repeat(16 * 1024)
      const send = (): void => {
        sent += chunk.length
        if (!response.destroyed && response.write(chunk)) setImmediate(send)
        else if (!response.destroyed) response.once('drain', send)
      }
      send()
    })
    expect(await failureOf(target(url, { contains: 'never' }))).toEqual({ reason: 'text', detail: '' })
    expect(sent).toBeLessThan(64 * 1024 ** 2)
  })

  test('a connection that is refused, reset, or whose name is unknown', async () => {
    expect(await failureOf(target(`http://127.0.0.1:${await deadPort()}/`))).toMatchObject({ reason: 'refused' })
    const resets = await listen(createTcpServer((socket) => socket.resetAndDestroy()))
    expect(await failureOf(target(`http://127.0.0.1:${resets}/`))).toMatchObject({ reason: 'reset' })
    // Which of the two depends on whether there is a name server at all.
    const unknown = await failureOf(target('http://nobody.invalid/'))
    expect(['dns', 'resolver']).toContain(unknown?.reason)
  })
})

test('tcp: somebody listens, or nobody does', async () => {
  const port = await listen(createTcpServer())
  expect(await failureOf({ kind: 'tcp', host: '127.0.0.1', port })).toBeNull()
  expect(await failureOf({ kind: 'tcp', host: '127.0.0.1', port: await deadPort() })).toMatchObject({
    reason: 'refused',
  })
})

/** A key and a certificate of localhost by itself, valid for so many days. */
const certificate = (days: number): { readonly key: string; readonly cert: string } => {
  const folder = cleanUp.use(createFolder())
  const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', String(days)],
      ...['-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  )
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}

const https = async (given: ReturnType<typeof certificate>, listener: RequestListener): Promise<string> =>
  `https://localhost:${await listen(createHttpsServer(given, listener))}/`

test('TLS: a certificate that nobody vouches for is a failure, for https and for tls', async () => {
  const port = await listen(createHttpsServer(certificate(5), (_, response) => response.end('ok')))
  for (const given of [target(`https://localhost:${port}/`), { kind: 'tls', host: 'localhost', port } as const])
    expect(await failureOf(given)).toEqual({ reason: 'tls', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
})

test('TLS: of the certificates on the way, the one that expires first counts', async () => {
  const [short, long] = [certificate(5), certificate(50)]
  setDefaultCACertificates([short.cert, long.cert])
  const there = await https(long, (_, response) => response.end('ok'))
  const here = await https(short, (_, response) => response.writeHead(301, { location: there }).end())
  for (const [url, { cert }] of [
    [there, long],
    [here, short],
  ] as const)
    expect(await only(probe(target(url), clients.connect))).toMatchObject({
      failure: null,
      validUntil: new X509Certificate(cert).validToDate.getTime(),
    })
})

describe('whom it reached', () => {
  const contact = async (given: Target) => {
    const { address, isConnected } = await only(probe(given, clients.connect))
    return `${isConnected ? 'connected to' : 'tried'} ${address ?? 'nobody'}`
  }
  const mute = (): TcpServer => createTcpServer(() => undefined)

  test('the address that it connected to, by its name or by itself', async () => {
    const url = await http((_, response) => response.writeHead(503).end())
    const port = Number(new URL(url).port)
    for (const host of ['127.0.0.1', 'localhost']) {
      expect(await contact(target(`http://${host}:${port}/`))).toBe('connected to 127.0.0.1')
      expect(await contact({ kind: 'tcp', host, port })).toBe('connected to 127.0.0.1')
      expect(await contact({ kind: 'tls', host, port })).toBe('connected to 127.0.0.1')
    }
  })

  test('the address that it tried, by its name or by itself', async () => {
    const port = await deadPort()
    for (const host of ['127.0.0.1', 'localhost']) {
      expect(await contact(target(`http://${host}:${port}/`))).toBe('tried 127.0.0.1')
      expect(await contact({ kind: 'tcp', host, port })).toBe('tried 127.0.0.1')
      expect(await contact({ kind: 'tls', host, port })).toBe('tried 127.0.0.1')
    }
    expect(await contact(target(`http://[::1]:${port}/`))).toBe('tried ::1')
  })

  test('nobody where the name is not resolved', async () => {
    expect(await contact(target('http://nobody.invalid/'))).toBe('tried nobody')
    expect(await contact({ kind: 'tcp', host: 'nobody.invalid', port: 1 })).toBe('tried nobody')
  })

  test('is known before there is an answer', async () => {
    const port = await listen(mute())
    const targets = [target(`http://localhost:${port}/`), target(`https://localhost:${port}/`)]
    for (const given of [...targets, { kind: 'tls', host: 'localhost', port } as const])
      expect(
        await firstValueFrom(probing(given, clients.connect).pipe(filter(({ isConnected }) => isConnected)), {
          defaultValue: null,
        }),
      ).toEqual({
        failure: { reason: 'timeout', detail: '' },
        validUntil: null,
        address: '127.0.0.1',
        isConnected: true,
      })
  })

  test('of a way with redirects the last that was connected to', async () => {
    const there = await http((_, response) => response.end())
    const onward = (location: string) => http((_, response) => response.writeHead(302, { location }).end())
    expect(await contact(target(await onward(there.replace('127.0.0.1', 'localhost'))))).toBe('connected to 127.0.0.1')
    expect(await contact(target(await onward(`http://[::1]:${await deadPort()}/`)))).toBe('connected to 127.0.0.1')
    expect(await contact(target(await onward('http://nobody.invalid/')))).toBe('connected to 127.0.0.1')
    const elsewhere = createServer((_, response) => response.end())
    elsewhere.listen(0, '127.0.0.2')
    await once(elsewhere, 'listening')
    cleanUp.defer(() => void elsewhere.close())
    const address = elsewhere.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    expect(await contact(target(await onward(`http://127.0.0.2:${port}/`)))).toBe('connected to 127.0.0.2')
  })

  test.each([
    [['2001:db8::1', '203.0.113.2', '203.0.113.1'], '203.0.113.1'],
    [['2001:db8::2', '2001:db8::1'], '2001:db8::1'],
  ])('of several addresses of one name the same one, whatever their order: %j', (addresses, first) => {
    for (const order of [addresses, addresses.toReversed()])
      expect(contactIn({ addresses: order, socket: null })).toEqual({ address: first, isConnected: false })
  })
})
