import type { DatabaseSync } from 'node:sqlite'
import { integerOf, textOf } from './database.ts'
import { isWaiting } from './is-waiting.ts'
import { writeReason } from './kept-reason.ts'

const tooMany = writeReason({ code: 'tooManyWaited' })

export interface Limits {
  /** What is older goes; in milliseconds since the epoch. */
  readonly before: number
  /** How many may wait. */
  readonly queued: number
  /** Now. */
  readonly at: number
}

export interface Dropped {
  readonly id: number
  readonly channel: string
}

/** Gives up what waited too long or is too much, and removes what is too old. Returns what was given up. For a transaction. */
export const createPrune = (database: DatabaseSync): ((limits: Limits) => readonly Dropped[]) => {
  const waiting = `${isWaiting} AND state <> 'sending' AND sent_texts = 0`
  const isCatchUp = `notification IN (SELECT id FROM notification WHERE kind = 'catch-up')`
  // It is made anew of those for which it stands, of which each counts by itself.
  const release = database.prepare(
    `DELETE FROM delivery WHERE ${waiting} AND ${isCatchUp} AND (queued_at < ?1 OR ?2 <
       (SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending', 'retrying') AND NOT ${isCatchUp}))`,
  )
  const drop = `UPDATE delivery SET state = 'dropped', reason = '${tooMany}', changed_at = ?`
  const dropOld = database.prepare(
    `${drop} WHERE id IN (SELECT id FROM delivery WHERE ${waiting} AND queued_at < ?) RETURNING id, channel`,
  )
  const dropExcess = database.prepare(
    `${drop} WHERE id IN (
       SELECT delivery.id FROM delivery JOIN notification ON notification.id = delivery.notification
       WHERE ${waiting} AND kind <> 'catch-up'
       ORDER BY kind = 'alerts', rank = 'firing', rank = 'news', delivery.id
       LIMIT max(0, (SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending', 'retrying') AND NOT ${isCatchUp}) - ?)
     ) RETURNING id, channel`,
  )
  const removeSettled = database.prepare(
    `DELETE FROM delivery WHERE state NOT IN ('queued', 'sending', 'retrying') AND changed_at < ?`,
  )
  const removeNotifications = database.prepare(
    'DELETE FROM notification WHERE id NOT IN (SELECT notification FROM delivery)',
  )
  return ({ before, queued, at }) => {
    release.run(before, queued)
    const dropped = [...dropOld.all(at, before), ...dropExcess.all(at, queued)]
    removeSettled.run(before)
    removeNotifications.run()
    return dropped.map((row) => ({ id: integerOf(row, 'id'), channel: textOf(row, 'channel') }))
  }
}
