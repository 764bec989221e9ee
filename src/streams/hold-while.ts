import { Observable, type MonoTypeOperatorFunction } from 'rxjs'

/**
 * Holds back the newest value while something is so, and lets it go when it no longer is.
 *
 * ```
 * held:       n--h------n---   h: hold, n: no longer
 * values:     -a--b--c----d-
 * holdWhile:  -a--------c-d-
 * ```
 *
 * @param held$  whether to hold: now, and when that changes
 *
 * On error: passes it on. On completion: what is held is dropped.
 *
 * @example reportTimes({ hours: 4, timeZone }).pipe(holdWhile(quiet$))
 */
export const holdWhile =
  <T>(held$: Observable<boolean>): MonoTypeOperatorFunction<T> =>
  (values$) =>
    new Observable((subscriber) => {
      let isHeld = false
      let newest: { readonly value: T } | null = null
      const error = (reason: unknown): void => subscriber.error(reason)
      subscriber.add(
        held$.subscribe({
          next: (held) => {
            isHeld = held
            if (held || newest === null) return
            const { value } = newest
            newest = null
            subscriber.next(value)
          },
          error,
        }),
      )
      subscriber.add(
        values$.subscribe({
          next: (value) => {
            if (isHeld) newest = { value }
            else subscriber.next(value)
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })
