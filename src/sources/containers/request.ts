import { Observable } from 'rxjs'

/** Sends when subscribed, emits the answer and completes. Unsubscribing before that aborts the request. */
export const request = <T>(send: (signal: AbortSignal) => Promise<T>): Observable<T> =>
  new Observable((subscriber) => {
    const controller = new AbortController()
    let answered = false
    send(controller.signal).then(
      (answer) => {
        answered = true
        subscriber.next(answer)
        subscriber.complete()
      },
      (error: unknown) => subscriber.error(error),
    )
    return () => {
      // An answer may be a stream that is still being read.
      if (!answered) controller.abort()
    }
  })
