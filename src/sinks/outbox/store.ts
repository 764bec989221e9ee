import type { DatabaseSync, StatementResultingChanges } from 'node:sqlite'
import type { ToldLife } from '../../model/memory.ts'
import { alertsIn, type Notification } from '../../model/notification.ts'
import { integerOf, optionalText, textOf, transaction, type Row } from './database.ts'
import { isWaiting } from './is-waiting.ts'
import { fingerprintsOf, rankOf, type Queue, type Rank, type Waiting } from './order.ts'
import { readNotification } from './stored-notification.ts'
import { createPrune, type Limits } from './prune.ts'
import { createPresences, type Presence } from './presence.ts'
import { createStatistics, type OutboxStatistics } from './statistics.ts'
import { createToldLives } from './told-lives.ts'
import { createCatchUp } from './write-catch-up.ts'
import { createFallback, type FallbackTimes } from './write-fallback.ts'

export interface Address {
  readonly channel: string
  readonly recipient: string
}

/** What is to be sent for one row. */
export interface Letter {
  /** Null where what was written down is no notification of this version. */
  readonly notification: Notification | null
  readonly sentTexts: number
  /** People may have its next text already. */
  readonly repeated: boolean
}

/** What is written down of deliveries: every operation is one transaction. Times are milliseconds since the epoch. */
export interface Store {
  readonly accept: (notification: Notification, to: readonly Address[], at: number) => void
  readonly waitingFor: (address: Address) => Queue
  /** How many of them there are. */
  readonly countWaitingFor: (address: Address) => number
  /** Whether one of them came at that time or before and was not begun, or is to be told with others anyway. */
  readonly hasLate: (address: Address, before: number) => boolean
  /** Makes one of all that waits for a recipient, of which it tells what is still so and what has passed. */
  readonly catchUp: (address: Address, at: number) => void
  /** Has the fallback channels tell what the first ones did not. Returns how many notifications that are. */
  readonly fallBack: (to: readonly Address[], times: FallbackTimes, at: number) => number
  readonly read: (id: number) => Letter
  readonly sending: (id: number, at: number) => void
  /** A text of it was accepted; `done` where it was its last. Returns for how many notifications it stood. */
  readonly sent: (id: number, outcome: { messageId: string | null; done: boolean; at: number }) => number
  readonly again: (id: number, outcome: { reason: string; nextAt: number; mayHaveArrived: boolean; at: number }) => void
  /** Returns for how many notifications it stood. */
  readonly refused: (id: number, outcome: { reason: string; at: number }) => number
  /** What waits for a time waits no longer. */
  readonly forgetWaits: (address: Address) => void
  /** What was being sent when the process ended: nobody knows what became of it. What is for nobody any more is refused. */
  readonly recover: (known: readonly Address[], at: number) => void
  /**
   * Removes what is older than `before`, and the least important of what waits beyond `queued`: alerts last of all.
   * Returns for which channels something that waited was removed.
   */
  readonly prune: (limits: Limits) => readonly string[]
  /** How many wait. */
  readonly countWaiting: () => number
  readonly statistics: () => OutboxStatistics
  /** What people were told of and has not ended. */
  readonly toldLives: () => readonly ToldLife[]
  readonly notePresence: (presence: Presence) => void
  readonly lastPresence: () => Presence | null
  /** Whether another process has written since this was asked the last time. */
  readonly isChanged: () => boolean
  /** Whether what waits is there at the next start. */
  readonly isKept: () => boolean
}

