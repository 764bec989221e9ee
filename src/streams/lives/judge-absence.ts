import { asyncScheduler, Observable, timer, type MonoTypeOperatorFunction } from 'rxjs'
import { sourcesOf } from '../../model/alert-types.ts'
import type { SustainedCheck } from '../../model/check.ts'
import { isOpen, type Life } from '../../model/life.ts'
import type { Reading, SourceName } from '../../model/reading.ts'
import { createByFingerprint } from '../lib/by-fingerprint.ts'

/** An extension may look at something once a day, in milliseconds. */
const extensionPatience = 86_400_000

/**
 * Ends what was so before a restart and is not watched any more: a service that is not configured now, a disk that is
 * not mounted.
 *
 * ```
 * patience = 5, lives = db
 * checks:        -w-w-w-w-   w: web ok
 * judgeAbsence:  -w-w-r-w-   r: db removed
 * ```
 *
 * @param readings$  what is seen: nothing is missed of a source that sees nothing
 * @param lives      those from before the start
 * @param patience   milliseconds in which each source has looked at all that it watches
 *
 * Where there were none it is not there at all; once each of them was judged, or has ended, it only passes on. On error and on completion: passes them on.
 *
 * @example checks$.pipe(judgeAbsence({ readings$, lives, patience: 600_000 }))
 */
export const judgeAbsence =
  ({
    readings$,
    lives,
    patience,
  }: {
    readings$: Observable<Reading>
    lives: readonly Life[]
    patience: number
  }): MonoTypeOperatorFunction<SustainedCheck> =>
  (checks$) => {
    if (!lives.some(isOpen)) return checks$
    return new Observable((subscriber) => {
      const missing = createByFingerprint<SustainedCheck>()
      for (const { check } of lives.filter(isOpen)) missing.set(check, check)
      const blind = new Set<SourceName>(['host', 'containers'])
      const error = (reason: unknown): void => subscriber.error(reason)

      const judge = (waited: number): void => {
        const at = asyncScheduler.now()
        for (const check of missing.values()) {
          const { type, subject } = check
          const sources = sourcesOf(check)
          if (sources.some((source) => blind.has(source))) continue
          if (sources.length === 0 && waited < extensionPatience) continue
          missing.delete({ type, subject })
          subscriber.next({ type, subject, at, since: at, status: 'removed', details: { kind: 'none' } })
        }
      }
      const waits = timer(patience, patience).subscribe({
        next: (count) => {
          judge((count + 1) * patience)
          if (missing.isEmpty()) waits.unsubscribe()
        },
        error,
      })
      subscriber.add(waits)
      subscriber.add(
        readings$.subscribe({
          next: (reading) => {
            if (reading.kind === 'unavailable') blind.add(reading.source)
            else blind.delete(reading.kind)
          },
          error,
        }),
      )
      subscriber.add(
        checks$.subscribe({
          next: (check) => {
            missing.delete(check)
            subscriber.next(check)
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })
  }
