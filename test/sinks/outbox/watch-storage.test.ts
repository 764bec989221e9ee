import { BehaviorSubject, merge, timer, tap, ignoreElements } from 'rxjs'
import { expect, test } from 'vitest'
import type { Storage } from '../../../src/sinks/outbox/open-store.ts'
import { watchStorage } from '../../../src/sinks/outbox/watch-storage.ts'
import { hour, minute, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const onDisk: Storage = { inMemoryBecause: null, movedAside: null }
const inMemory: Storage = { ...onDisk, inMemoryBecause: { code: 'diskFull' } }

/** What is said where the disk is lost at a time, and there again at the third attempt to take it up. */
const said = (lostAt: number) => {
  const storage$ = new BehaviorSubject(onDisk)
  let attempts = 0
  const returnToDisk = (): void => {
    attempts += 1
    if (attempts === 3) storage$.next(onDisk)
  }
  const readings = record(
    () =>
      merge(
        timer(lostAt).pipe(
          tap(() => storage$.next(inMemory)),
          ignoreElements(),
        ),
        watchStorage({ storage: () => storage$.value, storage$, returnToDisk }),
      ),
    hour,
  ).map(([at, reading]) => [at, typeof reading === 'string' ? reading : reading.inMemoryBecause])
  return { readings, attempts }
}

test('where it is kept is said at once and when that changes; while it is in memory the disk is tried, and each time said', () => {
  expect(said(minute)).toEqual({
    readings: [
      [0, null],
      [minute, { code: 'diskFull' }],
      [minute + 15 * second, { code: 'diskFull' }],
      [minute + 30 * second, { code: 'diskFull' }],
      [minute + 45 * second, null],
      [minute + 45 * second, null],
    ],
    attempts: 3,
  })
})

test('on the disk nothing more is said or tried', () => {
  expect(said(2 * hour)).toEqual({ readings: [[0, null]], attempts: 0 })
})
