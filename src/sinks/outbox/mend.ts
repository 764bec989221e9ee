import type { DatabaseSync } from 'node:sqlite'
import { alertsIn } from '../../model/notification.ts'
import { tellingsOf, type Told } from '../../model/told.ts'
import { integerOf, textOf, transaction } from './database.ts'
import { readNotification } from './stored-notification.ts'
import { createTellingsTable } from './tellings-table.ts'
import { createToJson } from './written.ts'

const waiting = `SELECT notification FROM delivery WHERE state IN ('queued', 'sending', 'retrying')`
const saidByWaiting = `SELECT value FROM notification, json_each(fingerprints) WHERE notification.id IN (${waiting})`

/** SQL: nobody knows to whom these news went. They go to all, a second time maybe, unless they are a day older than the newest. */
const sendAgain = `
  INSERT INTO delivery (notification, channel, recipient, state, queued_at, changed_at, repeated)
  SELECT news.id, channel, recipient, 'queued', at, at, 1 FROM notification AS news JOIN (
    SELECT DISTINCT channel, recipient FROM delivery WHERE instead_of IS NULL
    UNION SELECT channel, recipient FROM sent WHERE NOT EXISTS (SELECT 1 FROM delivery))
  WHERE kind = 'alerts' AND at > (SELECT max(at) FROM notification) - 86400000
    AND news.id NOT IN (SELECT notification FROM delivery)`

/** SQL: nobody was sent it, and no message waits that says it: it is due again. */
const forgetUnsaid = `
  DELETE FROM told WHERE fingerprint NOT IN (SELECT fingerprint FROM sent WHERE body IS NOT NULL)
    AND fingerprint NOT IN (${saidByWaiting})`

/** SQL: somebody takes it to be trouble, and no message waits that says otherwise: its end is still due. */
const rememberSent = `
  INSERT INTO told (fingerprint, body)
  SELECT fingerprint, body FROM sent WHERE body IS NOT NULL
    AND fingerprint NOT IN (SELECT fingerprint FROM told) AND fingerprint NOT IN (${saidByWaiting})
  GROUP BY fingerprint`

/**
 * Makes what is left of a damaged database agree with itself: what people were to be told by a message that is lost is due
 * again, and what they were told is known.
 *
 * @param damaged  the tables of which rows are lost
 */
export const mend = (database: DatabaseSync, damaged: ReadonlySet<string>): void =>
  transaction(database, () => {
    if (damaged.has('delivery')) database.exec(sendAgain)
    if (damaged.has('told')) rememberTold(database)
    if (damaged.has('notification') || damaged.has('delivery')) database.exec(forgetUnsaid)
    database.exec(rememberSent)
  })

/** By the messages that reach somebody, in the order in which they were written. */
const rememberTold = (database: DatabaseSync): void => {
  const tellings = createTellingsTable(database, createToJson())
  const told = new Map<string, Told | null>()
  const rows = database
    .prepare(
      `SELECT at, body FROM notification WHERE kind IN ('alerts', 'startup', 'report') AND id IN
         (SELECT notification FROM delivery WHERE state IN ('queued', 'sending', 'retrying', 'sent')) ORDER BY id`,
    )
    .all()
  for (const row of rows) {
    const notification = readNotification(textOf(row, 'body'))
    const quiet = notification?.kind === 'alerts' ? notification.quiet : null
    for (const alert of notification === null ? [] : alertsIn(notification))
      for (const telling of tellingsOf(alert, integerOf(row, 'at'), quiet)) told.set(telling.fingerprint, telling.told)
  }
  for (const [fingerprint, one] of told)
    if (one !== null && tellings.told(fingerprint) === undefined) tellings.tell({ fingerprint, told: one })
}
