import { catchError, concat, defer, of, retry, tap, throwError, timer, type OperatorFunction } from 'rxjs'

export interface Backoff {
  /** Milliseconds before the first new attempt. */
  readonly first: number
  /** The most milliseconds between two attempts. */
  readonly max: number
  /** From 0 up to 1: how much of the second half of a wait is taken. */
  readonly random: () => number
}

/**
 * Milliseconds before attempt number `attempt` (from 0): doubled each time, capped, then jittered over its second
 * half ("equal jitter" in the AWS Architecture Blog, Exponential Backoff And Jitter, 2015).
 */
export const backoffDelay = ({ first, max, random }: Backoff, attempt: number): number => {
  const capped = Math.min(max, first * 2 ** Math.min(attempt, 30))
  return capped / 2 + (random() * capped) / 2
}

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
 *
 * On error: emits `toValue(error)` and subscribes again after the wait. On completion: passes it on.
 *
 * @example host$.pipe(keepAlive({ toValue: unavailable('host'), backoff: { first: 1_000, max: 10_000, random } }))
 */
export const keepAlive =
  <T, E>({ toValue, backoff }: { toValue: (error: unknown) => E; backoff: Backoff }): OperatorFunction<T, T | E> =>
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
        retry({ delay: () => timer(backoffDelay(backoff, attempt++)) }),
      )
    })
