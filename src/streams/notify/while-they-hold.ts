import { asyncScheduler, defer, map, of, repeat, startWith, switchMap, timer, type OperatorFunction } from 'rxjs'
import type { Observable } from 'rxjs'
import type { GivenSilence, Silence } from '../../model/silence.ts'
import { holdingOf } from './holding.ts'

const minute = 60_000

/**
 * Of silences those that hold now, and again whenever one may have begun to, or may have ended.
 *
 * ```
 * silences:       -s-----------   s: db until the sixth frame
 * whileTheyHold:  -s---n-------   n: none
 * ```
 *
 * What recurs begins and ends with a minute of the clock, which is looked at then: summer time and a clock that steps are
 * followed.
 *
 * @param timeZone  an IANA name: whose clock says when one that recurs holds
 *
 * On error: passes it on. On completion of the silences: goes on.
 *
 * @example silences$.pipe(whileTheyHold('America/Sao_Paulo'))
 */
export const whileTheyHold =
  (timeZone: string): OperatorFunction<readonly GivenSilence[], readonly Silence[]> =>
  (silences$) =>
    silences$.pipe(switchMap((silences) => holdingNow(silences, timeZone)))

const holdingNow = (silences: readonly GivenSilence[], timeZone: string): Observable<readonly Silence[]> => {
  if (silences.length === 0) return of([])
  const holding = holdingOf(silences, timeZone)
  const now = (): readonly Silence[] => holding(asyncScheduler.now())
  const next = (): number => {
    const at = asyncScheduler.now()
    return Math.min(minute - (at % minute), ...holding(at).map(({ until }) => until - at))
  }
  return defer(() =>
    defer(() => timer(next())).pipe(
      repeat(), // for as long as they are written down: a clock that was set forward may be set back
      map(now),
      startWith(now()),
    ),
  )
}
