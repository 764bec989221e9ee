import type { DatabaseSync } from 'node:sqlite'
import { aboutOf, type Alert } from '../../model/alert.ts'
import { alertsIn, type Notification } from '../../model/notification.ts'
import type { ChannelStatus, LifeRecord, MessageRecord, OutboxCounts } from '../../model/status.ts'
import type { Told } from '../../model/told.ts'
import { integerOf, optionalText, textOf, type Row } from './database.ts'
import { endOf } from './listing.ts'
import { readReason } from './kept-reason.ts'
import { readLife } from './lives-table.ts'
import { createStatistics } from './statistics.ts'
import { readNotification } from './stored-notification.ts'
import { readTold } from './tellings-table.ts'

/** Most messages and lives that are shown of one subject. */
const shown = 20

/** What was written down, as the owner is shown it. Nothing is written here. Times are milliseconds since the epoch. */
export interface Records {
  readonly open: () => readonly LifeRecord[]
  /** The newest first. */
  readonly endedSince: (time: number) => readonly LifeRecord[]
  /** Those of a subject, the newest first. */
  readonly endedOf: (subject: string) => readonly LifeRecord[]
  /** What people take to be trouble. */
  readonly told: () => readonly Told[]
  /** What people were told of a subject, the newest first. */
  readonly messagesAbout: (subject: string) => readonly MessageRecord[]
  /** What became of the last attempt of each channel, for each recipient. */
  readonly channels: () => readonly ChannelStatus[]
  readonly outbox: () => OutboxCounts
  readonly subjects: () => readonly { readonly type: string; readonly subject: string }[]
}

export const createRecords = (database: DatabaseSync): Records => {
  const lives = 'SELECT body, first_told_at, end_told_at, muted_by FROM life'
  const selectOpen = database.prepare(`${lives} WHERE ended_at IS NULL ORDER BY id`)
  const selectEnded = database.prepare(`${lives} WHERE ended_at > ? ORDER BY ended_at DESC, id DESC`)
  // The subject is what a fingerprint ends with, on a line of its own.
  const isAbout = (fingerprint: string) =>
    `lower(substr(${fingerprint}, instr(${fingerprint}, char(10)) + 1)) LIKE '%' || char(10) || lower(?1) ESCAPE '\\'`
  const selectEndedOf = database.prepare(
    `${lives} WHERE ended_at IS NOT NULL AND ${isAbout('fingerprint')} ORDER BY ended_at DESC, id DESC LIMIT ${shown}`,
  )
  const selectTold = database.prepare('SELECT body FROM told')
  const selectMessages = database.prepare(
    `SELECT id, at, kind, body FROM notification WHERE kind IN ('alerts', 'startup', 'report')
     AND EXISTS (SELECT 1 FROM json_each(fingerprints) WHERE ${isAbout('value')}) ORDER BY id DESC LIMIT ${shown}`,
  )
  const outcome = 'channel, recipient, state, reason, changed_at'
  const selectDeliveries = database.prepare(
    `SELECT ${outcome} FROM delivery WHERE notification = ?1 OR instead_of = ?1 ORDER BY id`,
  )
  const selectChannels = database.prepare(
    `SELECT channel, recipient, state, reason, max(changed_at) AS changed_at FROM delivery
     WHERE state IN ('sent', 'retrying', 'refused') GROUP BY channel, recipient ORDER BY channel, recipient`,
  )
  const selectSubjects = database.prepare('SELECT DISTINCT fingerprint FROM life')
  return {
    open: () => selectOpen.all().flatMap(toLifeRecord),
    endedSince: (time) => selectEnded.all(time).flatMap(toLifeRecord),
    endedOf: (subject) => selectEndedOf.all(escaped(subject)).flatMap(toLifeRecord),
    told: () => selectTold.all().flatMap((row) => readTold(row) ?? []),
    messagesAbout: (subject) =>
      selectMessages.all(escaped(subject)).flatMap((row) => {
        const notification = readNotification(textOf(row, 'body'))
        if (notification === null) return []
        const deliveries = selectDeliveries.all(integerOf(row, 'id')).map(toOutcome)
        const words = wordsAbout(notification, subject)
        return [{ at: integerOf(row, 'at'), kind: textOf(row, 'kind'), words, deliveries }]
      }),
    channels: () => selectChannels.all().map(toOutcome),
    outbox: createStatistics(database),
    subjects: () =>
      selectSubjects.all().map((row) => {
        const [, type = '', ...subject] = textOf(row, 'fingerprint').split('\n')
        return { type, subject: subject.join('\n') }
      }),
  }
}

/** For LIKE, which knows two wildcards. */
const escaped = (subject: string): string => subject.replaceAll(/[\\%_]/g, '\\$&')

const toLifeRecord = (row: Row): readonly LifeRecord[] => {
  const life = readLife(row)
  if (life === null) return []
  return [
    {
      life,
      firstToldAt: optionalTime(row, 'first_told_at'),
      endToldAt: optionalTime(row, 'end_told_at'),
      mutedBy: optionalText(row, 'muted_by'),
    },
  ]
}

const optionalTime = (row: Row, name: string): number | null => (row[name] === null ? null : integerOf(row, name))

const toOutcome = (row: Row): ChannelStatus => ({
  channel: textOf(row, 'channel'),
  recipient: endOf(textOf(row, 'recipient')),
  outcome: textOf(row, 'state'),
  at: integerOf(row, 'changed_at'),
  reason: readReason(row),
})

const wordsAbout = (notification: Notification, subject: string): MessageRecord['words'] =>
  alertsIn(notification)
    .flatMap(wordsOf)
    .filter((one) => one.subject.toLowerCase() === subject.toLowerCase())
    .map(({ word, type, fingerprint }) => ({ word, type, fingerprint }))

/** What it says of its own subject, and of those whose end it bears. */
const wordsOf = (alert: Alert): readonly (MessageRecord['words'][number] & { readonly subject: string })[] => {
  const { type, subject, fingerprint } = aboutOf(alert)
  const borne = alert.word === 'happened' ? [] : alert.bears
  return [
    { word: alert.word, type, subject, fingerprint },
    ...borne.map(({ check, fingerprint }) => ({
      word: 'over' as const,
      type: check.type,
      subject: check.subject,
      fingerprint,
    })),
  ]
}
