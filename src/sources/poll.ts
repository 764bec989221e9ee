import { exhaustMap, timeout, timer, type Observable } from 'rxjs'

/**
 * Reads at once and then every `interval` milliseconds.
 *
 * ```
 * interval = 5
 * read():  --r|
 * poll:    --r----r----r----r
 * ```
 *
 * A read that is still under way is not overtaken. One that takes longer than `interval` is an error
 * (`TimeoutError`), as is one that fails: whoever supervises the source makes a value of it and subscribes anew.
 */
export const poll = <T>({ interval, read }: { interval: number; read: () => Observable<T> }): Observable<T> =>
  timer(0, interval).pipe(exhaustMap(() => read().pipe(timeout({ first: interval, each: interval }))))
