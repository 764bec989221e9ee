import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  delay,
  filter,
  forkJoin,
  map,
  merge,
  mergeMap,
  of,
  take,
  timeout,
  timer,
  toArray,
  type Observable,
} from 'rxjs'
import type { Memory } from '../../model/memory.ts'
import type { ConnectionTest, Inventory, RestartedNotification, StartupNotification } from '../../model/notification.ts'
import type { Overview } from '../../model/overview.ts'
import type { QuietPeriod } from '../../model/quiet-range.ts'
import type { WatchRules } from '../checks/is-watched.ts'
import { nothingYet, toReport } from './report.ts'

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

export interface StartupOptions {
  readonly version: string
  readonly previousRun: PreviousRun
  readonly tests: readonly { readonly name: string; readonly result$: Observable<ConnectionTest> }[]
  readonly inventory$: Observable<Inventory>
  readonly overview$: Observable<Overview>
  /** In quiet hours the notice waits for their end. */
  readonly quiet$: Observable<QuietPeriod | null>
  readonly watch: WatchRules
  /** Milliseconds. */
  readonly wait: number
  /** What ran before the start. */
  readonly memory: Pick<Memory, 'ran'>
}

/**
 * Says that the agent has started, once: with the first report, or in one line after a crash. `null` says that it will be
 * said when the quiet hours are over.
 *
 * ```
 * wait = 4
 * tests:     -a|
 * overview:  --h-----
 * startup:   --(s|)
 * ```
 *
 * The notice waits for the connections' tests, the inventory and the first readings, and leaves without what has not
 * come in time; a test that ends without a result is not spoken of. After an unclean end it is one line that counts the
 * restarts, and waits until the last notice is long enough ago: an agent that keeps crashing does not flood.
 */
export const startup = ({
  version,
  previousRun,
  tests,
  inventory$,
  overview$,
  quiet$,
  watch,
  wait,
  memory,
}: StartupOptions): Observable<StartupNotification | RestartedNotification | null> =>
  defer(() => {
    const startedAt = asyncScheduler.now()
    const whenItMay = <T>(make: (isLate: boolean) => Observable<T>): Observable<T | null> =>
      quiet$.pipe(
        take(1),
        mergeMap((quiet) => {
          if (quiet === null) return make(false)
          const over$ = quiet$.pipe(
            filter((now) => now === null),
            take(1),
          )
          return concat(of(null), over$.pipe(mergeMap(() => make(true))))
        }),
      )
    const inTime = <T, E>(value$: Observable<T>, otherwise: E): Observable<T | E> =>
      value$.pipe(
        take(1),
        timeout(wait),
        catchError(() => of(otherwise)),
      )
    const seen$ = inTime(overview$.pipe(filter(isComplete)), null)
    if (previousRun.ended === 'uncleanly') {
      const { restarts, since, quietFor } = previousRun
      const notice = (): Observable<RestartedNotification> =>
        of({ kind: 'restarted', at: asyncScheduler.now(), version, restarts, since })
      return merge(
        // What is found is told by itself.
        seen$.pipe(
          delay(0),
          map(() => null),
        ),
        timer(quietFor).pipe(mergeMap(() => whenItMay(notice))),
      )
    }
    const connections = tests.map(({ name, result$ }) =>
      inTime<ConnectionTest, ConnectionTest>(result$, {
        name,
        result: { ok: false, reason: { code: 'noAnswerYet' } },
      }).pipe(toArray()),
    )
    return forkJoin({
      inventory: inTime(inventory$, null),
      connections: connections.length === 0 ? of([]) : forkJoin(connections).pipe(map((tested) => tested.flat())),
      seen: seen$,
    }).pipe(
      delay(0), // what the last reading made trouble is listed too
      mergeMap(({ inventory, connections }) =>
        whenItMay((isLate) =>
          overview$.pipe(
            take(1),
            map((overview): StartupNotification => {
              const report = toReport(overview, nothingYet, watch, memory.ran)
              // How they were hours ago nobody needs to know.
              const tested = isLate ? [] : connections
              return {
                kind: 'startup',
                at: asyncScheduler.now(),
                startedAt,
                version,
                inventory,
                connections: tested,
                report,
              }
            }),
          ),
        ),
      ),
    )
  })

const isComplete = ({ host, containers, unavailable }: Overview): boolean =>
  host !== null && (containers !== null || unavailable.has('containers'))
