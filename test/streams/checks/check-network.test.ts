import fc from 'fast-check'
import { from, Subject } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Status } from '../../../src/model/check.ts'
import type { Delivery } from '../../../src/model/delivery.ts'
import type { Reading } from '../../../src/model/reading.ts'
import { checkNetwork, type NetworkEvidence } from '../../../src/streams/checks/check-network.ts'
import { firingLife, sampleHostId } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { delivered, probed, type Given } from '../../support/services-seen.ts'

/** A channel was asked. */
const answered = (asked: string | null, state: 'open' | 'down' = 'open'): Reading => ({
  host: sampleHostId,
  kind: 'channel',
  at: 0,
  name: 'ntfy',
  state,
  reason: null,
  asked,
})

type Event = Reading | Delivery

/** What is said after each event; null where that is nothing. */
const judged = (events: readonly Event[], { lives = [] }: NetworkEvidence = {}): readonly (Status | null)[] => {
  const readings$ = new Subject<Reading>()
  const deliveries$ = new Subject<Delivery>()
  const said: Status[] = []
  readings$.pipe(checkNetwork({ lives, deliveries$ })).subscribe({
    next: ({ status }) => said.push(status),
    error: (error: unknown) => expect.unreachable(String(error)),
  })
  return events.map((event) => {
    if ('kind' in event) readings$.next(event)
    else deliveries$.next(event)
    return said.shift() ?? null
  })
}

const last = (events: readonly Event[], given: NetworkEvidence = {}): Status | null =>
  judged(events, given).at(-1) ?? null

/** Services of three places, as often as they are named; a number is the address that is known of them. */
const a = (outcome?: Given['failure'], given: Partial<Given> = {}) =>
  probed('a', { failure: outcome ?? null, ...given })
const b = (outcome?: Given['failure'], given: Partial<Given> = {}) =>
  probed('b', { failure: outcome ?? null, ...given })
const c = (outcome?: Given['failure'], given: Partial<Given> = {}) =>
  probed('c', { failure: outcome ?? null, ...given })

const late = 'timeout'

describe('there is no network', () => {
  test.each(['resolver', 'noRoute', 'unreachable', 'timeout'] as const)(
    'where services at two addresses fail as often as they ask for: %s',
    (reason) => {
      expect(judged([a(), b(), a(late), b(reason), a(late), b(reason)])).toEqual([
        'ok',
        'ok',
        'ok',
        'ok',
        'ok',
        'critical',
      ])
    },
  )

  test('not by one dropped probe each', () => {
    expect(judged([a(), b(), a(late), b(late), a(), b()]).filter((status) => status !== 'ok')).toEqual([])
  })

  test('each as often as it asks for', () => {
    const [once, thrice] = [{ failures: 1 }, { failures: 3 }]
    expect(judged([a(late, once), b(late, thrice), b(late, thrice), b(late, thrice)])).toEqual([
      'ok',
      'ok',
      'ok',
      'critical',
    ])
  })

  test('in a row: what fails otherwise meanwhile begins anew', () => {
    expect(last([a(late), b(late), a('dns'), b(late), a(late)])).toBe('ok')
    expect(last([a(late), b(late), a('dns'), b(late), a(late), a(late)])).toBe('critical')
  })

  test('two names at one address are one, whatever else they are called', () => {
    const at = (address: string) => ({ address, failures: 1 })
    expect(last([a(late, at('198.51.100.1')), b(late, at('198.51.100.1'))])).toBe('ok')
    expect(last([a(late, at('198.51.100.1')), b(late, at('198.51.100.2'))])).toBe('critical')
  })

  test('the last address that is known counts where a name cannot be resolved', () => {
    const [unresolved, at] = [{ address: null, failures: 1 }, '198.51.100.1']
    expect(
      last([a(null, { address: at }), b(null, { address: at }), a('resolver', unresolved), b('resolver', unresolved)]),
    ).toBe('ok')
    expect(
      last([
        a(null, { address: at }),
        b(null, { address: '198.51.100.2' }),
        a('resolver', unresolved),
        b('resolver', unresolved),
      ]),
    ).toBe('critical')
  })

  test('the name counts where no address was ever known', () => {
    const unresolved = { address: null, failures: 1 }
    expect(last([a('resolver', unresolved), b('resolver', unresolved)])).toBe('critical')
    const same = { ...unresolved, host: 'Shop.example.com' }
    expect(last([a('resolver', same), b('resolver', { ...same, host: 'shop.example.com' })])).toBe('ok')
  })

  test('the host that has no route itself needs one address, and still its failures', () => {
    expect(judged([a('noRoute'), a('noRoute')])).toEqual(['ok', 'critical'])
    expect(judged([a(late), a(late), a(late)])).toEqual(['ok', 'ok', 'ok'])
    expect(last([a('unreachable'), a('unreachable')])).toBe('ok')
  })

  test('not before those were looked at who are probed because of it', () => {
    const others = { others: ['b', 'c'] }
    expect(judged([a(), b(), c(), a(late, others), b(late), a(late), b(late), c(late)])).toEqual([
      ...['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'],
      'critical',
    ])
    expect(last([a('noRoute', others), a('noRoute'), b('dns')])).toBe('ok')
    expect(last([a('noRoute', others), a('noRoute'), b('dns'), c('dns')])).toBe('critical')
  })

  test('those of the own networks are not waited for', () => {
    expect(last([probed('db', { host: 'db', address: null }), a('noRoute', { others: ['db'] }), a('noRoute')])).toBe(
      'critical',
    )
  })
})

