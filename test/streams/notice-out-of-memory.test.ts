import { describe, expect, test } from 'vitest'
import type { Container, Reading } from '../../src/model/reading.ts'
import { noticeOutOfMemory } from '../../src/streams/notice-out-of-memory.ts'
import { containersReading, crashedContainer, sampleContainer } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const watch = { all: true, names: [], ignore: [] }

/** When something was told, and how many notices were held before it. */
const told = (timed: readonly (readonly [number, readonly Container[]])[]): readonly string[] =>
  record(
    (play) =>
      play(timed.map(([at, containers]): readonly [number, Reading] => [at, containersReading(containers)])).pipe(
        noticeOutOfMemory({ watch, settles: 20, atMostEvery: 1_000 }),
      ),
    10_000,
  ).flatMap(([at, alert]) =>
    typeof alert === 'string' ? [] : [`${at} ${alert.type} ${alert.subject} ${alert.reason} ${alert.withheld}`],
  )

const well = sampleContainer()
const killedAt = (oomAt: number, given: Partial<Container> = {}) => sampleContainer({ oomAt, ...given })

describe('a process killed for memory', () => {
  test('in a container that goes on is a notice, once', () => {
    expect(
      told([
        [0, [well]],
        [10, [killedAt(10)]],
        [15, [killedAt(10)]],
        [500, [killedAt(10)]],
      ]),
    ).toEqual(['30 CONTAINER_OOM db notice 0'])
  })

  test('whose container ends within a moment is none', () => {
    expect(
      told([
        [10, [killedAt(10)]],
        [25, [crashedContainer({ oomKilled: true }, { oomAt: 10 })]],
      ]),
    ).toEqual([])
  })

  test('whose container goes within a moment is none', () => {
    expect(
      told([
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
    expect(told(again)).toEqual([
      '30 CONTAINER_OOM db notice 0',
      '1030 CONTAINER_OOM db notice 1',
      '2520 CONTAINER_OOM db notice 0',
    ])
  })

  test('is nothing where the container is not watched', () => {
    const labels = { enable: false, name: null, cpu: null, ram: null, problems: [] }
    expect(told([[10, [killedAt(10, { labels })]]])).toEqual([])
  })

  test('in its next life is another', () => {
    const ended = crashedContainer({ oomKilled: true }, { oomAt: 10 })
    expect(
      told([
        [10, [killedAt(10)]],
        [15, [ended]],
        [100, [well]],
        [200, [killedAt(200)]],
      ]),
    ).toEqual(['220 CONTAINER_OOM db notice 0'])
  })
})
