import { EMPTY, map, of, scan, tap } from 'rxjs'
import { expect, test } from 'vitest'
import type { Reading } from '../../../src/model/reading.ts'
import { perHost } from '../../../src/streams/lib/per-host.ts'
import { sampleHost } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const timed = (hosts: readonly string[]): readonly (readonly [number, Reading])[] =>
  hosts.map((host, index) => [index, { ...sampleHost(), host }])

test('each host has an operator of its own, made once, when it is seen', () => {
  const made: string[] = []
  const counted = record(
    (play) =>
      play(timed(['a', 'b', 'a', 'a', 'b'])).pipe(
        perHost((host) => {
          made.push(host)
          return (readings$) =>
            readings$.pipe(
              scan((count) => count + 1, 0),
              map((count) => `${host}${count}`),
            )
        }),
      ),
    10,
  )
  expect(counted.map(([, word]) => word)).toEqual(['a1', 'b1', 'a2', 'a3', 'b2'])
  expect(made).toEqual(['a', 'b'])
})

test('it sees the readings of its host alone, from the first one on', () => {
  const seen: string[] = []
  record(
    (play) =>
      play(timed(['a', 'b', 'a'])).pipe(
        perHost((host) => (readings$) => readings$.pipe(tap((reading) => seen.push(`${host} ${reading.host}`)))),
      ),
    10,
  )
  expect(seen).toEqual(['a a', 'b b', 'a a'])
})

test('that the operator of one host completes says nothing of the others', () => {
  const played = record(
    (play) =>
      play(timed(['a', 'b', 'a', 'b'])).pipe(
        perHost((host) => (readings$) => (host === 'a' ? EMPTY : readings$.pipe(map(() => host)))),
      ),
    10,
  )
  expect(played).toEqual([
    [1, 'b'],
    [3, 'b'],
  ])
})

test('an error of one is passed on', () => {
  const broken = (host: string) => () => {
    throw new Error(host)
  }
  expect(record(() => of(sampleHost()).pipe(perHost((host) => map(broken(host)))), 10)).toEqual([[0, '#']])
})
