import type { DatabaseSync } from 'node:sqlite'
import { integerOf, optionalText, textOf, transaction } from './database.ts'
import { catchUpOf } from './catch-up.ts'
import type { Address } from './store.ts'
import { readNotification } from './stored-notification.ts'

/** Makes one row of all that waits for a recipient and was not begun: they are settled when that one is. */
export const createCatchUp = (
  database: DatabaseSync,
  insert: (notification: ReturnType<typeof catchUpOf>, at: number) => number,
): ((address: Address, at: number) => void) => {
  const inQueue = `channel = ? AND recipient = ? AND state IN ('queued', 'retrying') AND sent_texts = 0`
  const earlier = database.prepare(
    `SELECT delivery.id, repeated FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE ${inQueue} AND kind = 'catch-up'`,
  )
  const waited = database.prepare(
    `SELECT body, told_by FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE ${inQueue} AND kind <> 'catch-up' ORDER BY delivery.id`,
  )
  const oldest = database.prepare(`SELECT min(queued_at) AS at FROM delivery WHERE ${inQueue}`)
  const bind = database.prepare(`UPDATE delivery SET within = ? WHERE ${inQueue} AND id <> ?`)
  const release = database.prepare('UPDATE delivery SET within = NULL WHERE within = ?')
  const remove = database.prepare('DELETE FROM delivery WHERE id = ?')
  const begin = database.prepare(
    `UPDATE delivery SET channel = ?, recipient = ?, queued_at = ?, repeated = ?, attempts = ? WHERE id = ?`,
  )
  return ({ channel, recipient }, at) =>
    transaction(database, () => {
      const since = integerOf(oldest.get(channel, recipient), 'at')
      // The one before it was not sent, or nobody knows: this one says the same, and more.
      const before = earlier.all(channel, recipient)
      for (const row of before) {
        release.run(integerOf(row, 'id'))
        remove.run(integerOf(row, 'id'))
      }
      const rows = waited.all(channel, recipient)
      const notification = catchUpOf(
        rows.map((row) => ({
          notification: readNotification(textOf(row, 'body')),
          toldBy: optionalText(row, 'told_by'),
        })),
        at,
      )
      const id = insert(notification, at)
      begin.run(channel, recipient, since, before.some((row) => row['repeated'] === 1) ? 1 : 0, 0, id)
      bind.run(id, channel, recipient, id)
    })
}
