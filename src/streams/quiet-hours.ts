import { asyncScheduler, Observable, type MonoTypeOperatorFunction } from 'rxjs'
import type { Alert } from '../model/alert.ts'
import type { ToldLife } from '../model/memory.ts'
import type { AlertsNotification } from '../model/notification.ts'
import { createHeldAlerts } from './held-alerts.ts'

/**
 * In quiet hours only what is critical and fires is told; the rest is told when they end, in one notification.
 *
 * ```
 * quiet:          n-q---------n---   n: not quiet, q: quiet
 * notifications:  --a-b-c-d-e-----   a: db firing, b: disk warning firing, c: db resolved, d, e: web warning firing, resolved
 * quietHours:     --a---------[bc]
 * ```
 *
 * What came and went meanwhile is counted and not told. When something critical fires whose earlier end is held, that end
 * goes before it.
 *
 * @param quiet$  whether it is quiet: now, and when that changes
 * @param lives   what was told before a restart
 *
 * On error: passes it on. On completion: what is held leaves first.
 *
 * @example notifications$.pipe(quietHours(quietTimes({ ranges, timeZone })))
 */
export const quietHours =
  (quiet$: Observable<boolean>, lives?: readonly ToldLife[]): MonoTypeOperatorFunction<AlertsNotification> =>
  (notifications$) =>
    new Observable((subscriber) => {
      const held = createHeldAlerts(lives)
      let isQuiet = false
      const error = (reason: unknown): void => subscriber.error(reason)

      const pass = (alert: Alert): readonly Alert[] => {
        if (!isQuiet || isUrgent(alert, held.isTold(alert.fingerprint))) return held.tell(alert)
        held.hold(alert)
        return []
      }
      const endQuiet = (): void => {
        const alerts = held.release(() => false)
        const cameAndWent = held.takeCameAndWent()
        if (alerts.length > 0 || cameAndWent > 0)
          subscriber.next({ kind: 'alerts', at: asyncScheduler.now(), alerts, cameAndWent })
      }

      subscriber.add(
        quiet$.subscribe({
          next: (quiet) => {
            isQuiet = quiet
            if (!quiet) endQuiet()
          },
          error,
        }),
      )
      subscriber.add(
        notifications$.subscribe({
          next: (notification) => {
            const alerts = notification.alerts.flatMap(pass)
            if (alerts.length > 0 || notification.cameAndWent > 0) subscriber.next({ ...notification, alerts })
          },
          error,
          complete: () => {
            endQuiet()
            subscriber.complete()
          },
        }),
      )
    })

/** What is critical, and the first that people hear of it: an alert that was silenced may have become unstable. */
const isUrgent = (alert: Alert, isTold: boolean): boolean =>
  alert.severity === 'critical' &&
  (alert.reason === 'firing' || (alert.reason === 'unstable' && alert.now === 'firing' && !isTold))
