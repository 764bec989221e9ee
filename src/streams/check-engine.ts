import { defer, type OperatorFunction } from 'rxjs'
import type { Check } from '../model/check.ts'
import { checksOf, type ToldLife } from '../model/memory.ts'
import type { Reading } from '../model/reading.ts'
import { concatMapArrays } from './concat-map-arrays.ts'

/**
 * Judges whether the Docker engine can be seen.
 *
 * ```
 * asked = false
 * readings:     x--a--x   x: containers unavailable, a: containers
 * checkEngine:  ---o--c   o: ok, c: critical
 * ```
 *
 * @param asked  whether the owner asked for an engine; otherwise one that was never seen is not missed
 * @param lives  what was told before a restart
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkEngine({ asked: false }))
 */
export const checkEngine =
  ({ asked, lives = [] }: { asked: boolean; lives?: readonly ToldLife[] }): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      let expected = asked || checksOf(lives).some(({ type }) => type === 'DOCKER_CONNECTION_ERROR')
      return readings$.pipe(
        concatMapArrays((reading): readonly Check[] => {
          const about = { type: 'DOCKER_CONNECTION_ERROR', subject: 'docker', at: reading.at }
          if (reading.kind === 'containers') {
            expected = true
            return [{ ...about, status: 'ok', details: { kind: 'none' } }]
          }
          if (reading.kind !== 'unavailable' || reading.source !== 'containers' || !expected) return []
          return [{ ...about, status: 'critical', details: { kind: 'text', text: reading.reason } }]
        }),
      )
    })
