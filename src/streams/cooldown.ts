import { filter, groupBy, merge, mergeMap, throttleTime, type MonoTypeOperatorFunction } from 'rxjs'
import { hasEnded, type Alert } from '../model/alert.ts'

/**
 * What keeps firing speaks again no more often than this.
 *
 * ```
 * duration = 5
 * alerts:    f-m-m-m-e-f-m   f: firing, m: reminder, e: resolved
 * cooldown:  f-----m-e-f--
 * ```
 *
 * Each life is on its own: another fingerprint's alerts, an end, and the first firing of a new life always pass.
 *
 * @param duration  milliseconds
 *
 * On error and on completion: passes them on.
 *
 * @example alerts$.pipe(cooldown(1_800_000))
 */
export const cooldown =
  (duration: number): MonoTypeOperatorFunction<Alert> =>
  (alerts$) =>
    alerts$.pipe(
      groupBy(({ fingerprint }) => fingerprint, { duration: (life$) => life$.pipe(filter(hasEnded)) }),
      mergeMap((life$) =>
        merge(
          life$.pipe(
            filter((alert) => !hasEnded(alert)),
            throttleTime(duration),
          ),
          life$.pipe(filter(hasEnded)),
        ),
      ),
    )
