import { defer, forkJoin, map, ReplaySubject, share, switchMap, timer, type Observable } from 'rxjs'
import type { DiskUsage } from '../../model/disk-usage.ts'
import { largestFirst } from './disk-usage.ts'
import type { Engine } from './engine.ts'
import { readLogFiles } from './log-files.ts'

/** The engine looks at every file for it: it is asked at most so often, in milliseconds. */
const askedEvery = 3_600_000

/**
 * What the engine and the logs of its containers take up. Whoever subscribes gets what was read in the last hour; one that
 * no longer waits ends nothing. Errs where the engine does; is asked again then.
 *
 * @param hostRoot  where the host's / is seen
 */
export const createDiskUsage = ({
  engine,
  hostRoot,
}: {
  engine: Pick<Engine, 'diskUsage' | 'list'>
  hostRoot: string
}): Observable<DiskUsage> =>
  defer(() =>
    forkJoin({
      usage: engine.diskUsage(),
      logs: engine.list().pipe(
        map((listed) => new Map(listed.map(({ id, name }) => [id, name]))),
        switchMap((names) => readLogFiles(hostRoot, (id) => names.get(id) ?? '')),
      ),
    }),
  ).pipe(
    map(({ usage, logs }) => largestFirst(logs === null ? usage : [...usage, logs])),
    share({
      connector: () => new ReplaySubject(1),
      resetOnComplete: () => timer(askedEvery),
      resetOnError: true,
      resetOnRefCountZero: false,
    }),
  )
