import {
  asyncScheduler,
  catchError,
  filter,
  forkJoin,
  map,
  mergeMap,
  of,
  take,
  timeout,
  timer,
  toArray,
  type Observable,
} from 'rxjs'
import type { ConnectionTest, Inventory, RestartedNotification, StartupNotification } from '../model/notification.ts'
import type { Overview } from '../model/overview.ts'
import type { WatchRules } from './is-watched.ts'
import { toReport } from './report.ts'

/** How the run before this one ended. */
export type PreviousRun =
  | { readonly ended: 'cleanly' }
  | {
      readonly ended: 'uncleanly'
      /** Starts since the last start-up notice, this one included. */
      readonly restarts: number
      /** When the last start-up notice was made, in milliseconds since the epoch. */
      readonly since: number
      /** Milliseconds until the next one may be. */
      readonly quietFor: number
    }

/**
 * Says that the agent has started, once: with the first report, or in one line after a crash.
 *
 * ```
 * wait = 4
 * tests:     -a|
 * overview:  --h-----
 * startup:   --(s|)
 * ```
 *
 * The notice waits for the connections' tests, the inventory and the first readings, and leaves without what has not
 * come in time; a test that ends without a result is not spoken of. After an unclean end it is one line that counts the restarts, and waits until the last notice is
 * long enough ago: an agent that keeps crashing does not flood.
 *
 * @param wait  milliseconds
 */
export const startup = ({
  version,
  previousRun,
  tests,
  inventory$,
  overview$,
  wait,
  ...rules
}: {
  version: string
  previousRun: PreviousRun
  tests: readonly { readonly name: string; readonly result$: Observable<ConnectionTest> }[]
  inventory$: Observable<Inventory>
  overview$: Observable<Overview>
  wait: number
  watch: WatchRules
  heartbeats: boolean
}): Observable<StartupNotification | RestartedNotification> => {
  if (previousRun.ended === 'uncleanly') {
    const { restarts, since, quietFor } = previousRun
    return timer(quietFor).pipe(map(() => ({ kind: 'restarted', at: asyncScheduler.now(), version, restarts, since })))
  }
  const inTime = <T, E>(value$: Observable<T>, otherwise: E): Observable<T | E> =>
    value$.pipe(
      take(1),
      timeout(wait),
      catchError(() => of(otherwise)),
    )
  const connections = tests.map(({ name, result$ }) =>
    inTime<ConnectionTest, ConnectionTest>(result$, { name, result: { ok: false, reason: 'no answer yet' } }).pipe(
      toArray(),
    ),
  )
  return forkJoin({
    inventory: inTime(inventory$, null),
    connections: connections.length === 0 ? of([]) : forkJoin(connections).pipe(map((tested) => tested.flat())),
    seen: inTime(overview$.pipe(filter(isComplete)), null),
  }).pipe(
    mergeMap(({ inventory, connections }) =>
      overview$.pipe(
        take(1),
        map((overview) => ({
          kind: 'startup' as const,
          at: asyncScheduler.now(),
          version,
          inventory,
          connections,
          report: toReport(overview, { since: null, totals: overview }, rules),
        })),
      ),
    ),
  )
}

const isComplete = ({ host, containers }: Overview): boolean =>
  host.reading !== null && (containers.reading !== null || containers.unavailable !== null)
