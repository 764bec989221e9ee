import type { Alert } from '../../model/alert.ts'
import type { SustainedCheck } from '../../model/check.ts'
import { noEvidence, type Life } from '../../model/life.ts'
import type { CatchUpNotification, News, Notification } from '../../model/notification.ts'

/**
 * The same without the words of others, as the last lines of a log: one of them may be why it is refused. Null where there are
 * none in it, or where it tells of no trouble.
 */
export const plainOf = (notification: Notification | null): News | CatchUpNotification | null => {
  const plain = strip(notification)
  return plain === null || JSON.stringify(plain) === JSON.stringify(notification) ? null : plain
}

const strip = (notification: Notification | null): News | CatchUpNotification | null => {
  switch (notification?.kind) {
    case 'alerts':
      return { ...notification, alerts: notification.alerts.map(stripAlert) }
    case 'catch-up':
      return {
        ...notification,
        entries: notification.entries.map((entry) => ({ ...entry, alert: stripAlert(entry.alert) })),
      }
    default:
      return null
  }
}

const stripAlert = (alert: Alert): Alert => {
  switch (alert.word) {
    case 'happened':
      return alert
    case 'resolved':
    case 'removed':
      return { ...alert, life: stripLife(alert.life) }
    default:
      return { ...alert, life: stripLife(alert.life) }
  }
}

const stripLife = <L extends Life>(life: L): L => ({ ...life, evidence: noEvidence, check: stripCheck(life.check) })

const stripCheck = (check: SustainedCheck): SustainedCheck => {
  const { details } = check
  return details.kind === 'container'
    ? { ...check, details: { ...details, container: { ...details.container, healthOutput: null } } }
    : check
}
