import { asyncScheduler, map, timer, type Observable } from 'rxjs'
import type { OutboxReading } from '../../model/reading.ts'
import type { KeptStore } from './open-store.ts'

/** Milliseconds between two looks: where it is in memory only, each tries to go back to the disk. */
const every = 15_000

/** Says where what waits is kept, at once and every 15 s; takes the disk up again when that is possible. Never ends. */
export const watchStorage = ({
  storage,
  returnToDisk,
}: Pick<KeptStore, 'storage' | 'returnToDisk'>): Observable<OutboxReading> =>
  timer(0, every).pipe(
    map(() => {
      returnToDisk()
      const { inMemoryBecause, movedAside } = storage()
      return { kind: 'outbox', at: asyncScheduler.now(), inMemoryBecause, movedAside }
    }),
  )
