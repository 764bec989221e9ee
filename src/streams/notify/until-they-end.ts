import {
  asyncScheduler,
  defer,
  map,
  of,
  repeat,
  startWith,
  switchMap,
  timer,
  type MonoTypeOperatorFunction,
} from 'rxjs'
import type { Observable } from 'rxjs'

/** What holds until a time, in milliseconds since the epoch. */
interface Ending {
  readonly until: number
}

/** How long the clock is trusted not to have been set, in milliseconds. */
const clockTrustedFor = 60_000

/**
 * Of silences or acknowledgements those that hold now, and again whenever one may have ended.
 *
 * ```
 * silences:      -s-----------   s: db until the sixth frame
 * untilTheyEnd:  -s---n-------   n: none
 * ```
 *
 * On error: passes it on. On completion: goes on until all have ended.
 *
 * @example silences$.pipe(untilTheyEnd())
 */
export const untilTheyEnd =
  <T extends Ending>(): MonoTypeOperatorFunction<readonly T[]> =>
  (given$) =>
    given$.pipe(switchMap(activeOf))

const activeOf = <T extends Ending>(given: readonly T[]): Observable<readonly T[]> => {
  if (given.length === 0) return of([])
  const active = (): readonly T[] => given.filter(({ until }) => until > asyncScheduler.now())
  const next = (): number => Math.min(clockTrustedFor, ...active().map(({ until }) => until - asyncScheduler.now()))
  return defer(() =>
    defer(() => timer(next())).pipe(
      repeat(), // for as long as they are written down: a clock that was set forward may be set back
      map(active),
      startWith(active()),
    ),
  )
}
