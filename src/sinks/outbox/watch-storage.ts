import { asyncScheduler, map, observeOn, of, startWith, switchMap, tap, timer } from 'rxjs'
import type { Observable } from 'rxjs'
import type { OutboxReading } from '../../model/reading.ts'
import type { KeptStore } from './open-store.ts'

/** Milliseconds between two attempts to go back to the disk. */
const every = 15_000

/**
 * Says where what waits is kept, at once and whenever that changes. While it is in memory only, tries to take the disk up
 * again, and says after each attempt what came of it. Never ends.
 */
export const watchStorage = ({
  storage,
  storage$,
  returnToDisk,
}: Pick<KeptStore, 'storage' | 'storage$' | 'returnToDisk'>): Observable<OutboxReading> =>
  storage$.pipe(
    // It changes in the midst of a write, and so in the midst of what a reading brought about.
    observeOn(asyncScheduler),
    switchMap((changed) =>
      changed.inMemoryBecause === null
        ? of(changed)
        : timer(every, every).pipe(tap(returnToDisk), map(storage), startWith(changed)),
    ),
    map(({ inMemoryBecause, movedAside }) => ({
      kind: 'outbox',
      at: asyncScheduler.now(),
      inMemoryBecause,
      movedAside,
    })),
  )
