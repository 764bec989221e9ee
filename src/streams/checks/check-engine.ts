import { defer, type OperatorFunction } from 'rxjs'
import type { Check } from '../../model/check.ts'
import type { Reading } from '../../model/reading.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'

/**
 * Judges whether the Docker engine can be seen.
 *
 * ```
 * expected = false
 * readings:     x--a--x   x: no engine there, a: containers
 * checkEngine:  ---o--c   o: ok, c: critical
 * ```
 *
 * @param expected  whether an engine is expected from the start. Otherwise it is from when one was seen, or something is where it
 *                  would be: what refuses to answer is an engine, what is not there is none
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkEngine({ expected: false }))
 */
export const checkEngine =
  ({ expected: fromTheStart }: { expected: boolean }): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      let expected = fromTheStart
      return readings$.pipe(
        concatMapArrays((reading): readonly Check[] => {
          const about = { type: 'DOCKER_CONNECTION_ERROR', subject: 'docker', at: reading.at }
          if (reading.kind === 'containers') {
            expected = true
            return [{ ...about, status: 'ok', details: { kind: 'none' } }]
          }
          if (reading.kind !== 'unavailable' || reading.source !== 'containers') return []
          expected ||= reading.isAbsent !== true
          if (!expected) return []
          return [{ ...about, status: 'critical', details: { kind: 'reason', reason: reading.reason } }]
        }),
      )
    })
