import { Observable, Subject, type MonoTypeOperatorFunction } from 'rxjs'
import type { Check, SustainedCheck } from '../model/check.ts'
import { checksOf, type ToldLife } from '../model/memory.ts'
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
 * @param lives         what was told before a restart: what was unknown is, until it is seen
 *
 * On error and on completion: passes them on.
 *
 * @example checks$.pipe(monitoringBlind(300_000))
 */
export const monitoringBlind =
  (unknownAfter: number, lives: readonly ToldLife[] = []): MonoTypeOperatorFunction<SustainedCheck> =>
  (checks$) =>
    new Observable((subscriber) => {
      const sights = new Map<string, Sight>()
      for (const { subject, details } of checksOf(lives))
        if (details.kind === 'blind')
          sights.set(subject, {
            isSeen: new Map(details.types.map((hidden) => [hidden, false])),
            unseen: new Set(details.types).size,
          })
      const changes$ = new Subject<Check>()
      const error = (reason: unknown): void => subscriber.error(reason)

      const look = (check: Check): void => {
        const { subject } = check
        const sight = sights.get(subject) ?? { isSeen: new Map<string, boolean>(), unseen: 0 }
        const wasBlind = isBlind(sight)
        if (!update(sight, check) && !wasBlind) return
        if (sight.isSeen.size > 0) sights.set(subject, sight)
        else sights.delete(subject)
        const isNow = isBlind(sight)
        if (!isNow && !wasBlind) return
        const status = isNow ? 'warning' : sights.has(subject) ? 'ok' : 'removed'
        const types = [check.type, ...sight.isSeen.keys()]
        changes$.next({ type, subject, at: check.at, status, details: { kind: 'blind', types } })
      }

      subscriber.add(
        changes$
          .pipe(sustain({ forOf: () => unknownAfter, keepFiringFor: 0, lives }))
          .subscribe({ next: (check) => subscriber.next(check), error }),
      )
      subscriber.add(
        checks$.subscribe({
          next: (check) => {
            subscriber.next(check)
            look(check)
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })

/** Which types of alert about one subject can be judged, and how many cannot. */
interface Sight {
  readonly isSeen: Map<string, boolean>
  unseen: number
}

/** Whether anything has changed by this check. */
const update = (sight: Sight, { type, status }: Check): boolean => {
  const before = sight.isSeen.get(type)
  const isSeen = status !== 'unknown'
  if (before === isSeen && status !== 'removed') return false
  if (before === false) sight.unseen -= 1
  if (status === 'removed') return sight.isSeen.delete(type)
  sight.isSeen.set(type, isSeen)
  if (!isSeen) sight.unseen += 1
  return true
}

const isBlind = ({ isSeen, unseen }: Sight): boolean => unseen > 0 && unseen === isSeen.size
