import { describe, expect, test } from 'vitest'
import type { Occurrence } from '../../../src/model/occurrence.ts'
import type { Container, Reading } from '../../../src/model/reading.ts'
import { noticeOutOfMemory } from '../../../src/streams/checks/notice-out-of-memory.ts'
import { containersReading, crashedContainer, sampleContainer, sampleHostId } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const watch = { all: true, names: [], ignore: [] }

type Timed = readonly (readonly [number, readonly Container[]])[]

const occurrences = (timed: Timed): readonly (readonly [number, Occurrence])[] =>
  record(
    (play) =>
      play(timed.map(([at, containers]): readonly [number, Reading] => [at, containersReading(containers)])).pipe(
        noticeOutOfMemory({ watch, settles: 20, atMostEvery: 1_000 }),
      ),
    10_000,
  ).flatMap(([at, one]) => (typeof one === 'string' ? [] : [[at, one] as const]))

/** What happened, when that was noticed, and how often it had. */
const noticed = (timed: Timed): readonly string[] =>
  occurrences(timed).map(([at, { type, subject, times }]) => `${at} ${type} ${subject} ×${times}`)

const well = sampleContainer()
const killedAt = (oomAt: number, given: Partial<Container> = {}) => sampleContainer({ oomAt, ...given })

describe('a process killed for memory', () => {
  test('in a container that goes on is noticed, once', () => {
    expect(
      noticed([
        [0, [well]],
        [10, [killedAt(10)]],
        [15, [killedAt(10)]],
        [500, [killedAt(10)]],
      ]),
    ).toEqual(['30 CONTAINER_OOM db ×1'])
  })

  test('whose container ends within a moment is none', () => {
    expect(
      noticed([
        [10, [killedAt(10)]],
        [25, [crashedContainer({ oomKilled: true }, { oomAt: 10 })]],
      ]),
    ).toEqual([])
  })

  test('whose container goes within a moment is none', () => {
    expect(
      noticed([
        [10, [killedAt(10)]],
        [25, []],
      ]),
    ).toEqual([])
  })

  test('again and again is told together, at most so often', () => {
    const again = [
      [10, [killedAt(10)]],
      [100, [killedAt(100)]],
      [200, [killedAt(200)]],
      [2_500, [killedAt(2_500)]],
    ] as const
    expect(noticed(again)).toEqual(['30 CONTAINER_OOM db ×1', '1030 CONTAINER_OOM db ×2', '2520 CONTAINER_OOM db ×1'])
  })

  test('is nothing where the container is not watched', () => {
    const labels = { enable: false, name: null, cpu: null, ram: null, problems: [] }
    expect(noticed([[10, [killedAt(10, { labels })]]])).toEqual([])
  })

  test('in its next life is another', () => {
    const ended = crashedContainer({ oomKilled: true }, { oomAt: 10 })
    expect(
      noticed([
        [10, [killedAt(10)]],
        [15, [ended]],
        [100, [well]],
        [200, [killedAt(200)]],
      ]),
    ).toEqual(['220 CONTAINER_OOM db ×1'])
  })

  test('is called the same however often it is seen, and each kill otherwise', () => {
    const ids = (...kills: readonly (readonly [number, readonly Container[]])[]): readonly string[] =>
      occurrences(kills).map(([, { id }]) => id)
    const [first] = ids([10, [killedAt(10)]])
    expect(ids([500, [killedAt(10)]])).toEqual([first])
    expect(ids([500, [killedAt(11)]])).not.toEqual([first])
    expect(ids([500, [killedAt(10, { id: 'another' })]])).not.toEqual([first])
  })

  test('is of the host that it was seen on', () => {
    const [[, seen] = []] = occurrences([[10, [killedAt(10)]]])
    expect(seen).toMatchObject({ host: sampleHostId, fingerprint: `${sampleHostId}\nCONTAINER_OOM\ndb`, at: 10 })
  })
})

describe('a container that is renamed', () => {
  const as = (name: string) => ({ name, containerName: name })
  const other = sampleContainer({ id: 'another' })

  test('was not killed in anew', () => {
    const old = killedAt(10, as('db-old'))
    expect(
      noticed([
        [10, [killedAt(10)]],
        [100, [old]],
        [200, [other, old]],
        [2_000, [other, old]],
      ]),
    ).toEqual(['30 CONTAINER_OOM db ×1'])
  })

  test('is told under the name that it has by then, and its kills are counted on', () => {
    expect(
      noticed([
        [10, [killedAt(10)]],
        [20, [other, killedAt(10, as('db-old'))]],
        [100, [other, killedAt(100, as('db-old'))]],
        [150, [other, killedAt(100, as('db-older'))]],
        [200, [other, killedAt(200, as('db-older'))]],
      ]),
    ).toEqual(['30 CONTAINER_OOM db-old ×1', '1030 CONTAINER_OOM db-older ×2'])
  })

  test('leaves nothing under the old name: a kill in another that has it is told at once', () => {
    expect(
      noticed([
        [10, [killedAt(10)]],
        [100, [killedAt(10, as('db-old')), other]],
        [200, [killedAt(10, as('db-old')), { ...other, oomAt: 200 }]],
      ]),
    ).toEqual(['30 CONTAINER_OOM db ×1', '220 CONTAINER_OOM db ×1'])
  })
})
