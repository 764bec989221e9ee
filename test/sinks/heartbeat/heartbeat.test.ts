import type { HeartbeatConfig } from '../../../src/config.ts'
import { startFaultyServer } from '../../support/faulty-server.ts'
import {
  asyncScheduler,
  concat,
  EMPTY,
  firstValueFrom,
  ignoreElements,
  map,
  NEVER,
  of,
  take,
  timer,
  toArray,
} from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHeartbeat, type Heartbeat } from '../../../src/sinks/heartbeat.ts'
import { capturedLog } from '../../support/captured-log.ts'
import type { Fault } from '../../support/faulty-server.ts'
import { startN8n, type N8nServer } from '../../support/n8n-server.ts'
import { firing, told } from '../../support/notifications.ts'
import { only } from '../../support/only.ts'
import {
  cpuDetails,
  endedLife,
  firingLife,
  sampleHost,
  sampleHostId,
  second,
  unavailableReading,
  unstableLife,
} from '../../support/samples.ts'
import { clients } from '../../support/clients.ts'
import { inEnglish } from '../../../src/text/reason-words.ts'
import { quoted } from '../../support/reasons.ts'

let n8n: N8nServer
let heartbeat: Heartbeat
let said: string[]

const heartbeatOf = (given: Partial<HeartbeatConfig> = {}): Heartbeat => {
  const { log, lines } = capturedLog()
  said = lines
  return createHeartbeat({
    http: clients.http,
    heartbeat: { url: n8n.url, token: n8n.token, interval: 60 * second, pings: [], ...given },
    agentName: 'vps-01',
    checkInterval: 10 * second,
    version: '1.2.3',
    outbox: () => ({ queued: 2, oldestQueuedAt: asyncScheduler.now() - 90_500, refused: 1 }),
    silences: () => 2,
    log,
  })
}

const reasonNow = async (): Promise<string | null> => {
  const { name, result } = await only(heartbeat.test())
  expect(name).toBe('heartbeat')
  if (result.ok) return null
  const reason = inEnglish(result.reason)
  said.push(reason)
  return reason
}

beforeEach(async () => {
  n8n = await startN8n()
  heartbeat = heartbeatOf()
})

afterEach(async () => {
  await n8n.close()
  const secrets = [n8n.url, n8n.path, 'webhook/', n8n.token ?? n8n.path]
  for (const secret of secrets) expect(said.filter((line) => line.includes(secret))).toEqual([])
})

describe('the connection test', () => {
  test('is accepted, and is no sign of life', async () => {
    expect(await reasonNow()).toBeNull()
    expect(n8n.bodies).toMatchObject([{ agent_name: 'vps-01', status: 'test', checks: 0, total_sent: 0 }])
  })

  test('needs no token where the webhook wants none', async () => {
    await using open = await startN8n({ token: null })
    heartbeat = heartbeatOf({ url: open.url, token: null })
    expect(await reasonNow()).toBeNull()
  })

  test.each([200, 201, 204])('is content with %i', async (status) => {
    n8n.fault = { status }
    expect(await reasonNow()).toBeNull()
  })

  test.each<[string, Fault, string]>([
    ['another success', { status: 202 }, 'the webhook answered 202'],
    ['a redirection', { status: 302, headers: { location: '/signin' } }, 'the webhook answered 302'],
    ['a key that is unknown', { status: 401 }, 'check N8N_HEARTBEAT_TOKEN'],
    ['bad JSON', { status: 422 }, 'the webhook answered 422'],
    ['a sign-in page', { status: 200, body: '<html></html>' }, 'the answer is not from the webhook (200)'],
    ['a failing proxy', { status: 502, body: '<html></html>' }, 'the webhook answered 502'],
    ['a reset', 'reset', 'connection lost'],
    ['a lost answer', 'lost-answer', 'connection lost'],
  ])('names %s', async (_, fault, reason) => {
    n8n.fault = fault
    expect(await reasonNow()).toContain(reason)
  })

  test('names a wrong token', async () => {
    heartbeat = heartbeatOf({ token: 'an0ther' })
    expect(await reasonNow()).toBe('the webhook refuses the key (403): check N8N_HEARTBEAT_TOKEN')
    expect(said.join()).not.toContain('an0ther')
  })

  test('names an inactive workflow, or a wrong path', async () => {
    const reason = 'no such webhook (404): check N8N_HEARTBEAT_URL, and that the workflow is active'
    n8n.active = false
    expect(await reasonNow()).toBe(reason)
    n8n.active = true
    heartbeat = heartbeatOf({ url: `${n8n.url}-x` })
    expect(await reasonNow()).toBe(reason)
  })

  test('names a workflow that fails', async () => {
    n8n.failing = true
    expect(await reasonNow()).toBe('the workflow failed (500): see its executions in n8n')
  })

  test('names a webhook that hangs', async () => {
    heartbeat = heartbeatOf({ interval: 200 })
    n8n.fault = 'hang'
    expect(await reasonNow()).toBe('no answer in 0.2 s')
  })

  test('names an n8n that is down', async () => {
    await n8n.close()
    expect(await reasonNow()).toBe('connection refused (ECONNREFUSED)')
  })
})

test('tells of the start, of alerts, of life and of the end', async () => {
  const readings$ = concat(of(sampleHost()), timer(500).pipe(ignoreElements()))
  const notifications$ = timer(100).pipe(map(() => told(firing('db'))))
  await only(heartbeat.send({ readings$, notifications$, lives$: EMPTY }).pipe(toArray()))
  const events = n8n.bodies.flatMap((body) => body.event_type ?? [])
  expect(events.toSorted()).toEqual(['alerts_generated', 'shutdown', 'startup'])
})

