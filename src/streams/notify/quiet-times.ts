import { asyncScheduler, defer, distinctUntilChanged, map, of, repeat, startWith, switchMap, timer } from 'rxjs'
import type { MonoTypeOperatorFunction, Observable } from 'rxjs'
import type { QuietPeriod } from '../../model/quiet-range.ts'
import type { QuietAt } from './quiet-hours.ts'

const minute = 60_000
/** When quiet hours end, a report that was due says what is so; what it does not say follows within this. */
const afterReport = 1_000

/**
 * Says whether it is quiet now, and again when that changes. Never completes.
 *
 * ```
 * ranges = 22:00-07:00, subscribed at 20:00, frame = 1 h
 * quietTimes:  n-q--------n-------   n: not quiet, q: quiet
 * ```
 *
 * The clock of the zone is looked at once a minute: summer time and a clock that steps are followed.
 *
 * @param quietAt  see `quietHoursOf`
 *
 * @example quietTimes(quietHoursOf({ ranges: [{ days: [5, 6], from: 0, to: 540 }], timeZone: 'America/Sao_Paulo' }))
 */
export const quietTimes = (quietAt: QuietAt): Observable<QuietPeriod | null> =>
  defer(() => {
    const now = (): QuietPeriod | null => quietAt(asyncScheduler.now())
    return defer(() => timer(minute - (asyncScheduler.now() % minute))).pipe(
      repeat(),
      map(now),
      startWith(now()),
      distinctUntilChanged((one, other) => one?.id === other?.id),
    )
  })

/**
 * Quiet hours as alerts know them: they end after the report that was due at their end.
 *
 * ```
 * frame = 1 s
 * quiet:        q---n-----
 * reportFirst:  q----n----
 * ```
 *
 * On error and on completion: passes them on.
 *
 * @example quietTimes(quietAt).pipe(reportFirst())
 */
export const reportFirst = (): MonoTypeOperatorFunction<QuietPeriod | null> => (quiet$) =>
  quiet$.pipe(switchMap((quiet) => (quiet === null ? timer(afterReport).pipe(map(() => null)) : of(quiet))))
