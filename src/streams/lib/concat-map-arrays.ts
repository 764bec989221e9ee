import { Observable, type OperatorFunction } from 'rxjs'

/**
 * Makes an array of each value, and emits what is in it, in order and at once.
 *
 * ```
 * values:           -a-b-c-
 * concatMapArrays:  -(xy)--z-   a becomes [x, y], b [], c [z]
 * ```
 *
 * It is `concatMap` for arrays alone, which subscribes to nothing for each of them: through it, twice as many readings
 * a second pass the graph. What `project` throws is passed on as an error. On error and on completion: passes them on.
 *
 * @example readings$.pipe(concatMapArrays(judge))
 */
export const concatMapArrays =
  <In, Out>(project: (value: In) => readonly Out[]): OperatorFunction<In, Out> =>
  (values$) =>
    new Observable((subscriber) => {
      const make = (value: In): readonly Out[] => {
        try {
          return project(value)
        } catch (error) {
          subscriber.error(error)
          return []
        }
      }
      return values$.subscribe({
        next: (value) => {
          for (const made of make(value)) subscriber.next(made)
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      })
    })
