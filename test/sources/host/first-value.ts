import { take, type Observable } from 'rxjs'

/** Waits for the first value. */
export const firstValue = <T>(source$: Observable<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    source$.pipe(take(1)).subscribe({
      next: resolve,
      error: reject,
      complete: () => reject(new Error('it ended without a value')),
    })
  })
