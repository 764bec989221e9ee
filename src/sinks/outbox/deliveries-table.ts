import type { DatabaseSync, StatementResultingChanges } from 'node:sqlite'
import { isUrgent } from '../../model/alert.ts'
import { alertsIn, type News, type Notification } from '../../model/notification.ts'
import type { Reason } from '../../model/reason.ts'
import { integerOf, optionalText, textOf, type Row } from './database.ts'
import { isWaiting } from './is-waiting.ts'
import { writeReason } from './kept-reason.ts'
import { fingerprintsOf, rankOf, type Queue, type Rank, type Waiting } from './order.ts'
import { notificationKinds, readNotification } from './stored-notification.ts'
import { readWritten, type ToJson } from './written.ts'

/** Why it is refused: nobody reads there any more. */
export const forNobody = writeReason({ code: 'recipientNotConfigured' })

const interrupted = writeReason({ code: 'interrupted' })

export interface Address {
  readonly channel: string
  readonly recipient: string
}

/** What is to be sent for one row. */
export interface Letter {
  /** Null where what was written down is no notification of this version, or is not there any more. */
  readonly notification: Notification | null
  readonly sentTexts: number
  /** People may have its next text already. */
  readonly repeated: boolean
}

/** News that are written down. */
export interface Written {
  readonly id: number
  readonly notification: News
}

/** Notifications, and what becomes of each for each address. Times are milliseconds since the epoch. */
export interface DeliveriesTable {
  /** Returns the numbers of the notification and of its last delivery. For a transaction. */
  readonly insert: (
    notification: Notification,
    to: readonly Address[],
    at: number,
    insteadOf?: number | null,
  ) => { readonly notification: number; readonly delivery: number }
  readonly waitingFor: (address: Address) => Queue
  /** The number of the newest delivery; 0 before the first. */
  readonly newest: () => number
  readonly countWaitingFor: (address: Address) => number
  /** Those that were not told in these quiet hours, and are not urgent. */
  readonly heldAtNight: (address: Address, quiet: string) => ReadonlySet<number>
  readonly hasLate: (address: Address, before: number, without: readonly number[]) => boolean
  /** The deliveries that it stands for: itself where it is no catch-up. */
  readonly within: (id: number) => readonly number[]
  readonly letter: (id: number) => Letter
  /** Null where somebody has removed it. */
  readonly addressOf: (id: number) => Address | null
  /** Whether an address took anything after that time. */
  readonly tookSince: (address: Address, after: number) => boolean
  readonly countWaiting: () => number
  /** How many of them are being sent or were begun, on their own or within another: they cannot make room any more. */
  readonly countOnTheirWay: () => number
  /** Takes it, to be sent now. Returns whether it is still there: the owner may have removed it. */
  readonly sending: (id: number, at: number) => boolean
  /** Returns for how many notifications it stood. */
  readonly sent: (id: number, outcome: { messageId: string | null; done: boolean; at: number }) => number
  readonly again: (id: number, outcome: { reason: Reason; nextAt: number; mayHaveArrived: boolean; at: number }) => void
  /** What was accepted was lost: it waits again, from its first text on. */
  readonly lost: (id: number, outcome: { reason: Reason; isInPart: boolean; at: number }) => void
  /** People may have it already. */
  readonly noteRepeated: (id: number) => void
  readonly refused: (id: number, outcome: { reason: Reason; at: number }) => number
  /** The clock was set back: nothing waits for times from before that, nor came after now. */
  readonly forgetWaits: (address: Address, at: number) => void
  /**
   * The news for which a delivery stood and which nobody gets, or will get.
   *
   * @param isLast  nobody else steps in for it, now or later
   */
  readonly lostWith: (id: number, isLast: boolean) => readonly Written[]
  /** Whether nobody gets them, or will get them. */
  readonly isLost: (news: number) => boolean
  /** The news that say something of a trouble, the newest first. */
  readonly newsAbout: (fingerprint: string) => readonly Written[]
  /** What was interrupted may have arrived. Returns the deliveries that are for nobody any more, and are refused. */
  readonly recover: (known: readonly Address[], at: number) => readonly number[]
}

