import { hasEnded, isOpen, type Alert } from '../../model/alert.ts'
import type { CatchUpEntry, CatchUpNotification, Notification } from '../../model/notification.ts'

/** What waited, in the order in which it came. `toldBy`: the channel that told it in place of this one. */
export interface Waited {
  readonly notification: Notification | null
  readonly toldBy: string | null
}

/**
 * One notification for all that waited too long to be news: of each trouble its newest word, how often it came and since
 * when. Nothing is left out: what is not an alert is counted.
 *
 * @param at  when it is made, in milliseconds since the epoch
 */
export const catchUpOf = (waited: readonly Waited[], at: number): CatchUpNotification => {
  const entries = new Map<string, CatchUpEntry>()
  let cameAndWent = 0
  let reports = 0
  let starts = 0
  for (const { notification, toldBy } of waited) {
    if (notification?.kind === 'alerts') {
      cameAndWent += notification.cameAndWent
      for (const alert of notification.alerts) {
        const key = `${alert.reason === 'notice' ? 'notice' : 'life'}\n${alert.fingerprint}`
        entries.set(key, withAlert(entries.get(key), alert, toldBy))
      }
    } else if (notification?.kind === 'report') reports += 1
    else if (notification?.kind === 'startup' || notification?.kind === 'restarted') starts += 1
  }
  const times = waited.flatMap(({ notification }) => (notification === null ? [] : [notification.at]))
  return {
    kind: 'catch-up',
    at,
    since: Math.min(at, ...times),
    entries: [...entries.values()].toSorted((a, b) => rankOf(a) - rankOf(b)),
    cameAndWent,
    reports,
    starts,
  }
}

const withAlert = (entry: CatchUpEntry | undefined, alert: Alert, toldBy: string | null): CatchUpEntry => {
  if (entry === undefined) return { alert, times: 1, startsAt: alert.startsAt, toldBy }
  const begins = alert.reason === 'firing' || alert.reason === 'notice'
  return { ...entry, alert, times: entry.times + (begins ? 1 : 0), toldBy }
}

/** What is still so and nobody knows of goes first. */
const rankOf = ({ alert, toldBy }: CatchUpEntry): number =>
  (hasEnded(alert) ? 4 : isOpen(alert) ? 0 : 2) + (alert.severity === 'critical' ? 0 : 1) + (toldBy === null ? 0 : 8)
