import { asyncScheduler, Observable, timer, type MonoTypeOperatorFunction, type Subscription } from 'rxjs'
import type { Alert } from '../model/alert.ts'
import type { AlertsNotification } from '../model/notification.ts'

/** How many messages people can bear. Windows are milliseconds. */
export interface Budget {
  readonly total: { readonly messages: number; readonly window: number }
  /** Of the total, only for what is critical and fires. */
  readonly keptForCritical: number
  /** Messages that speak of the same fingerprint. */
  readonly perFingerprint: { readonly messages: number; readonly window: number }
}

/**
 * Never more messages than people can bear; what exceeds them waits and leaves together, and nothing is lost.
 *
 * ```
 * total = 2 messages in 6
 * notifications:  a-b-c-d---------   a, b, c, d: one alert each
 * budget:         a-b---[cd]------
 * ```
 *
 * A message leaves at once while there is room for it. What waits leaves in one message as soon as there is, the critical
 * first; of each fingerprint in the order in which it came, and of its reminders only the newest. What is critical and
 * fires takes along all that waits and may be told.
 *
 * @param budget  how many messages in which time
 *
 * On error: passes it on. On completion: what waits leaves first.
 *
 * @example notifications$.pipe(budget({ total, keptForCritical: 2, perFingerprint }))
 */
export const budget =
  ({ total, keptForCritical, perFingerprint }: Budget): MonoTypeOperatorFunction<AlertsNotification> =>
  (notifications$) =>
    new Observable((subscriber) => {
      const timers = new Set<Subscription>()
      const mentions = new Map<string, number>()
      let sent = 0
      let waiting: readonly Alert[] = []
      let cameAndWent = 0

      const after = (duration: number, next: () => void): void => {
        const subscription = timer(duration).subscribe({ next, error: (error: unknown) => subscriber.error(error) })
        subscription.add(() => timers.delete(subscription))
        timers.add(subscription)
      }
      const mention = (fingerprint: string, change: 1 | -1): void => {
        const count = (mentions.get(fingerprint) ?? 0) + change
        if (count === 0) mentions.delete(fingerprint)
        else mentions.set(fingerprint, count)
      }
      const mayBeTold = ({ fingerprint }: Alert): boolean => (mentions.get(fingerprint) ?? 0) < perFingerprint.messages

      const leave = (alerts: readonly Alert[]): void => {
        const fingerprints = new Set(alerts.map(({ fingerprint }) => fingerprint))
        waiting = waiting.filter(({ fingerprint }) => !fingerprints.has(fingerprint))
        sent += 1
        for (const fingerprint of fingerprints) mention(fingerprint, 1)
        after(total.window, () => {
          sent -= 1
          leaveIfThereIsRoom()
        })
        after(perFingerprint.window, () => {
          for (const fingerprint of fingerprints) mention(fingerprint, -1)
          leaveIfThereIsRoom()
        })
        const counted = cameAndWent
        cameAndWent = 0
        subscriber.next({
          kind: 'alerts',
          at: asyncScheduler.now(),
          alerts: urgentFirst(alerts),
          cameAndWent: counted,
        })
      }
      const leaveIfThereIsRoom = (): void => {
        const alerts = waiting.filter(mayBeTold)
        const room = total.messages - (alerts.some(isUrgent) ? 0 : keptForCritical)
        if ((alerts.length > 0 || cameAndWent > 0) && sent < room) leave(alerts)
      }

      subscriber.add(() => {
        for (const subscription of timers) subscription.unsubscribe()
      })
      subscriber.add(
        notifications$.subscribe({
          next: (notification) => {
            waiting = notification.alerts.reduce(withAlert, waiting)
            cameAndWent += notification.cameAndWent
            leaveIfThereIsRoom()
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            if (waiting.length > 0 || cameAndWent > 0) leave(waiting)
            subscriber.complete()
          },
        }),
      )
    })

const isUrgent = ({ reason, severity }: Alert): boolean => reason === 'firing' && severity === 'critical'

/** Whatever is told of one fingerprint remains in its order. */
const urgentFirst = (alerts: readonly Alert[]): readonly Alert[] => {
  const urgent = new Set(alerts.filter(isUrgent).map(({ fingerprint }) => fingerprint))
  return [
    ...alerts.filter((alert) => urgent.has(alert.fingerprint)),
    ...alerts.filter((alert) => !urgent.has(alert.fingerprint)),
  ]
}

/** A later reminder of the same life stands for the one before it. */
const withAlert = (waiting: readonly Alert[], alert: Alert): readonly Alert[] => {
  if (alert.reason !== 'reminder') return [...waiting, alert]
  const last = waiting.findLast(({ fingerprint }) => fingerprint === alert.fingerprint)
  if (last?.reason !== 'reminder') return [...waiting, alert]
  const withheld = last.withheld + alert.withheld + 1
  return [...waiting.filter((one) => one !== last), { ...alert, before: last.before, withheld }]
}