export const createDeliveriesTable = (database: DatabaseSync, toJson: ToJson): DeliveriesTable => {
  const insertNotification = database.prepare(
    'INSERT INTO notification (at, kind, rank, fingerprints, body, critical) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const insertDelivery = database.prepare(
    `INSERT INTO delivery (notification, channel, recipient, state, queued_at, changed_at, instead_of) VALUES (?, ?, ?, 'queued', ?, ?, ?)`,
  )
  const selectWaiting = database.prepare(
    `SELECT delivery.id, kind, rank, critical, fingerprints, sent_texts, next_at, attempts, repeated, queued_at
     FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE channel = ? AND recipient = ? AND ${isWaiting} ORDER BY delivery.id`,
  )
  const forAddress = `channel = ? AND recipient = ? AND ${isWaiting}`
  const selectHeld = database.prepare(
    `SELECT delivery.id FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE channel = ? AND recipient = ? AND ${isWaiting} AND sent_texts = 0 AND critical = 0
     AND coalesce(body ->> '$.quiet', body ->> '$.of.quiet', '') <> ?`,
  )
  const countFor = database.prepare(`SELECT count(*) AS n FROM delivery WHERE ${forAddress}`)
  const countLate = database.prepare(
    `SELECT count(*) AS n FROM (
       SELECT 1 FROM delivery JOIN notification ON notification.id = delivery.notification
       WHERE ${forAddress} AND sent_texts = 0 AND (queued_at <= ? OR kind = 'catch-up' OR told_by IS NOT NULL)
       AND delivery.id NOT IN (SELECT value FROM json_each(?)) LIMIT 1)`,
  )
  const selectNewest = database.prepare('SELECT coalesce(max(id), 0) AS id FROM delivery')
  const selectWithin = database.prepare('SELECT id FROM delivery WHERE within = ? ORDER BY id')
  const selectLetter = database.prepare(
    `SELECT body, sent_texts, repeated FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE delivery.id = ?`,
  )
  const countTaken = database.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM delivery WHERE channel = ? AND recipient = ? AND changed_at > ?
     AND (state = 'sent' OR sent_texts > 0) LIMIT 1)`,
  )
  const selectAddress = database.prepare('SELECT channel, recipient FROM delivery WHERE id = ?')
  const selectLost = database.prepare(
    `WITH given_up AS (SELECT coalesce(instead_of, notification) AS id FROM delivery WHERE id = ?1 OR within = ?1)
     SELECT id, body FROM notification AS news WHERE ${isNews} AND NOT ${isReached}
     AND (?2 OR EXISTS (SELECT 1 FROM ${substitutes}))
     AND id IN (SELECT id FROM given_up UNION
       SELECT own.notification FROM delivery AS own JOIN delivery AS whole ON whole.id = own.within
       WHERE whole.notification IN (SELECT id FROM given_up))
     ORDER BY id DESC`,
  )
  const selectIsLost = database.prepare(`SELECT NOT ${isReached} AS lost FROM notification AS news WHERE id = ?`)
  const selectAbout = database.prepare(
    `SELECT id, body FROM notification AS news
     WHERE ${isNews} AND EXISTS (SELECT 1 FROM json_each(fingerprints) WHERE value = ?) ORDER BY id DESC`,
  )
  const update = (set: string) =>
    database.prepare(`UPDATE delivery SET ${set}, changed_at = ? WHERE id = ? OR within = ?`)
  const countWaiting = database.prepare(
    `SELECT count(*) AS n FROM delivery WHERE state IN ('queued', 'sending', 'retrying')`,
  )
  const isOnItsWay = `state IN ('queued', 'sending', 'retrying') AND (state = 'sending' OR sent_texts > 0)`
  const countOnTheirWay = database.prepare(
    `SELECT count(*) AS n FROM delivery WHERE (within IS NULL AND ${isOnItsWay}
       AND notification NOT IN (SELECT id FROM notification WHERE kind = 'catch-up'))
     OR within IN (SELECT id FROM delivery WHERE ${isOnItsWay})`,
  )
  const updateSending = database.prepare(`UPDATE delivery SET state = 'sending', changed_at = ? WHERE id = ?`)
  // What a fallback has told, the first channels need not tell again.
  const updateTold = database.prepare(
    `UPDATE delivery SET told_by = ?1
     WHERE notification IN (SELECT instead_of FROM delivery WHERE id = ?2 OR within = ?2) AND instead_of IS NULL
     AND state <> 'sent'`,
  )
  const updateText = update(
    `state = 'queued', sent_texts = sent_texts + 1, attempts = 0, next_at = 0, repeated = 0, reason = NULL, message_id = ?`,
  )
  const updateSent = update(`state = 'sent', reason = NULL, message_id = ?`)
  const updateAgain = database.prepare(
    `UPDATE delivery SET state = 'retrying', attempts = attempts + 1, next_at = ?, reason = ?, changed_at = ? WHERE id = ?`,
  )
  // Of those that went within it, too: the next one is made of them.
  const updateRepeated = database.prepare('UPDATE delivery SET repeated = 1 WHERE id = ?1 OR within = ?1')
  const updateWaits = database.prepare(
    `UPDATE delivery SET next_at = 0, queued_at = min(queued_at, ?) WHERE channel = ? AND recipient = ? AND ${isWaiting}`,
  )
  const updateLost = update(
    `state = 'retrying', sent_texts = 0, attempts = 0, next_at = 0, message_id = NULL, reason = ?, repeated = ?`,
  )
  const updateRefused = update(`state = 'refused', reason = ?`)
  const updateInterrupted = database.prepare(
    `UPDATE delivery SET state = 'retrying', reason = '${interrupted}', changed_at = ? WHERE state = 'sending' RETURNING id`,
  )
  // What was to wait for longer than this agent ever waits was written before the clock was set back.
  const updateAllWaits = database.prepare(
    `UPDATE delivery SET next_at = 0, queued_at = min(queued_at, ?) WHERE ${isWaiting}`,
  )
  const updateOthers = database.prepare(
    `UPDATE delivery SET state = 'refused', reason = '${forNobody}', changed_at = ?
     WHERE state IN ('queued', 'retrying') AND (channel, recipient) NOT IN
     (SELECT value ->> 'channel', value ->> 'recipient' FROM json_each(?)) RETURNING id`,
  )

  return {
    insert: (notification, to, at, insteadOf = null) => {
      const { lastInsertRowid: id } = insertNotification.run(
        notification.at,
        notification.kind,
        rankOf(notification),
        JSON.stringify(troublesIn(notification)),
        toJson(notification),
        alertsIn(notification).some(isUrgent) ? 1 : 0,
      )
      const inserted = to.map(({ channel, recipient }) => insertDelivery.run(id, channel, recipient, at, at, insteadOf))
      return { notification: Number(id), delivery: Number(inserted.at(-1)?.lastInsertRowid ?? 0) }
    },
    waitingFor: ({ channel, recipient }) => selectWaiting.all(channel, recipient).map(toWaiting),
    heldAtNight: ({ channel, recipient }, quiet) =>
      new Set(selectHeld.all(channel, recipient, quiet).map((row) => integerOf(row, 'id'))),
    newest: () => integerOf(selectNewest.get(), 'id'),
    countWaitingFor: ({ channel, recipient }) => integerOf(countFor.get(channel, recipient), 'n'),
    hasLate: ({ channel, recipient }, before, without) =>
      integerOf(countLate.get(channel, recipient, before, JSON.stringify(without)), 'n') > 0,
    within: (id) => {
      const ids = selectWithin.all(id).map((row) => integerOf(row, 'id'))
      return ids.length === 0 ? [id] : ids
    },
    letter: (id) => {
      const row = selectLetter.get(id)
      if (row === undefined) return { notification: null, sentTexts: 0, repeated: false }
      return {
        notification: readNotification(textOf(row, 'body')),
        sentTexts: integerOf(row, 'sent_texts'),
        repeated: integerOf(row, 'repeated') === 1,
      }
    },
    addressOf: (id) => {
      const row = selectAddress.get(id)
      return row === undefined ? null : { channel: textOf(row, 'channel'), recipient: textOf(row, 'recipient') }
    },
    tookSince: ({ channel, recipient }, after) => integerOf(countTaken.get(channel, recipient, after), 'n') > 0,
    countWaiting: () => integerOf(countWaiting.get(), 'n'),
    countOnTheirWay: () => integerOf(countOnTheirWay.get(), 'n'),
    sending: (id, at) => updateSending.run(at, id).changes > 0,
    sent: (id, { messageId, done, at }) => {
      const address = selectAddress.get(id)
      if (done && address !== undefined) updateTold.run(textOf(address, 'channel'), id)
      return standsFor((done ? updateSent : updateText).run(messageId, at, id, id))
    },
    again: (id, { reason, nextAt, mayHaveArrived, at }) => {
      updateAgain.run(nextAt, toJson(reason), at, id)
      if (mayHaveArrived) updateRepeated.run(id)
    },
    lost: (id, { reason, isInPart, at }) => void updateLost.run(toJson(reason), isInPart ? 1 : 0, at, id, id),
    noteRepeated: (id) => void updateRepeated.run(id),
    refused: (id, { reason, at }) => standsFor(updateRefused.run(toJson(reason), at, id, id)),
    forgetWaits: ({ channel, recipient }, at) => void updateWaits.run(at, channel, recipient),
    lostWith: (id, isLast) => selectLost.all(id, isLast ? 1 : 0).flatMap(toWritten),
    isLost: (news) => integerOf(selectIsLost.get(news), 'lost') === 1,
    newsAbout: (fingerprint) => selectAbout.all(fingerprint).flatMap(toWritten),
    recover: (known, at) => {
      for (const row of updateInterrupted.all(at)) updateRepeated.run(integerOf(row, 'id'))
      updateAllWaits.run(at)
      return updateOthers.all(at, JSON.stringify(known)).map((row) => integerOf(row, 'id'))
    },
  }
}

/** SQL: of the deliveries of other channels in the place of some news, or of a message that the news went within. */
const substitutes = `delivery AS substitute WHERE instead_of = news.id OR instead_of IN
  (SELECT whole.notification FROM delivery AS own JOIN delivery AS whole ON whole.id = own.within
   WHERE own.notification = news.id)`

/** SQL: somebody gets the news, or will get them, or needed them no more. */
const isReached = `EXISTS (SELECT 1 FROM delivery WHERE state IN ('queued', 'sending', 'retrying', 'sent', 'passed')
  AND (notification = news.id OR id IN (SELECT substitute.id FROM ${substitutes})))`

/** SQL: it tells of something by itself. */
const isNews = `kind IN ('alerts', 'startup', 'report')`

/** Of each trouble of which it says something: also of those whose end it bears. */
const troublesIn = (notification: Notification): readonly string[] => [
  ...new Set([
    ...fingerprintsOf(notification),
    ...alertsIn(notification).flatMap((alert) =>
      alert.word === 'happened' ? [] : alert.bears.map(({ fingerprint }) => fingerprint),
    ),
  ]),
]

const toWritten = (row: Row): readonly Written[] => {
  const notification = readNotification(textOf(row, 'body'))
  const isOfNews =
    notification?.kind === 'alerts' || notification?.kind === 'startup' || notification?.kind === 'report'
  return isOfNews ? [{ id: integerOf(row, 'id'), notification }] : []
}

/** One that stands for others is not one of them. */
const standsFor = ({ changes }: StatementResultingChanges): number => Math.max(1, Number(changes) - 1)

const ranks: readonly Rank[] = ['firing', 'news', 'repeated']

const toWaiting = (row: Row): Waiting => {
  const fingerprints = readWritten(textOf(row, 'fingerprints'))
  return {
    id: integerOf(row, 'id'),
    kind: notificationKinds.find((kind) => kind === textOf(row, 'kind')) ?? 'alerts',
    rank: ranks.find((rank) => rank === optionalText(row, 'rank')) ?? 'news',
    critical: integerOf(row, 'critical') === 1,
    fingerprints: Array.isArray(fingerprints) ? fingerprints.map(String) : [],
    begun: integerOf(row, 'sent_texts') > 0,
    nextAt: integerOf(row, 'next_at'),
    attempts: integerOf(row, 'attempts'),
    repeated: integerOf(row, 'repeated') === 1,
    queuedAt: integerOf(row, 'queued_at'),
  }
}
