import { Observable, Subject, type MonoTypeOperatorFunction } from 'rxjs'
import type { Check, SustainedCheck } from '../../model/check.ts'
import { alertTypeOf } from '../../model/alert-types.ts'
import type { Life } from '../../model/life.ts'
import { checksOf } from '../../model/memory.ts'
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
 * A subject is unknown while a source says nothing else of it: that the network is well says nothing of whether the host is
 * seen. Remembers the types of the subjects alive.
 *
 * @param unknownAfter  milliseconds
 * @param lives         those from before the start: what was unknown is, until it is seen
 *
 * On error and on completion: passes them on.
 *
 * @example checks$.pipe(monitoringBlind(300_000))
 */
export const monitoringBlind =
  (unknownAfter: number, lives: readonly Life[] = []): MonoTypeOperatorFunction<SustainedCheck> =>
  (checks$) =>
    new Observable((subscriber) => {
      /** By type: every check is looked up here, and nearly always it sees what was seen before. */
      const sightBy = new Map<string, Sight>()
      const sightOf = (of: string): Sight => {
        const sight = sightBy.get(of) ?? { source: sourceOf(of), isSeen: new Map<string, boolean>() }
        sightBy.set(of, sight)
        return sight
      }
      for (const { subject, details } of checksOf(lives))
        if (details.kind === 'blind') for (const hidden of details.types) sightOf(hidden).isSeen.set(subject, false)
      const changes$ = new Subject<Check>()
      const error = (reason: unknown): void => subscriber.error(reason)

      const isBlind = (subject: string, source: string): boolean => {
        const seen = [...sightBy.values()].flatMap((sight) =>
          sight.source === source ? (sight.isSeen.get(subject) ?? []) : [],
        )
        return seen.length > 0 && !seen.includes(true)
      }
      /** Whether anything may be blind by it, or no more. */
      const isNews = ({ type: of, subject, status }: Check): boolean => {
        const before = sightBy.get(of)?.isSeen.get(subject)
        return status === 'removed' ? before !== undefined : before !== true || status === 'unknown'
      }
      const take = ({ type: of, subject, status }: Check): void => {
        const { isSeen } = sightOf(of)
        if (status !== 'removed') isSeen.set(subject, status !== 'unknown')
        else if (isSeen.delete(subject) && isSeen.size === 0) sightBy.delete(of)
      }
      const look = (check: Check): void => {
        if (!isNews(check)) return
        const { subject, at } = check
        const source = sourceOf(check.type)
        const wasBlind = isBlind(subject, source)
        take(check)
        if (!wasBlind && !isBlind(subject, source)) return
        const known = [...sightBy].filter(([, sight]) => sight.isSeen.has(subject))
        const hidden = known.filter(([, sight]) => isBlind(subject, sight.source)).map(([of]) => of)
        const types = hidden.length > 0 ? hidden : [check.type]
        const now = hidden.length > 0 ? 'warning' : known.length > 0 ? 'ok' : 'removed'
        changes$.next({ type, subject, at, status: now, details: { kind: 'blind', types } })
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

/** Which subjects of one type of alert can be judged, of those that there are. */
interface Sight {
  readonly source: string
  readonly isSeen: Map<string, boolean>
}

/** What an extension checks under one type is seen by nobody else. */
const sourceOf = (type: string): string => alertTypeOf(type)?.source ?? type
