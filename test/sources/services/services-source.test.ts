import { concat, delay, map, NEVER, of, throwError, type Observable } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { ServiceReading } from '../../../src/model/reading.ts'
import type { ProbeFailure, Service, Target } from '../../../src/model/service.ts'
import type { ContactedResult } from '../../../src/sources/services/probe-result.ts'
import { createServicesSource } from '../../../src/sources/services/services-source.ts'
import { record } from '../../support/virtual-time.ts'

const service = (name: string, given: Partial<Service> = {}): Service => ({
  name,
  target: { kind: 'tcp', host: name, port: 1 },
  interval: 30_000,
  timeout: 5_000,
  failures: 2,
  ...given,
})

const fine: ContactedResult = { failure: null, validUntil: null, address: '198.51.100.7', isConnected: true }
const failed = (reason: ProbeFailure['reason'], isConnected = false): ContactedResult => ({
  ...fine,
  failure: { reason, detail: '' },
  isConnected,
})

type Look = (target: Target) => Observable<ContactedResult>

/** How each is when it is looked at, by its name. */
const by =
  (looks: Readonly<Record<string, () => Observable<ContactedResult>>>): Look =>
  (target) =>
    (target.kind === 'tcp' ? looks[target.host]?.() : undefined) ?? of(fine)

const seen = (
  services: readonly Service[],
  look: Look,
  until: number,
  write: (reading: ServiceReading) => string = ({ service: { name }, failure }) => `${name} ${failure?.reason ?? 'ok'}`,
) => record(() => createServicesSource(services, look).pipe(map(write)), until).map(([time, word]) => `${time} ${word}`)

test('each at its interval, none in the same instant as another', () => {
  expect(seen([service('a'), service('b', { interval: 60_000 })], () => of(fine), 65_000)).toEqual([
    '0 a ok',
    '200 b ok',
    '30000 a ok',
    '60000 a ok',
    '60200 b ok',
  ])
})

test('after a failure it is looked at again soon, until it counts', () => {
  expect(seen([service('a', { failures: 3 })], () => of(failed('refused')), 75_000)).toEqual([
    '0 a refused',
    '5000 a refused',
    '10000 a refused',
    '40000 a refused',
    '70000 a refused',
  ])
})

test('one that fails otherwise than before is looked at again soon, until that counts', () => {
  const outcomes = ['refused', 'refused', 'timeout', 'timeout', 'timeout'] as const
  let looks = 0
  const look = () => of(failed(outcomes[looks++] ?? 'timeout'))
  expect(seen([service('a')], look, 75_000)).toEqual([
    '0 a refused',
    '5000 a refused',
    '35000 a timeout',
    '40000 a timeout',
    '70000 a timeout',
  ])
})

test('one that is slow delays no other, and is given up in time', () => {
  const look = by({ slow: () => NEVER, a: () => of(fine).pipe(delay(10)) })
  expect(seen([service('slow', { failures: 1 }), service('a', { interval: 3_000 })], look, 7_000)).toEqual([
    '210 a ok',
    '3220 a ok',
    '5000 slow timeout',
    '5010 a ok',
  ])
})

test('one that is given up says whom it had reached by then', () => {
  const contacts = [{ isConnected: false }, { isConnected: true }]
  const look = () => concat(of(...contacts.map((contact) => ({ ...failed('timeout'), ...contact }))), NEVER)
  const write = ({ failure, address, isConnected }: ServiceReading) =>
    [failure?.reason, address, isConnected ? 'connected' : 'tried'].join(' ')
  expect(seen([service('a')], look, 6_000, write)).toEqual(['5000 timeout 198.51.100.7 connected'])
  expect(seen([service('a')], () => NEVER, 6_000, write)).toEqual(['5000 timeout  tried'])
})

test('one that cannot even be asked is a failure of its own, and the others go on', () => {
  const look = by({ bad: () => throwError(() => new TypeError('no such protocol')) })
  expect(seen([service('bad', { failures: 1 }), service('a')], look, 31_000)).toEqual([
    '0 bad other',
    '200 a ok',
    '30000 bad other',
    '30200 a ok',
  ])
})

describe('where the network may be gone', () => {
  test('all others are looked at too, by each failure until it counts', () => {
    const look = by({ a: () => of(failed('unreachable')).pipe(delay(1_000)) })
    expect(seen([service('a', { failures: 3 }), service('b')], look, 50_000)).toEqual([
      ...['200 b ok', '1000 a unreachable', '1000 b ok', '7000 a unreachable', '7000 b ok'],
      ...['13000 a unreachable', '13000 b ok', '43000 b ok', '44000 a unreachable'],
    ])
  })

  test('each failure says who is looked at because of it', () => {
    const look = by({ a: () => of(failed('timeout')), b: () => of(failed('noRoute')), d: () => of(failed('refused')) })
    const names = ['a', 'b', 'c', 'd']
    const write = ({ service: { name }, others }: ServiceReading) => `${name} ${others.join('')}`.trim()
    expect(
      seen(
        names.map((name) => service(name, { failures: 1 })),
        look,
        1_000,
        write,
      ),
    ).toEqual([...['0 a bcd', '200 b cd', '400 c', '600 d']])
  })

  test('one that is down otherwise is looked at too, and one that has answered since', () => {
    const left = { b: [failed('noRoute')], c: [failed('refused')] }
    const look = by({
      a: () => of(failed('noRoute')).pipe(delay(20_000)),
      b: () => of(left.b.shift() ?? fine),
      c: () => of(failed('refused')),
    })
    const services = [service('a', { failures: 1, timeout: 30_000 }), service('b'), service('c', { failures: 1 })]
    const write = ({ service: { name }, others }: ServiceReading) => `${name} ${others.join('')}`.trim()
    expect(seen(services, look, 21_000, write)).toEqual([
      ...['200 b ac', '400 c', '5200 b', '20000 a bc', '20000 c', '20000 b'],
    ])
  })

  test('one that has failed so is looked at as soon as it would be anyway: no two failures are one', () => {
    const look = by({ a: () => of(failed('noRoute')), b: () => of(failed('noRoute')) })
    expect(seen([service('a'), service('b')], look, 11_000)).toEqual([
      ...['0 a noRoute', '200 b noRoute', '5000 a noRoute', '5200 b noRoute'],
    ])
  })

  test('counts keep step: all have failed as often, however long it was until they would have been looked at', () => {
    const gone = () => (isGone ? of(failed('timeout')).pipe(delay(5_000)) : of(fine))
    let isGone = false
    const look: Look = (target) => {
      if (target.kind === 'tcp' && target.host === 'a') looks += 1
      if (looks === 2) isGone = true
      return gone()
    }
    let looks = 0
    const services = [
      service('a'),
      service('b', { interval: 600_000 }),
      service('c', { interval: 3_600_000, failures: 3 }),
    ]
    expect(seen(services, look, 70_000).slice(3)).toEqual([
      '35000 a timeout', // its second look
      ...['40000 b timeout', '40000 c timeout'],
      ...['45000 a timeout', '50000 b timeout', '50000 c timeout'],
      '60000 c timeout',
    ])
  })

  test.each<[string, ContactedResult]>([
    ['one that was connected to', failed('timeout', true)],
    ['one that is refused', failed('refused')],
  ])('nobody is looked at because of %s', (_, result) => {
    expect(seen([service('a', { failures: 1 }), service('b')], by({ a: () => of(result) }), 10_000)).toHaveLength(2)
  })
})
