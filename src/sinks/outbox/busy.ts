import { defer, from, retry, timer, type MonoTypeOperatorFunction, type Observable } from 'rxjs'
import { isBusy } from './storage-reason.ts'

/** Milliseconds until what could not be written is tried again. */
const pause = 250

/** Does it, or returns something else where another process writes at this moment. */
export const unlessBusy = <T>(action: () => T, otherwise: T): T => {
  try {
    return action()
  } catch (error) {
    if (isBusy(error)) return otherwise
    throw error
  }
}

/** Tries it again for as long as another process writes. Emits what it returns, one by one. */
export const onceFree = <T>(action: () => readonly T[]): Observable<T> =>
  defer(() => from(action())).pipe(retryWhileBusy())

/** Subscribes again after a pause where another process writes at this moment. Passes any other error on. */
export const retryWhileBusy = <T>(): MonoTypeOperatorFunction<T> =>
  retry({
    delay: (error: unknown) => {
      if (isBusy(error)) return timer(pause)
      throw error
    },
  })
