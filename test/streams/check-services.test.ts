import { from } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Check } from '../../src/model/check.ts'
import type { ServiceReading } from '../../src/model/reading.ts'
import type { ProbeFailure } from '../../src/model/service.ts'
import { checkNetwork } from '../../src/streams/check-network.ts'
import { checkServices } from '../../src/streams/check-services.ts'
import { day, hour, sampleTime } from '../support/samples.ts'

const reading = (given: Partial<ServiceReading> & { host?: string; failures?: number } = {}): ServiceReading => ({
  kind: 'service',
  at: sampleTime,
  service: {
    name: given.host ?? 'shop',
    host: given.host ?? 'shop.example.com',
    timeout: 5_000,
    failures: given.failures ?? 1,
    hasCertificate: true,
  },
  failure: null,
  validUntil: sampleTime + 60 * day,
  tookMilliseconds: 12,
  ...given,
})

const failed = (reason: ProbeFailure['reason']) => ({ failure: { reason, detail: '' }, validUntil: null }) as const

const judged = (
  operator: ReturnType<typeof checkServices>,
  ...readings: readonly ServiceReading[]
): readonly Check[] => {
  const checks: Check[] = []
  from(readings)
    .pipe(operator)
    .subscribe({ next: (check) => checks.push(check), error: (error: unknown) => expect.unreachable(String(error)) })
  return checks
}

const words = (checks: readonly Check[]): readonly string[] => checks.map(({ type, status }) => `${type} ${status}`)

describe('a certificate', () => {
  test.each([
    [60 * day, 'ok', 'ok'],
    [14 * day, 'ok', 'ok'],
    [14 * day - 1, 'ok', 'warning'],
    [3 * day, 'ok', 'warning'],
    [3 * day - 1, 'critical', 'warning'],
    [-hour, 'critical', 'warning'],
  ])('that is valid for %d ms more is %s and %s', (left, critical, expiring) => {
    expect(words(judged(checkServices(), reading({ validUntil: sampleTime + left })))).toEqual([
      'SERVICE_DOWN ok',
      `TLS_CRITICAL ${critical}`,
      `TLS_EXPIRING ${expiring}`,
    ])
  })

  test('that cannot be seen is unknown', () => {
    expect(words(judged(checkServices(), reading(failed('refused'))))).toEqual([
      'SERVICE_DOWN critical',
      'TLS_CRITICAL unknown',
      'TLS_EXPIRING unknown',
    ])
  })
})

describe('the network', () => {
  const of = (host: string, reason?: ProbeFailure['reason'], name = host): ServiceReading => {
    const given = reading({ host, ...(reason && failed(reason)) })
    return { ...given, service: { ...given.service, name } }
  }

  test.each<[string, readonly ServiceReading[], string]>([
    ['one time-out alone is that service', [of('a.example.com', 'timeout')], 'ok'],
    ['no route is said by the host itself', [of('a.example.com', 'noRoute')], 'critical'],
    ['a router that cannot reach one is that service', [of('a.example.com', 'unreachable')], 'ok'],
    [
      'one that answers was reached, whatever else its host does not answer',
      [of('a.example.com', undefined, 'web'), of('b.example.com', 'timeout'), of('a.example.com', 'timeout', 'db')],
      'ok',
    ],
    [
      'two of one host are that host',
      [of('a.example.com', 'timeout', 'web'), of('a.example.com', 'timeout', 'db')],
      'ok',
    ],
    ['two time-outs are the network', [of('a.example.com', 'timeout'), of('b.example.com', 'resolver')], 'critical'],
    ['one that is refused was reached', [of('a.example.com', 'timeout'), of('b.example.com', 'refused')], 'ok'],
    ['one that answers was reached', [of('a.example.com'), of('b.example.com', 'timeout')], 'ok'],
  ])('%s', (_, readings, status) => {
    expect(judged(checkNetwork(), ...readings).at(-1)?.status).toBe(status)
  })

  test.each([
    'db',
    'localhost',
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.5',
    '192.168.1.7',
    '::1',
    'fd00::1',
    'host.docker.internal',
  ])('nothing follows from %s, which is near', (host) => {
    expect(judged(checkNetwork(), of(host, 'noRoute'))).toEqual([])
  })
})