/** What shows that there is a network. */
const proofs: readonly (readonly [string, Event])[] = [
  ['a service answers', c()],
  ['a connection is made, whatever comes then', c(late, { isConnected: true })],
  ...(['refused', 'reset', 'tls', 'status', 'text', 'redirects'] as const).map((reason): readonly [string, Event] => [
    `a service is there, and not well: ${reason}`,
    c(reason),
  ]),
  ['a message is delivered', delivered('api.telegram.org')],
  ['a channel that was asked is open', answered('api.telegram.org')],
]

/** What shows nothing. */
const silences: readonly (readonly [string, Event])[] = [
  ['a name that is not known', c('dns')],
  ['one that could not even be asked', c('other')],
  ['a service of the own networks answers', probed('db', { host: 'db', address: null })],
  ['one whose name says elsewhere and whose address says here', probed('db', { address: '172.18.0.5' })],
  ['a message to a host of the own networks', delivered('evolution')],
  ['a message that does not leave this host', delivered()],
  ['a channel of the own networks is open', answered('10.0.0.7')],
  ['a channel that was not asked', answered(null)],
  ['a channel that was asked, and does not take messages', answered('api.telegram.org', 'down')],
]

describe('a sign', () => {
  test.each(proofs)('that there is one, since the first of the failures: %s', (_, proof) => {
    expect(last([a(late), proof, b(late), a(late), b(late)])).toBe('ok')
    expect(last([a(late), b(late), a(late), proof, b(late)])).toBe('ok')
  })

  test.each(silences)('of nothing: %s', (_, silence) => {
    expect(last([a(late), b(late), a(late), silence, b(late)])).toBe('critical')
  })

  test.each(proofs)('that there was one, before the first of them, which is none now: %s', (_, proof) => {
    expect(last([proof, a(late), b(late), a(late), b(late)])).toBe('critical')
  })

  test.each(proofs)('that there is one again: %s', (_, proof) => {
    expect(judged([a(late), b(late), a(late), b(late), proof]).slice(-2)).toEqual(['critical', 'ok'])
  })

  test.each(silences)('of nothing while there is none: %s', (_, silence) => {
    const events = [a(late), b(late), a(late), b(late), silence, b(late)]
    expect(
      judged(events)
        .slice(-3)
        .filter((status) => status === 'ok'),
    ).toEqual([])
    expect(last(events)).toBe('critical')
  })
})

test('a service that fails while others answer says nothing of the network, until it is reached itself', () => {
  const gone = [a(late), b(), a(late), b()]
  expect(last([...gone, a(late), b(late), a(late), b(late)])).toBe('ok')
  expect(last([...gone, a('refused'), a(late), b(late), a(late), b(late)])).toBe('critical')
})

test('two remote servers that are gone are not taken for the network again and again', () => {
  const gone = [a(late), b(late), a(late), b(late)]
  expect(
    judged([...gone, delivered('api.telegram.org'), ...gone, ...gone]).filter((status) => status === 'critical'),
  ).toEqual(['critical'])
})

