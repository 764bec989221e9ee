import { groupBy, mergeMap, type OperatorFunction } from 'rxjs'
import type { Reading } from '../../model/reading.ts'

/**
 * Has an operator for each host, so that none of them needs to know that there are others.
 *
 * ```
 * readings:  -a-b-a-   a: of vps-1, b: of vps-2
 * perHost:   -x-y-x-   x: by the operator of vps-1, y: by that of vps-2
 * ```
 *
 * @param operatorOf  makes the operator of a host, by its id
 *
 * A host that was seen is remembered. On error and on completion: passes them on.
 *
 * @example readings$.pipe(perHost((host) => judgeHost({ host, ...options })))
 */
export const perHost =
  <T>(operatorOf: (host: string) => OperatorFunction<Reading, T>): OperatorFunction<Reading, T> =>
  (readings$) =>
    readings$.pipe(
      groupBy(({ host }) => host),
      mergeMap((host$) => host$.pipe(operatorOf(host$.key))),
    )
