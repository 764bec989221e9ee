import { from, Subject } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../../src/model/delivery.ts'
import type { Reading } from '../../../src/model/reading.ts'
import type { ProbeFailure } from '../../../src/model/service.ts'
import type { NetworkEvidence } from '../../../src/streams/checks/check-network.ts'
import { checkServices } from '../../../src/streams/checks/check-services.ts'
import { day, firingLife, hour, sampleTime } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { delivered, probed, type Given } from '../../support/services-seen.ts'

type Event = Reading | Delivery

/** What is said after each event, in words. */
const judged = (events: readonly Event[], { lives = [] }: NetworkEvidence = {}): readonly string[] => {
  const readings$ = new Subject<Reading>()
  const deliveries$ = new Subject<Delivery>()
  let said: string[] = []
  readings$.pipe(checkServices({ lives, deliveries$ })).subscribe({
    next: ({ type, subject, status }) =>
      said.push(type === 'SERVICE_DOWN' ? `${subject} ${status}` : `${type} ${status}`),
    error: (error: unknown) => expect.unreachable(String(error)),
  })
  return events.map((event) => {
    said = []
    if ('kind' in event) readings$.next(event)
    else deliveries$.next(event)
    return said.join(', ')
  })
}

describe('a certificate', () => {
  const certified = (given: Partial<Given>) =>
    probed('shop', { at: sampleTime, failures: 1, hasCertificate: true, ...given })

  test.each([
    [60 * day, 'ok', 'ok'],
    [14 * day, 'ok', 'ok'],
    [14 * day - 1, 'ok', 'warning'],
    [3 * day, 'ok', 'warning'],
    [3 * day - 1, 'critical', 'warning'],
    [-hour, 'critical', 'warning'],
  ])('that is valid for %d ms more is %s and %s', (left, critical, expiring) => {
    expect(judged([certified({ validUntil: sampleTime + left })])).toEqual([
      `shop ok, TLS_CRITICAL ${critical}, TLS_EXPIRING ${expiring}`,
    ])
  })

  test('that cannot be seen is unknown', () => {
    expect(judged([certified({ failure: 'refused' })])).toEqual([
      'shop critical, TLS_CRITICAL unknown, TLS_EXPIRING unknown',
    ])
  })

  test('is unknown also while it is not known whether the service is down', () => {
    expect(judged([certified({ failure: 'timeout', others: ['mail'] })])).toEqual([
      'TLS_CRITICAL unknown, TLS_EXPIRING unknown',
    ])
  })
})

const late = 'timeout'
const a = (failure: ProbeFailure['reason'] | null = null, given: Partial<Given> = {}) =>
  probed('a', { failure, ...given })
const b = (failure: ProbeFailure['reason'] | null = null, given: Partial<Given> = {}) =>
  probed('b', { failure, ...given })
const c = (failure: ProbeFailure['reason'] | null = null, given: Partial<Given> = {}) =>
  probed('c', { failure, ...given })

/** It has others probed. */
const having = (...others: readonly string[]): Partial<Given> => ({ others })

