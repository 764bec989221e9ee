import { isEnd, isOpenAlert, type Alert } from '../../model/alert.ts'
import { isTrouble } from '../../model/life.ts'
import type { Notification } from '../../model/notification.ts'

/** `critical` and `warning`: somebody has to look at it. `good`: something is well again. */
export type Urgency = 'critical' | 'warning' | 'good' | 'information'

/** How urgent a notification is, for channels that show or sound it: as the worst of what is so in the end. */
export const urgencyOf = (notification: Notification): Urgency => {
  switch (notification.kind) {
    case 'restarted':
      return 'warning'
    case 'alerts':
      return urgencyOfAll(notification.alerts)
    case 'catch-up':
      return urgencyOfAll(notification.entries.map(({ alert }) => alert))
    case 'fallback':
      return urgencyOf(notification.of)
    case 'startup':
    case 'report':
    case 'test':
      return 'information'
  }
}

const urgencyOfAll = (alerts: readonly Alert[]): Urgency => {
  const others = alerts.filter((alert) => !isEnd(alert))
  if (others.length === 0) return 'good'
  return others.some((alert) => isOpenAlert(alert) && isTrouble(alert.life) && alert.life.severity === 'critical')
    ? 'critical'
    : 'warning'
}