export const createStore = (database: DatabaseSync): Store => {
  const insertNotification = database.prepare(
    'INSERT INTO notification (at, kind, rank, fingerprints, body, critical) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const insertDelivery = database.prepare(
    `INSERT INTO delivery (notification, channel, recipient, state, queued_at, changed_at, instead_of) VALUES (?, ?, ?, 'queued', ?, ?, ?)`,
  )
  const selectWaiting = database.prepare(
    `SELECT delivery.id, rank, fingerprints, sent_texts, next_at, attempts
     FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE channel = ? AND recipient = ? AND ${isWaiting} ORDER BY delivery.id`,
  )
  const forAddress = `channel = ? AND recipient = ? AND ${isWaiting}`
  const countFor = database.prepare(`SELECT count(*) AS n FROM delivery WHERE ${forAddress}`)
  const countLate = database.prepare(
    `SELECT count(*) AS n FROM (
       SELECT 1 FROM delivery JOIN notification ON notification.id = delivery.notification
       WHERE ${forAddress} AND sent_texts = 0 AND (queued_at <= ? OR kind = 'catch-up' OR told_by IS NOT NULL) LIMIT 1)`,
  )
  const selectLetter = database.prepare(
    `SELECT body, sent_texts, repeated FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE delivery.id = ?`,
  )
  const update = (set: string) =>
    database.prepare(`UPDATE delivery SET ${set}, changed_at = ? WHERE id = ? OR within = ?`)
  const countWaiting = database.prepare(
    `SELECT count(*) AS n FROM delivery WHERE state IN ('queued', 'sending', 'retrying')`,
  )
  const updateSending = database.prepare(`UPDATE delivery SET state = 'sending', changed_at = ? WHERE id = ?`)
  // What a fallback has told, the first channels need not tell again.
  const updateTold = database.prepare(
    `UPDATE delivery SET told_by = (SELECT channel FROM delivery WHERE id = ?)
     WHERE notification = (SELECT instead_of FROM delivery WHERE id = ?) AND instead_of IS NULL AND state <> 'sent'`,
  )
  const updateText = update(
    `state = 'queued', sent_texts = sent_texts + 1, attempts = 0, next_at = 0, repeated = 0, reason = NULL, message_id = ?`,
  )
  const updateSent = update(`state = 'sent', reason = NULL, message_id = ?`)
  const updateAgain = database.prepare(
    `UPDATE delivery SET state = 'retrying', attempts = attempts + 1, next_at = ?, reason = ?,
     repeated = max(repeated, ?), changed_at = ? WHERE id = ?`,
  )
  const updateWaits = database.prepare(
    `UPDATE delivery SET next_at = 0 WHERE channel = ? AND recipient = ? AND ${isWaiting}`,
  )
  const selectVersion = database.prepare('PRAGMA data_version')
  let seenVersion = integerOf(selectVersion.get(), 'data_version')
  const updateRefused = update(`state = 'refused', reason = ?`)

  const lives = createToldLives(database)
  const presences = createPresences(database)

  /** Returns the number of the last delivery. */
  const insert = (
    notification: Notification,
    to: readonly Address[],
    at: number,
    insteadOf: number | null = null,
  ): number => {
    const { lastInsertRowid } = insertNotification.run(
      notification.at,
      notification.kind,
      rankOf(notification),
      JSON.stringify(fingerprintsOf(notification)),
      JSON.stringify(notification),
      isCritical(notification) ? 1 : 0,
    )
    const inserted = to.map(({ channel, recipient }) =>
      insertDelivery.run(lastInsertRowid, channel, recipient, at, at, insteadOf),
    )
    return Number(inserted.at(-1)?.lastInsertRowid ?? 0)
  }

  return {
    accept: (notification, to, at) =>
      transaction(database, () => {
        insert(notification, to, at)
        lives.note(notification, at)
      }),
    toldLives: lives.all,
    notePresence: presences.write,
    lastPresence: presences.read,
    catchUp: createCatchUp(database, (notification, at) => insert(notification, [nobody], at)),
    fallBack: (to, times, at) =>
      createFallback(database, (notification, insteadOf) => void insert(notification, to, at, insteadOf))(times, at),
    waitingFor: ({ channel, recipient }) => selectWaiting.all(channel, recipient).map(toWaiting),
    countWaitingFor: ({ channel, recipient }) => integerOf(countFor.get(channel, recipient), 'n'),
    hasLate: ({ channel, recipient }, before) => integerOf(countLate.get(channel, recipient, before), 'n') > 0,
    read: (id) => {
      const row = selectLetter.get(id)
      return {
        notification: readNotification(textOf(row, 'body')),
        sentTexts: integerOf(row, 'sent_texts'),
        repeated: integerOf(row, 'repeated') === 1,
      }
    },
    sending: (id, at) => void updateSending.run(at, id),
    sent: (id, { messageId, done, at }) =>
      transaction(database, () => {
        if (done) updateTold.run(id, id)
        return standsFor((done ? updateSent : updateText).run(messageId, at, id, id))
      }),
    again: (id, { reason, nextAt, mayHaveArrived, at }) =>
      void updateAgain.run(nextAt, reason, mayHaveArrived ? 1 : 0, at, id),
    refused: (id, { reason, at }) => standsFor(updateRefused.run(reason, at, id, id)),
    forgetWaits: ({ channel, recipient }) => void updateWaits.run(channel, recipient),
    recover: (known, at) =>
      transaction(database, () => {
        database
          .prepare(
            `UPDATE delivery SET state = 'retrying', repeated = 1, reason = 'interrupted', changed_at = ? WHERE state = 'sending'`,
          )
          .run(at)
        // What was to wait for longer than this agent ever waits was written before the clock was set back.
        database.prepare(`UPDATE delivery SET next_at = 0 WHERE ${isWaiting}`).run()
        database
          .prepare(
            `UPDATE delivery SET state = 'refused', reason = 'it is for a recipient that is not configured any more', changed_at = ?
             WHERE ${isWaiting} AND (channel, recipient) NOT IN
             (SELECT value ->> 'channel', value ->> 'recipient' FROM json_each(?))`,
          )
          .run(at, JSON.stringify(known))
      }),
    countWaiting: () => integerOf(countWaiting.get(), 'n'),
    prune: createPrune(database),
    isChanged: () => {
      const version = integerOf(selectVersion.get(), 'data_version')
      const isChanged = version !== seenVersion
      seenVersion = version
      return isChanged
    },
    isKept: () => database.location() !== null,
    statistics: createStatistics(database),
  }
}

/** One that stands for others is not one of them. */
const standsFor = ({ changes }: StatementResultingChanges): number => Math.max(1, Number(changes) - 1)

/** Until it is known for whom it is. */
const nobody: Address = { channel: '', recipient: '' }

const isCritical = (notification: Notification): boolean =>
  alertsIn(notification).some(({ reason, severity }) => reason === 'firing' && severity === 'critical')

const ranks: readonly Rank[] = ['firing', 'news', 'repeated']

const toWaiting = (row: Row): Waiting => {
  const fingerprints: unknown = JSON.parse(textOf(row, 'fingerprints'))
  return {
    id: integerOf(row, 'id'),
    rank: ranks.find((rank) => rank === optionalText(row, 'rank')) ?? 'news',
    fingerprints: Array.isArray(fingerprints) ? fingerprints.map(String) : [],
    begun: integerOf(row, 'sent_texts') > 0,
    nextAt: integerOf(row, 'next_at'),
    attempts: integerOf(row, 'attempts'),
  }
}
