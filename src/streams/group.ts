import { asyncScheduler, Observable, timer, type OperatorFunction, type Subscription } from 'rxjs'
import { hasEnded, type Alert } from '../model/alert.ts'
import type { AlertsNotification } from '../model/notification.ts'

/**
 * The first alert leaves at once, with those of the same instant; those that follow within the wait go together in one
 * notification.
 *
 * ```
 * wait = 5
 * alerts:  a-b-c------r--s---   a, b, c: firing, r, s: resolved
 * group:   a----[bc]--r--s---
 * ```
 *
 * What goes together opens the next wait, so that a long flood becomes one notification a wait. An alert that only
 * tells of an end opens none.
 *
 * @param wait  milliseconds (Alertmanager's `group_wait`, which here does not hold back the first)
 *
 * On error: passes it on. On completion: what waits leaves first.
 *
 * @example alerts$.pipe(group(5_000))
 */
export const group =
  (wait: number): OperatorFunction<Alert, AlertsNotification> =>
  (alerts$) =>
    new Observable((subscriber) => {
      let window: Subscription | null = null
      let held: Alert[] = []
      const fail = (error: unknown): void => subscriber.error(error)

      const openWindow = (duration: number): Subscription =>
        timer(duration).subscribe({ next: closeWindow, error: fail })

      const leave = (alerts: readonly Alert[]): void => {
        window = alerts.every(hasEnded) ? null : openWindow(wait)
        if (alerts.length > 0) subscriber.next({ kind: 'alerts', at: asyncScheduler.now(), alerts, cameAndWent: 0 })
      }
      const closeWindow = (): void => {
        const alerts = held
        held = []
        leave(alerts)
      }

      subscriber.add(() => window?.unsubscribe())
      subscriber.add(
        alerts$.subscribe({
          next: (alert) => {
            held.push(alert)
            // What comes in the same instant goes together, as the containers of an engine do.
            window ??= openWindow(0)
          },
          error: fail,
          complete: () => {
            window?.unsubscribe()
            closeWindow()
            window?.unsubscribe()
            subscriber.complete()
          },
        }),
      )
    })
