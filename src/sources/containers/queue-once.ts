import { defer, filter, mergeMap, tap, type Observable, type OperatorFunction } from 'rxjs'

/** Works for each key, for at most `concurrent` at a time; a key that waits already is not queued again. */
export const queueOnce =
  <K, T>(concurrent: number, work: (key: K) => Observable<T>): OperatorFunction<K, T> =>
  (keys$) =>
    defer(() => {
      const waiting = new Set<K>()
      const start = (key: K): Observable<T> =>
        defer(() => {
          waiting.delete(key)
          return work(key)
        })
      return keys$.pipe(
        filter((key) => !waiting.has(key)),
        tap((key) => waiting.add(key)),
        mergeMap(start, concurrent),
      )
    })
