import { Observable, type OperatorFunction } from 'rxjs'

/**
 * Emits what is in each array, in order and at once.
 *
 * ```
 * arrays:        -[ab]-[]-[c]-
 * concatArrays:  -(ab)----c---
 * ```
 *
 * It is `concatAll` for arrays alone, which subscribes to nothing for each of them: through it, twice as many readings
 * a second pass the graph. On error and on completion: passes them on.
 *
 * @example readings$.pipe(map(judge), concatArrays())
 */
export const concatArrays =
  <T>(): OperatorFunction<readonly T[], T> =>
  (arrays$) =>
    new Observable((subscriber) =>
      arrays$.subscribe({
        next: (values) => {
          for (const value of values) subscriber.next(value)
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    )
