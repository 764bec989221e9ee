import type { DatabaseSync } from 'node:sqlite'
import type { FallbackNotification } from '../../model/notification.ts'
import { integerOf, textOf, transaction } from './database.ts'
import { forNobody, type Address } from './deliveries-table.ts'
import { readReason } from './kept-reason.ts'
import { readNotification } from './stored-notification.ts'

/** From when on something counts as not delivered; times are milliseconds since the epoch. */
export interface FallbackTimes {
  readonly criticalBefore: number
  readonly restBefore: number
  /** Refusals before it are history. */
  readonly refusedAfter: number
}

/**
 * Finds what no channel of the first ones has delivered in time, or what one refused, and has it told by others: once.
 *
 * @param insert  writes a notification down for the fallback channels, in place of that one
 */
export const createFallback = (
  database: DatabaseSync,
  insert: (notification: FallbackNotification, insteadOf: number, to: readonly Address[], at: number) => void,
): ((to: readonly Address[], times: FallbackTimes, at: number) => number) => {
  const undelivered = database.prepare(
    `SELECT notification.id, body, channel, reason FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE instead_of IS NULL AND kind NOT IN ('fallback', 'test') AND (
       (state = 'refused' AND reason <> '${forNobody}' AND within IS NULL AND changed_at > ?)
       OR (state IN ('queued', 'sending', 'retrying') AND kind <> 'catch-up'
           AND queued_at <= CASE critical WHEN 1 THEN ? ELSE ? END
           AND NOT EXISTS (SELECT 1 FROM delivery AS other WHERE other.notification = notification.id AND other.state = 'sent')))
     AND NOT EXISTS (SELECT 1 FROM delivery AS other WHERE other.instead_of = notification.id)
     GROUP BY notification.id ORDER BY notification.id`,
  )
  return (to, { criticalBefore, restBefore, refusedAfter }, at) => {
    const rows = undelivered.all(refusedAfter, criticalBefore, restBefore)
    if (rows.length === 0) return 0
    return transaction(database, () => {
      for (const row of rows) {
        const of = readNotification(textOf(row, 'body'))
        if (of === null || of.kind === 'fallback' || of.kind === 'test') continue
        const reason = readReason(row) ?? ({ code: 'noAnswerYet' } as const)
        insert({ kind: 'fallback', at, of, channel: textOf(row, 'channel'), reason }, integerOf(row, 'id'), to, at)
      }
      return rows.length
    })
  }
}
