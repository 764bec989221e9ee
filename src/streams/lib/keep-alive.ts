import { catchError, concat, defer, of, retry, tap, throwError, timer, type OperatorFunction } from 'rxjs'
import { backoffDelay, type Backoff } from '../../backoff.ts'

/**
 * Keeps a stream alive: its error becomes a value, and it is subscribed anew after a while.
 *
 * ```
 * first = 2, max = 8, no jitter
 * source:     -a-#
 * keepAlive:  -a-x--a-x--a-x
 * ```
 *
 * @param toValue  makes the value that stands for an error
 * @param backoff  the waits double from `first` to `max` milliseconds, and start over after a value
 * @param random   from 0 up to 1: the jitter of the waits
 *
 * On error: emits `toValue(error)` and subscribes again after the wait. On completion: passes it on.
 *
 * @example host$.pipe(keepAlive({ toValue: unavailable('host'), backoff: { first: 1_000, max: 10_000 }, random }))
 */
export const keepAlive =
  <T, E>({
    toValue,
    backoff,
    random,
  }: {
    toValue: (error: unknown) => E
    backoff: Backoff
    random: () => number
  }): OperatorFunction<T, T | E> =>
  (source$) =>
    defer(() => {
      let attempt = 0
      return source$.pipe(
        tap(() => (attempt = 0)),
        catchError((error: unknown) =>
          concat(
            of(toValue(error)),
            throwError(() => new Error('to be subscribed anew')),
          ),
        ),
        retry({ delay: () => timer(backoffDelay(backoff, attempt++, random())) }),
      )
    })
