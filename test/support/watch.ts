import type { Observable } from 'rxjs'

/** Subscribes and keeps what comes, so that a test can wait for it. */
export const watch = <T>(source$: Observable<T>) => {
  const seen: T[] = []
  let failure: string | null = null
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of waiting) look()
  }
  const subscription = source$.subscribe({
    next: (value) => {
      seen.push(value)
      wake()
    },
    error: (error: unknown) => {
      failure = error instanceof Error ? error.message : 'something that is no Error'
      wake()
    },
  })

  const when = <R>(settled: () => R | undefined, otherwise: () => Error | undefined = () => undefined): Promise<R> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const result = settled()
        const error = otherwise()
        if (result === undefined && error === undefined) return
        waiting.delete(look)
        if (result !== undefined) resolve(result)
        else reject(error ?? new Error())
      }
      waiting.add(look)
      look()
    })

  return {
    /** All values so far. */
    seen,
    /** The first value, so far or later, that is as asked for. Rejects where the source fails before. */
    until: (asked: (value: T) => boolean): Promise<T> =>
      when(
        () => seen.find(asked),
        () => (failure === null ? undefined : new Error(failure)),
      ),
    /** The message of the source's error. */
    error: (): Promise<string> => when(() => failure ?? undefined),
    stop: () => subscription.unsubscribe(),
  }
}
