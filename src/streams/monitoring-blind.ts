import { connect, defer, filter, map, merge, type MonoTypeOperatorFunction, type OperatorFunction } from 'rxjs'
import type { Check, SustainedCheck } from '../model/check.ts'
import { sustain } from './sustain.ts'

const type = 'MONITORING_BLIND'

/**
 * Adds a trouble of its own for each subject that has been unknown for too long.
 *
 * ```
 * unknownAfter = 3
 * checks:           o-u-u-u-u-o   o: db ok, u: db unknown
 * monitoringBlind:  o-u-u-b-b-k   b: db unknown and blind, k: db ok and blind no more
 * ```
 *
 * A subject is unknown while none of its checks says anything else. Remembers the types of the subjects alive.
 *
 * @param unknownAfter  milliseconds
 *
 * On error and on completion: passes them on.
 *
 * @example checks$.pipe(monitoringBlind(300_000))
 */
export const monitoringBlind =
  (unknownAfter: number): MonoTypeOperatorFunction<SustainedCheck> =>
  (checks$) =>
    checks$.pipe(
      connect((shared$) =>
        merge(shared$, shared$.pipe(judgeSight(), sustain({ forOf: () => unknownAfter, keepFiringFor: 0 }))),
      ),
    )

/** What is known of the types of alert about one subject. */
interface Sight {
  readonly seen: Set<string>
  readonly unseen: Set<string>
}

/** Says of a subject that none of it can be seen, and that some of it can again. */
const judgeSight = (): OperatorFunction<Check, Check> => (checks$) =>
  defer(() => {
    const sights = new Map<string, Sight>()
    return checks$.pipe(
      map((check): Check | null => {
        const { subject, at } = check
        const sight = sights.get(subject) ?? { seen: new Set(), unseen: new Set() }
        const wasBlind = isBlind(sight)
        sight.seen.delete(check.type)
        sight.unseen.delete(check.type)
        if (check.status === 'unknown') sight.unseen.add(check.type)
        else if (check.status !== 'removed') sight.seen.add(check.type)
        if (sight.seen.size + sight.unseen.size > 0) sights.set(subject, sight)
        else sights.delete(subject)
        const isNow = isBlind(sight)
        if (!isNow && !wasBlind) return null
        const status = isNow ? 'warning' : sights.has(subject) ? 'ok' : 'removed'
        return {
          type,
          subject,
          at,
          status,
          details: { kind: 'blind', types: [check.type, ...sight.unseen, ...sight.seen] },
        }
      }),
      filter((check) => check !== null),
    )
  })

const isBlind = ({ seen, unseen }: Sight): boolean => seen.size === 0 && unseen.size > 0
