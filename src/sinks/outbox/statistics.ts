import type { DatabaseSync } from 'node:sqlite'
import { integerOf } from './database.ts'
import { isWaiting } from './is-waiting.ts'

/** What waits to be told. Times are milliseconds since the epoch. */
export interface OutboxStatistics {
  readonly queued: number
  readonly oldestQueuedAt: number | null
  readonly refused: number
}

export const createStatistics = (database: DatabaseSync) => (): OutboxStatistics => {
  const row = database
    .prepare(
      `SELECT count(*) FILTER (WHERE state IN ('queued', 'sending', 'retrying') AND kind <> 'catch-up') AS queued,
       count(*) FILTER (WHERE state = 'refused' AND kind <> 'catch-up') AS refused,
       min(queued_at) FILTER (WHERE ${isWaiting}) AS oldest
       FROM delivery JOIN notification ON notification.id = delivery.notification`,
    )
    .get()
  return {
    queued: integerOf(row, 'queued'),
    refused: integerOf(row, 'refused'),
    oldestQueuedAt: row?.['oldest'] === null ? null : integerOf(row, 'oldest'),
  }
}
