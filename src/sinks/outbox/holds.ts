import type { AlertTypeName } from '../../model/alert-types.ts'
import { isEnd, type Alert, type OpenAlert } from '../../model/alert.ts'
import { hasEnded, isOpen, type Life, type OpenLife } from '../../model/life.ts'
import { alertsIn, type AlertsNotification, type Notification } from '../../model/notification.ts'
import type { Told } from '../../model/told.ts'
import { openWordDue } from '../../model/word-due.ts'

/** What is so now, and what one address was last sent of it. */
export interface AtSending {
  /** By which it is sent. */
  readonly channel: string
  readonly lifeOf: (fingerprint: string) => Life | null
  readonly sentOf: (fingerprint: string) => Told | undefined
  /** The life of which it was last sent the end, if nothing since. */
  readonly endSentOf: (fingerprint: string) => number | null
}

/** The same, unstable or not as people were told. */
export const asTold = (life: OpenLife, { state }: Told): OpenLife => {
  if (life.state === state) return life
  if (state === 'firing') return { ...life, state }
  const { instability } = life
  return instability === null ? life : { ...life, state, now: 'firing', instability }
}

/**
 * What it says to an address: of what that was not told of, neither the end, nor what it was before. What tells it in the
 * place of another channel says what that one knew.
 */
export const forAddress = (notification: Notification, { sentOf }: Pick<AtSending, 'sentOf'>): Notification => {
  switch (notification.kind) {
    case 'alerts':
      return alertsFor(notification, sentOf)
    case 'fallback': {
      const { channel, of } = notification
      return channel === null && of.kind === 'alerts' ? { ...notification, of: alertsFor(of, sentOf) } : notification
    }
    default:
      return notification
  }
}

const alertsFor = (notification: AlertsNotification, sentOf: AtSending['sentOf']): AlertsNotification => ({
  ...notification,
  alerts: notification.alerts.flatMap((alert) => asKnown(alert, sentOf) ?? []),
})

const asKnown = (alert: Alert, sentOf: AtSending['sentOf']): Alert | null => {
  if (alert.word === 'happened') return alert
  const before = sentOf(alert.life.fingerprint) ?? null
  if (isEnd(alert)) return before && { ...alert, before }
  const bears = alert.bears.filter(({ fingerprint }) => sentOf(fingerprint) !== undefined)
  return { ...alert, before, ended: before && alert.ended, bears }
}

/** Whether a notification of alerts still says what there is to say to an address. Of any other nothing changes. */
export const holds = (notification: Notification, now: AtSending): boolean => {
  const isOfAlerts =
    notification.kind === 'alerts' || (notification.kind === 'fallback' && notification.of.kind === 'alerts')
  if (!isOfAlerts) return true
  const alerts = alertsIn(forAddress(notification, now))
  return alerts.length > 0 && alerts.every((alert) => alertHolds(alert, now))
}

/** That a channel is out of order is never so when it can be read there. */
export const isOwnOutage = (alert: Alert, channel: string): boolean =>
  alert.word !== 'happened' && isOutageOf(alert.life.fingerprint, channel)

/** Whether a trouble is that a channel is out of order. */
export const isOutageOf = (fingerprint: string, channel: string): boolean =>
  fingerprint.endsWith(`\n${'CHANNEL_DOWN' satisfies AlertTypeName}\n${channel}`)

const alertHolds = (alert: Alert, { channel, lifeOf, sentOf }: AtSending): boolean => {
  if (alert.word === 'happened') return true
  if (isOwnOutage(alert, channel)) return false
  const { fingerprint, id } = alert.life
  const life = lifeOf(fingerprint)
  if (life === null) return true
  if (life.id !== id) return false
  const sent = sentOf(fingerprint)
  if (isEnd(alert)) return hasEnded(life) && sent !== undefined
  if (!isOpen(life)) return false
  return wordAtSending(life, sent && { ...sent, isReminderDue: alert.word === 'reminder' }) === alert.word
}

/**
 * What there is to say of what goes on to one address: people were told, and nobody will tell it again. So it need not be
 * seen now, nor be trouble at this moment.
 */
export const wordAtSending = (life: OpenLife, sent: Told | undefined): OpenAlert['word'] | null => {
  const seen = { ...life, isSeen: true }
  return openWordDue(seen, sent) ?? (seen.state === 'unstable' ? openWordDue({ ...seen, now: 'firing' }, sent) : null)
}
