import { exhaustMap, Observable, Subject, timer, type OperatorFunction } from 'rxjs'

/**
 * Puts together what belongs to one moment: all that a reading brought, once every operator has seen it, so that a cause
 * and what follows from it arrive together.
 *
 * ```
 * values:    -(ab)-c-------   a, b: made of the reading, c: by a timer
 * seen:      -r------------   r: the reading, seen by all
 * inArrays:  -[ab]-[c]-----
 * ```
 *
 * @param seen$  emits when all have seen a reading: subscribe to it after the operators that make the values
 *
 * What no reading brought, as the end of a wait does, goes with all that comes in the same instant. On error: passes it
 * on. On completion: what is gathered leaves first.
 *
 * @example lives$.pipe(inArrays(readings$))
 */
export const inArrays =
  <T>(seen$: Observable<unknown>): OperatorFunction<T, readonly T[]> =>
  (values$) =>
    new Observable((subscriber) => {
      const gathering$ = new Subject<void>()
      let gathered: T[] = []
      const error = (reason: unknown): void => subscriber.error(reason)

      const leave = (): void => {
        if (gathered.length === 0) return
        const values = gathered
        gathered = []
        subscriber.next(values)
      }
      // One timer an instant, which is never taken back: a leave that finds nothing says nothing.
      subscriber.add(gathering$.pipe(exhaustMap(() => timer(0))).subscribe({ next: leave, error }))
      subscriber.add(
        values$.subscribe({
          next: (value) => {
            gathered.push(value)
            gathering$.next()
          },
          error,
          complete: () => {
            leave()
            subscriber.complete()
          },
        }),
      )
      subscriber.add(seen$.subscribe({ next: leave, error }))
    })