test('a heartbeat says what fires, what waits and how the channels are', async () => {
  const look = {
    host: sampleHostId,
    kind: 'channel',
    at: 0,
    name: 'whatsapp',
    state: 'down',
    reason: quoted('closed'),
    asked: null,
  } as const
  const readings$ = concat(of(look, sampleHost()), timer(300).pipe(ignoreElements()))
  const about = (subject: string) => ({ type: 'CPU_CRITICAL', subject, details: cpuDetails() })
  const lives$ = of(
    ['a', 'b', 'c', 'old'].map((subject) => firingLife(about(subject))),
    [
      endedLife(about('b')),
      unstableLife(about('c'), 'ended'),
      firingLife(about('new'), { formerly: firingLife(about('old')).fingerprint }),
      unstableLife(about('d'), 'firing'),
    ],
  )
  await only(heartbeat.send({ readings$, notifications$: EMPTY, lives$ }).pipe(toArray()))
  expect(n8n.bodies.at(-1)).toMatchObject({
    version: '1.2.3',
    interval_seconds: 60,
    alerts_firing: 3,
    silences: 2,
    outbox: { queued: 2, oldest_seconds: 90, refused: 1 },
    channels: { whatsapp: 'down' },
  })
})

test('it says to which hosts a heartbeat went, and an event', async () => {
  await using pinged = await startFaultyServer({ fault: null }, () => ({ status: 200 }))
  heartbeat = heartbeatOf({ pings: [pinged.url.replace('127.0.0.1', 'localhost')] })
  const readings$ = concat(of(sampleHost()), timer(300).pipe(ignoreElements()))
  const deliveries = await only(heartbeat.send({ readings$, notifications$: EMPTY, lives$: EMPTY }).pipe(toArray()))
  const hosts = deliveries.flatMap((delivery) => (delivery.outcome === 'sent' ? [delivery.to.join(' ')] : []))
  expect(hosts.toSorted()).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1 localhost'])
})

test('others hear each heartbeat as a plain request, with or without n8n', async () => {
  const asked: string[] = []
  await using pinged = await startFaultyServer({ fault: null }, ({ method, path, body }) => {
    asked.push(`${method} ${path} ${body}`)
    return { status: 200 }
  })
  heartbeat = heartbeatOf({ url: null, pings: [`${pinged.url}/ping/uuid`] })
  const readings$ = concat(of(sampleHost()), timer(300).pipe(ignoreElements()))
  await only(heartbeat.send({ readings$, notifications$: EMPTY, lives$: EMPTY }).pipe(toArray()))
  expect(asked).toEqual(['GET /ping/uuid '])
  expect(n8n.bodies).toEqual([])
})

describe('a plain ping', () => {
  const pingedBy = async (reply: Fault | null, run: (url: string) => Promise<void>): Promise<readonly string[]> => {
    const asked: string[] = []
    await using pinged = await startFaultyServer({ fault: null }, ({ path }) => {
      asked.push(path)
      return typeof reply === 'object' && reply !== null && 'status' in reply ? reply : { status: 200, body: 'OK' }
    })
    await run(`${pinged.url}/ping/uuid`)
    return asked
  }

  test('is none that an agent sends which starts again and again and never sees its host', async () => {
    const asked = await pingedBy(null, async (url) => {
      for (let start = 0; start < 3; start += 1) {
        heartbeat = heartbeatOf({ url: null, pings: [url] })
        expect(await reasonNow()).toBeNull()
        const readings$ = of(unavailableReading('host'))
        await only(heartbeat.send({ readings$, notifications$: EMPTY, lives$: EMPTY }).pipe(toArray()))
      }
    })
    expect(asked).not.toContain('/ping/uuid')
  })

  test('is not tried out where it goes to the root of its server', async () => {
    const asked = await pingedBy(null, async (url) => {
      heartbeat = heartbeatOf({ url: null, pings: [new URL('/', url).href] })
      expect(await reasonNow()).toBeNull()
    })
    expect(asked).toEqual([])
  })

  test.each<[string, Fault | null, string | null]>([
    ['OK', null, null],
    ['an empty body', { status: 200 }, null],
    ['Uptime Kuma', { status: 200, body: { ok: true } }, null],
    ['OK (not found), as of healthchecks.io', { status: 200, body: 'OK (not found)' }, 'not known there (200)'],
    ['a monitor that is not active', { status: 200, body: { ok: false, msg: 'Monitor not found' } }, 'not known there'],
    ['a web page', { status: 200, body: '<!DOCTYPE html><title>Parked</title>' }, 'not known there'],
    ['404', { status: 404 }, 'answered 404'],
  ])('that is answered with %s is heard or not', async (_, reply, reason) => {
    await pingedBy(reply, async (url) => {
      heartbeat = heartbeatOf({ url: null, pings: [url] })
      const readings$ = concat(of(sampleHost()), timer(300).pipe(ignoreElements()))
      const deliveries = await only(heartbeat.send({ readings$, notifications$: EMPTY, lives$: EMPTY }).pipe(toArray()))
      const reasons = deliveries.flatMap((one) => (one.outcome === 'refused' ? [inEnglish(one.reason)] : []))
      expect(reasons).toEqual(reason === null ? [] : [expect.stringContaining(reason)])
    })
  })
})

test('a webhook that is dead harms nothing', async () => {
  n8n.fault = 'reset'
  const sent$ = heartbeat.send({ readings$: concat(of(sampleHost()), NEVER), notifications$: NEVER, lives$: NEVER })
  const deliveries = await firstValueFrom(sent$.pipe(take(2), toArray()), { defaultValue: [] })
  expect(deliveries.map(({ outcome }) => outcome)).toEqual(['refused', 'refused'])
  expect(said).toEqual(['warn: heartbeats fail: connection lost (ECONNRESET)'])
})