describe('a service', () => {
  test('is down after as many failures in a row as it asks for, and well after one success', () => {
    expect(judged([a('refused'), a(), a('refused'), a('status'), a('text'), a()])).toEqual([
      ...['', 'a ok', '', 'a critical', 'a critical', 'a ok'],
    ])
  })

  test.each(['dns', 'refused', 'reset', 'tls', 'status', 'text', 'redirects', 'other'] as const)(
    'that fails as no network does is told at once: %s',
    (failure) => {
      expect(judged([b(late), a(late, having('b', 'c')), a(failure, having('b', 'c'))]).at(-1)).toBe('a critical')
    },
  )

  test('that was connected to is told at once', () => {
    expect(judged([b(late), a(late, { isConnected: true }), a(late, { isConnected: true })]).at(-1)).toBe('a critical')
  })

  test('that is nearby is told at once', () => {
    const near = { address: '172.18.0.5', others: ['b'] }
    expect(judged([b(late), a(late, near), a(late, near)]).at(-1)).toBe('a critical')
  })

  test('that is alone elsewhere is told at once', () => {
    expect(judged([probed('db', { host: 'db', address: null }), a(late), a(late)]).at(-1)).toBe('a critical')
  })

  test('waits for those who are probed because of it', () => {
    expect(
      judged([a(), b(), c(), a(late, having('b', 'c')), b('dns'), a(late, having('b', 'c')), b('dns'), c('dns')]),
    ).toEqual([...['a ok', 'b ok', 'c ok', '', '', '', 'b critical'], 'a critical'])
  })

  test('waits also for those of whom nothing is known yet', () => {
    expect(judged([a(late, { failures: 1, others: ['new'] }), probed('new', { host: 'db', address: null })])).toEqual([
      '',
      'a critical, new ok',
    ])
  })

  test('does not wait for those who are nearby', () => {
    const near = probed('db', { host: 'db', address: null })
    expect(judged([near, a(late, { failures: 1, others: ['db'] })])).toEqual(['db ok', 'a critical'])
  })

  test.each<[string, Event]>([
    ['answers', c()],
    ['is there, and not well', c('refused')],
    ['is connected to', c(late, { isConnected: true })],
    ['takes a message', delivered('api.telegram.org')],
  ])('is told when it is not the network: somebody elsewhere %s', (_, proof) => {
    expect(judged([a(late), b(late), a(late), proof]).at(-1)).toMatch(/^a critical/)
    expect(judged([a(late), b(late), proof, a(late)]).at(-1)).toBe('a critical')
  })

  test('is not told by what shows nothing', () => {
    expect(
      judged([a(late), b(late), a(late), delivered(), delivered('evolution'), delivered('10.0.0.7')]).join(''),
    ).toBe('')
  })

  test('is told when the others do not fail any more as networks do', () => {
    expect(judged([a(late), b(late), a(late), b('dns')])).toEqual(['', '', '', 'a critical, b critical'])
  })

  test('waits until the others have failed as often as they ask for: then it is the network, and each is what follows', () => {
    const thrice = { failures: 3 }
    expect(judged([a(late), b(late, thrice), a(late), b(late, thrice), b(late, thrice)])).toEqual([
      ...['', '', '', '', 'a critical, b critical'],
    ])
  })

  test('is told with what it fails by now, and since when it does', () => {
    const said: unknown[] = []
    from([a(late, { at: 1 }), b(late, { at: 2 }), a(late, { at: 3 }), a('unreachable', { at: 4 }), b(null, { at: 5 })])
      .pipe(checkServices())
      .subscribe({
        next: ({ subject, at, details }) =>
          said.push([subject, at, 'failure' in details ? details.failure.reason : 'ok']),
        error: (error: unknown) => expect.unreachable(String(error)),
      })
    expect(said).toEqual([
      ['a', 3, 'unreachable'],
      ['b', 5, 'ok'],
    ])
  })

  test('that answers before it is known was not down', () => {
    expect(judged([a(late), b(late), a(late), a(), b(late)])).toEqual(['', '', '', 'a ok', 'b critical'])
    const said: number[] = []
    from([a(late, { at: 1 }), b(late, { at: 2 }), a(late, { at: 3 }), a(null, { at: 4 })])
      .pipe(checkServices())
      .subscribe({ next: ({ at }) => said.push(at), error: (error: unknown) => expect.unreachable(String(error)) })
    expect(said).toEqual([4])
  })

  test('of a host that has no route itself waits for whoever is probed, also at its address', () => {
    const at = { address: '198.51.100.1', failures: 1 }
    expect(judged([b(null, at), a('noRoute', { ...at, others: ['b'] }), b(late, at)])).toEqual([
      ...['b ok', '', 'a critical, b critical'],
    ])
  })

  test('of two names at one address each is told, since that is one server', () => {
    const at = { address: '198.51.100.1' }
    expect(judged([a(late, at), b(late, at), a(late, at), b(late, at)])).toEqual(['', '', 'a critical', 'b critical'])
  })

  test('that was down before the network went is not asked about it', () => {
    expect(judged([a(late), b(), a(late), b(late), a(late), b(late), a(late)])).toEqual([
      ...['', 'b ok', 'a critical', '', 'a critical', 'b critical', 'a critical'],
    ])
  })

  test('goes on being down while there is no network', () => {
    const lives = ['NETWORK_DOWN', 'SERVICE_DOWN'].map((type) =>
      firingLife({ type, subject: type === 'NETWORK_DOWN' ? 'host' : 'a', details: { kind: 'none' } }),
    )
    expect(judged([b(late), a(late), b(late)], { lives })).toEqual(['', 'a critical', 'b critical'])
  })
})

test('it completes with the readings, whatever is still delivered', () => {
  const deliveries$ = new Subject<Delivery>()
  expect(record(() => from([a()]).pipe(checkServices({ deliveries$ })), 1_000).at(-1)).toEqual([0, '|'])
  expect(deliveries$.observed).toBe(false)
})
