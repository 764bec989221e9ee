import type { DatabaseSync } from 'node:sqlite'
import { textOf, transaction } from './database.ts'
import { isWaiting } from './is-waiting.ts'

export interface Limits {
  /** What is older goes; in milliseconds since the epoch. */
  readonly before: number
  /** How many may wait. */
  readonly queued: number
}

/** Removes what is too old or too much. Returns for which channels something that waited was removed. */
export const createPrune =
  (database: DatabaseSync) =>
  ({ before, queued }: Limits): readonly string[] =>
    transaction(database, () => {
      const waiting = `${isWaiting} AND state <> 'sending' AND sent_texts = 0`
      const old = database
        .prepare(
          `DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE ${waiting} AND queued_at < ?) RETURNING channel`,
        )
        .all(before)
      const excess = database
        .prepare(
          `DELETE FROM delivery WHERE id IN (
               SELECT delivery.id FROM delivery JOIN notification ON notification.id = delivery.notification
               WHERE ${waiting} AND kind <> 'catch-up'
               ORDER BY kind = 'alerts', rank = 'firing', rank = 'news', delivery.id
               LIMIT max(0, (SELECT count(*) FROM delivery WHERE ${isWaiting}) - ?)
             ) RETURNING channel`,
        )
        .all(queued)
      database.prepare(`DELETE FROM delivery WHERE state IN ('sent', 'refused') AND changed_at < ?`).run(before)
      database.exec('DELETE FROM notification WHERE id NOT IN (SELECT notification FROM delivery)')
      return [...old, ...excess].map((row) => textOf(row, 'channel'))
    })
