import { delay, map, NEVER, of, throwError, type Observable } from 'rxjs'
import { expect, test } from 'vitest'
import type { ProbeFailure, Service, Target } from '../../../src/model/service.ts'
import type { ProbeResult } from '../../../src/sources/services/probe-result.ts'
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

const fine: ProbeResult = { failure: null, validUntil: null }
const failed = (reason: ProbeFailure['reason']): ProbeResult => ({ failure: { reason, detail: '' }, validUntil: null })

const seen = (services: readonly Service[], look: (target: Target) => Observable<ProbeResult>, until: number) =>
  record(
    () =>
      createServicesSource(services, look).pipe(
        map(({ service: { name }, failure }) => `${name} ${failure?.reason ?? 'ok'}`),
      ),
    until,
  ).map(([time, word]) => `${time} ${word}`)

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

test('one that is slow delays no other, and is given up in time', () => {
  const look = (target: Target) => (target.kind === 'tcp' && target.host === 'slow' ? NEVER : of(fine).pipe(delay(10)))
  expect(seen([service('slow', { failures: 1 }), service('a', { interval: 3_000 })], look, 7_000)).toEqual([
    '210 a ok',
    '3220 a ok',
    '5000 slow timeout',
    '5010 a ok',
  ])
})

test('where the network may be gone, all others are looked at too', () => {
  const look = (target: Target) =>
    target.kind === 'tcp' && target.host === 'a' ? of(failed('unreachable')).pipe(delay(1_000)) : of(fine)
  expect(seen([service('a'), service('b')], look, 2_000)).toEqual(['200 b ok', '1000 b ok', '1000 a unreachable'])
})

test('one that cannot even be asked is a failure of its own, and the others go on', () => {
  const look = (target: Target) =>
    target.kind === 'tcp' && target.host === 'bad' ? throwError(() => new TypeError('no such protocol')) : of(fine)
  expect(seen([service('bad', { failures: 1 }), service('a')], look, 31_000)).toEqual([
    '0 bad other',
    '200 a ok',
    '30000 bad other',
    '30200 a ok',
  ])
})
