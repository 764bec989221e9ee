import { hasEnded } from '../../model/alert.ts'
import type { Notification } from '../../model/notification.ts'

/** `critical` and `warning`: somebody has to look at it. `good`: something is well again. */
export type Urgency = 'critical' | 'warning' | 'good' | 'information'

/** How urgent a notification is, for channels that show or sound it: as the worst of what is so in the end. */
export const urgencyOf = (notification: Notification): Urgency => {
  if (notification.kind !== 'alerts') return notification.kind === 'restarted' ? 'warning' : 'information'
  const open = notification.alerts.filter(
    (alert, index, all) =>
      !hasEnded(alert) && all.findLastIndex(({ fingerprint }) => fingerprint === alert.fingerprint) === index,
  )
  const isOver = open.every((alert) => alert.reason === 'unstable' && alert.now === 'ended')
  if (open.length === 0) return 'good'
  return !isOver && open.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning'
}
