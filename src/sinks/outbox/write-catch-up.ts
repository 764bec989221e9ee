import type { DatabaseSync } from 'node:sqlite'
import type { Notification } from '../../model/notification.ts'
import { catchUpOf } from './catch-up.ts'
import { integerOf, optionalText, textOf } from './database.ts'
import type { AtSending } from './holds.ts'
import type { Address } from './deliveries-table.ts'
import { readNotification } from './stored-notification.ts'

/** Which of those that wait go into it; where it is not said, all. */
export interface Chosen {
  /** Not these: they are sent by themselves. */
  readonly without: readonly number[]
  /** The oldest so many. */
  readonly most: number
  /** This one alone; null: all of them. */
  readonly only: number | null
}

const all: Chosen = { without: [], most: Infinity, only: null }

/**
 * Makes one row of all that waits for a recipient and was not begun: they are settled when that one is. Where nothing is left
 * to say they have passed. Returns how many did. For a transaction.
 */
export const createCatchUp = (
  database: DatabaseSync,
  insert: (notification: Notification, at: number) => number,
  nowFor: (address: Address) => AtSending,
): ((address: Address, at: number, chosen?: Chosen) => number) => {
  const inQueue = `channel = ? AND recipient = ? AND state IN ('queued', 'retrying') AND sent_texts = 0`
  const earlier = database.prepare(
    `SELECT delivery.id FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE ${inQueue} AND kind = 'catch-up'`,
  )
  const waited = database.prepare(
    `SELECT delivery.id, body, told_by, queued_at, repeated FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE ${inQueue} AND kind <> 'catch-up' AND delivery.id NOT IN (SELECT value FROM json_each(?)) AND coalesce(?, delivery.id) = delivery.id
     ORDER BY delivery.id LIMIT ?`,
  )
  const isChosen = 'id IN (SELECT value FROM json_each(?))'
  const bind = database.prepare(`UPDATE delivery SET within = ? WHERE ${isChosen}`)
  const release = database.prepare('UPDATE delivery SET within = NULL WHERE within = ?')
  const remove = database.prepare('DELETE FROM delivery WHERE id = ?')
  const pass = database.prepare(`UPDATE delivery SET state = 'passed', reason = NULL, changed_at = ? WHERE ${isChosen}`)
  const begin = database.prepare(
    `UPDATE delivery SET channel = ?, recipient = ?, queued_at = ?, repeated = ?, attempts = ? WHERE id = ?`,
  )
  return (address, at, { without, most, only } = all) => {
    const { channel, recipient } = address
    // The one before it was not sent, or nobody knows: this one says what is so now.
    const before = earlier.all(channel, recipient)
    for (const row of before) {
      release.run(integerOf(row, 'id'))
      remove.run(integerOf(row, 'id'))
    }
    // SQLite takes a negative limit for none.
    const limit = Number.isFinite(most) ? most : -1
    const rows = waited.all(channel, recipient, JSON.stringify(without), only, limit)
    const ids = JSON.stringify(rows.map((row) => integerOf(row, 'id')))
    const since = Math.min(...rows.map((row) => integerOf(row, 'queued_at')))
    const notification = catchUpOf(
      rows.map((row) => ({
        notification: readNotification(textOf(row, 'body')),
        toldBy: optionalText(row, 'told_by'),
      })),
      { ...nowFor(address), at },
    )
    if (notification === null) return Number(pass.run(at, ids).changes)
    const id = insert(notification, at)
    begin.run(channel, recipient, since, rows.some((row) => row['repeated'] === 1) ? 1 : 0, 0, id)
    bind.run(id, ids)
    return 0
  }
}
