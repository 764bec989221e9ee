import type { DatabaseSync } from 'node:sqlite'
import type { AlertCounts, DeliveryCounts } from '../../model/notification.ts'
import { integerOf } from './database.ts'
import { isWaiting } from './is-waiting.ts'

export interface PeriodCounts {
  readonly alerts: AlertCounts
  readonly deliveries: DeliveryCounts
}

/** What people were told and what became of it since a time, in milliseconds since the epoch; restarts do not matter. */
export const createCountSince = (database: DatabaseSync): ((since: number) => PeriodCounts) => {
  const lives = database.prepare(
    `SELECT count(*) FILTER (WHERE first_told_at > ?1) AS told,
       count(*) FILTER (WHERE end_told_at > ?1) AS ended,
       count(*) FILTER (WHERE ended_at > ?1 AND first_told_at IS NULL AND end_told_at IS NULL
         AND coalesce(muted_by, '') <> 'inhibited') AS untold
     FROM life`,
  )
  const deliveries = database.prepare(
    `SELECT count(*) FILTER (WHERE state = 'sent' AND changed_at > ?1 AND kind <> 'catch-up') AS sent,
       count(*) FILTER (WHERE state IN ('refused', 'dropped') AND changed_at > ?1 AND kind <> 'catch-up') AS lost,
       count(*) FILTER (WHERE ${isWaiting} AND state = 'retrying') AS failed,
       count(*) FILTER (WHERE state IN ('queued', 'sending', 'retrying') AND kind <> 'catch-up') AS queued
     FROM delivery JOIN notification ON notification.id = delivery.notification`,
  )
  return (since) => {
    const life = lives.get(since)
    const delivery = deliveries.get(since)
    return {
      alerts: {
        told: integerOf(life, 'told'),
        ended: integerOf(life, 'ended'),
        untold: integerOf(life, 'untold'),
      },
      deliveries: {
        sent: integerOf(delivery, 'sent'),
        failed: integerOf(delivery, 'failed'),
        lost: integerOf(delivery, 'lost'),
        queued: integerOf(delivery, 'queued'),
      },
    }
  }
}