test('in a history of any kind it is judged as by looking at all of it', () => {
  const isProof = (event: Event): boolean =>
    'outcome' in event
      ? 'to' in event && event.to.includes('api.telegram.org')
      : event.kind === 'service' && (event.isConnected || event.failure?.reason === 'refused')
  /** Whether there is none, by going back over all events at each of them. */
  const oracle = (events: readonly Event[]): boolean =>
    events.reduce((wasDown, event, index) => {
      if (isProof(event)) return false
      const provenAt = events.slice(0, index).findLastIndex(isProof)
      const places = ['a', 'b', 'c'].filter((name) => {
        const own = events.slice(0, index + 1).filter((one) => 'service' in one && one.service.name === name)
        const row = own.slice(
          own.findLastIndex((one) => !('failure' in one) || one.failure?.reason !== late || one.isConnected) + 1,
        )
        return row.length >= 2 && events.indexOf(row[0] ?? event) > provenAt
      })
      return wasDown || (places.includes('a') && places.length > 1)
    }, false)
  const address = { a: '198.51.100.1', b: '198.51.100.2', c: '198.51.100.2' } as const
  const seen = fc
    .tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(late) },
        { weight: 1, arbitrary: fc.constantFrom(null, 'refused', 'dns', 'connected') },
      ),
    )
    .map(([name, outcome]): Event =>
      probed(name, {
        failure: outcome === 'connected' ? late : outcome,
        isConnected: outcome === null || outcome === 'connected',
        address: address[name],
      }),
    )
  const event = fc.oneof(
    { weight: 12, arbitrary: seen },
    { weight: 1, arbitrary: fc.constantFrom(delivered('api.telegram.org'), delivered('evolution')) },
  )
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 30, size: 'max' }), (events) => {
      // One more of a service, which always has it said.
      const whole = [...events, probed('d', { failure: 'dns' })]
      expect(last(whole)).toBe(oracle(events) ? 'critical' : 'ok')
    }),
    { numRuns: 500 },
  )
})

describe('after a restart', () => {
  const lives = [firingLife({ type: 'NETWORK_DOWN', subject: 'host', details: { kind: 'none' } })]

  test('there is none until somebody elsewhere is reached', () => {
    expect(judged([b(late), a('dns'), a(late)], { lives })).toEqual(['critical', 'critical', 'critical'])
    expect(judged([b(late), a()], { lives })).toEqual(['critical', 'ok'])
    expect(judged([delivered('api.telegram.org')], { lives })).toEqual(['ok'])
  })

  test('a service that was down by itself says nothing of the network', () => {
    const down = [firingLife({ type: 'SERVICE_DOWN', subject: 'a', details: { kind: 'none' } })]
    expect(last([a(late), b(late), a(late), b(late)], { lives: down })).toBe('ok')
    expect(last([a(), a(late), b(late), a(late), b(late)], { lives: down })).toBe('critical')
  })
})

describe('of a service nearby', () => {
  test.each([
    ...['db', 'localhost', 'nas.local', 'host.docker.internal', 'Router.LAN', 'web.localhost'],
    ...[
      '127.0.0.1',
      '10.1.2.3',
      '172.20.0.5',
      '192.168.1.7',
      '169.254.1.1',
      '100.64.0.1',
      '100.127.255.254',
      '0.0.0.0',
    ],
    ...['::1', '[::1]', 'fd00::1', 'fc00::1', 'fe80::1', '::ffff:10.0.0.1', '::ffff:a00:1', '[fd12:3456::1]'],
  ])('nothing follows: %s', (host) => {
    expect(judged([probed('x', { host, address: null, failure: 'noRoute', failures: 1 })])).toEqual([null])
  })

  test.each([
    ...['shop.example.com', '11.0.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '192.169.0.1', '198.51.100.7'],
    ...[
      '2001:db8::1',
      '[2001:db8::1]',
      '::ffff:198.51.100.1',
      '::ffff:c633:6401',
      'fe80.example.com',
      '10.example.com',
    ],
  ])('something follows: %s is elsewhere', (host) => {
    expect(judged([probed('x', { host, address: null, failure: 'noRoute', failures: 1 })])).toEqual(['critical'])
  })

  test('the address says where it is, and not the name', () => {
    const [near, far] = ['172.18.0.5', '198.51.100.7']
    expect(judged([probed('x', { host: 'x.example.com', address: near, failure: 'noRoute', failures: 1 })])).toEqual([
      null,
    ])
    expect(judged([probed('x', { host: 'x', address: far, failure: 'noRoute', failures: 1 })])).toEqual(['critical'])
  })

  test('the last address that is known says so', () => {
    const known = probed('x', { host: 'x.example.com', address: '172.18.0.5' })
    const failed = probed('x', { host: 'x.example.com', address: null, failure: 'resolver', failures: 1 })
    expect(judged([known, failed, failed])).toEqual([null, null, null])
  })
})

test('it completes with the readings, whatever is still delivered', () => {
  const deliveries$ = new Subject<Delivery>()
  expect(record(() => from([a()]).pipe(checkNetwork({ deliveries$ })), 1_000).at(-1)).toEqual([0, '|'])
  expect(deliveries$.observed).toBe(false)
})
