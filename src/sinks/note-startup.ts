import { filter, ignoreElements, tap, type Observable } from 'rxjs'
import type { Notification } from '../model/notification.ts'

/** Notes that the start-up notice was made, so that an agent that keeps crashing does not make another. Emits nothing. */
export const noteStartup =
  (noticed: () => void) =>
  ({ notifications$ }: { readonly notifications$: Observable<Notification> }): Observable<never> =>
    notifications$.pipe(
      filter(({ kind }) => kind === 'startup' || kind === 'restarted'),
      tap(noticed),
      ignoreElements(),
    )
