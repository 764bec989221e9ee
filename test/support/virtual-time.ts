import { Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'

/** What came out, and when: milliseconds of virtual time. */
export type Recorded<T> = readonly (readonly [number, T])[]

/**
 * Runs a stream in virtual time and records what it emits; `'|'` and `'#'` stand for its completion and its error.
 *
 * @param build  gets `play`, which makes a cold stream of values at their times in milliseconds
 * @param until  when to unsubscribe, in milliseconds
 */
export const record = <T>(
  build: (play: <I>(values: readonly (readonly [number, I | '|' | '#'])[]) => Observable<I>) => Observable<T>,
  until: number,
): Recorded<T | '|' | '#'> => {
  const recorded: [number, T | '|' | '#'][] = []
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    const play = <I>(values: readonly (readonly [number, I | '|' | '#'])[]): Observable<I> =>
      new Observable((subscriber) => {
        for (const [time, value] of values)
          subscriber.add(
            scheduler.schedule(() => {
              if (value === '|') subscriber.complete()
              else if (value === '#') subscriber.error(new Error('broken'))
              else subscriber.next(value)
            }, time),
          )
      })
    const subscription = build(play).subscribe({
      next: (value) => recorded.push([scheduler.now(), value]),
      error: () => recorded.push([scheduler.now(), '#']),
      complete: () => recorded.push([scheduler.now(), '|']),
    })
    scheduler.schedule(() => subscription.unsubscribe(), until)
  })
  return recorded
}
