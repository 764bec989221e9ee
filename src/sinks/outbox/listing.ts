import type { DatabaseSync } from 'node:sqlite'
import { aboutOf } from '../../model/alert.ts'
import { alertsIn, type Notification } from '../../model/notification.ts'
import type { KeptReason } from '../../model/reason.ts'
import { integerOf, optionalText, textOf, transaction, type Row } from './database.ts'
import { readReason } from './kept-reason.ts'
import { readNotification } from './stored-notification.ts'

/** One message for one recipient, as people look at it. Times are milliseconds since the epoch. */
export interface ListedMessage {
  readonly id: number
  readonly state: string
  readonly channel: string
  /** The end of a number alone. */
  readonly recipient: string
  readonly kind: string
  /** As in `CONTAINER_NOT_RUNNING db`; empty where it tells of no trouble. */
  readonly alerts: readonly string[]
  readonly queuedAt: number
  readonly changedAt: number
  /** Null where it waits for no time. */
  readonly nextAt: number | null
  readonly failedAttempts: number
  readonly repeated: boolean
  readonly reason: KeptReason | null
  /** The other side's own, where it gave one. */
  readonly messageId: string | null
  /** The message by which this one is told; null where it goes on its own. */
  readonly within: number | null
}

/** Why nothing can be done with a message: it is not there, was sent, is being sent, or another one tells it. */
export type Hindrance = 'absent' | 'sent' | 'sending' | { readonly within: number }

/** What people can do with the messages of an outbox, beside the agent that sends them. */
export interface Listing {
  readonly all: () => readonly ListedMessage[]
  /** Sends it at once. Returns why that cannot be, or null. */
  readonly retry: (id: number, at: number) => Hindrance | null
  /** Removes it, unsent. Returns why that cannot be, or null. */
  readonly drop: (id: number) => Hindrance | null
}

export const createListing = (database: DatabaseSync): Listing => {
  const select = database.prepare(
    `SELECT delivery.*, kind, body FROM delivery JOIN notification ON notification.id = delivery.notification ORDER BY delivery.id`,
  )
  const selectOne = database.prepare('SELECT state, within FROM delivery WHERE id = ?')
  const update = database.prepare(
    `UPDATE delivery SET state = 'queued', next_at = 0, attempts = 0, reason = NULL, told_by = NULL, changed_at = ?
     WHERE id = ? OR within = ?`,
  )
  const remove = database.prepare('DELETE FROM delivery WHERE id = ? OR within = ?')
  const onceFree = (id: number, action: () => unknown): Hindrance | null =>
    transaction(database, () => {
      const hindrance = hindranceOf(selectOne.get(id))
      if (hindrance === null) action()
      return hindrance
    })
  return {
    all: () => select.all().map(toListed),
    retry: (id, at) => onceFree(id, () => update.run(at, id, id)),
    drop: (id) => onceFree(id, () => remove.run(id, id)),
  }
}

const hindranceOf = (row: Row | undefined): Hindrance | null => {
  if (row === undefined) return 'absent'
  const state = textOf(row, 'state')
  if (state === 'sent' || state === 'sending') return state
  return row['within'] === null ? null : { within: integerOf(row, 'within') }
}

const toListed = (row: Row): ListedMessage => {
  const notification = readNotification(textOf(row, 'body'))
  const nextAt = integerOf(row, 'next_at')
  return {
    id: integerOf(row, 'id'),
    state: textOf(row, 'state'),
    channel: textOf(row, 'channel'),
    recipient: endOf(textOf(row, 'recipient')),
    kind: textOf(row, 'kind'),
    alerts: notification === null ? [] : namesIn(notification),
    queuedAt: integerOf(row, 'queued_at'),
    changedAt: integerOf(row, 'changed_at'),
    nextAt: textOf(row, 'state') === 'retrying' && nextAt > 0 ? nextAt : null,
    failedAttempts: integerOf(row, 'attempts'),
    repeated: integerOf(row, 'repeated') === 1,
    reason: readReason(row),
    messageId: optionalText(row, 'message_id'),
    within: row['within'] === null ? null : integerOf(row, 'within'),
  }
}

const namesIn = (notification: Notification): readonly string[] =>
  alertsIn(notification)
    .map(aboutOf)
    .map(({ type, subject }) => `${type} ${subject}`)

/** A number is somebody's own, as a log may hold it. */
export const endOf = (recipient: string): string =>
  recipient.replace(/^-?\d{5,}(?=$|[@:])/, (digits) => `…${digits.slice(-4)}`)
