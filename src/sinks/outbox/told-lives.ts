import type { DatabaseSync } from 'node:sqlite'
import { hasEnded, isOpen, type Alert, type OpenAlert } from '../../model/alert.ts'
import type { ToldLife } from '../../model/memory.ts'
import type { Notification } from '../../model/notification.ts'
import { integerOf, textOf, type Row } from './database.ts'

/** What people were told of each trouble: written down together with the message that tells it. */
export interface ToldLives {
  /** For a transaction. `at`: milliseconds since the epoch. */
  readonly note: (notification: Notification, at: number) => void
  readonly all: () => readonly ToldLife[]
}

export const createToldLives = (database: DatabaseSync): ToldLives => {
  const upsert = database.prepare(
    `INSERT INTO life (fingerprint, alert, told_at, reminders) VALUES (?, ?, ?, 0)
     ON CONFLICT DO UPDATE SET alert = excluded.alert, told_at = excluded.told_at,
     reminders = CASE WHEN ? THEN reminders + 1 ELSE 0 END`,
  )
  const remove = database.prepare('DELETE FROM life WHERE fingerprint = ?')
  const select = database.prepare('SELECT alert, told_at, reminders FROM life ORDER BY told_at')
  const noteAlert = (alert: Alert, at: number): void => {
    if (hasEnded(alert)) remove.run(alert.fingerprint)
    else if (isOpen(alert))
      upsert.run(alert.fingerprint, JSON.stringify(alert), at, alert.reason === 'reminder' ? 1 : 0)
  }
  return {
    note: (notification, at) => {
      if (notification.kind === 'alerts') for (const alert of notification.alerts) noteAlert(alert, at)
    },
    all: () => select.all().flatMap(readLife),
  }
}

const readLife = (row: Row): readonly ToldLife[] => {
  const alert: unknown = JSON.parse(textOf(row, 'alert'))
  if (!isOpenAlert(alert)) return []
  return [{ alert, toldAt: integerOf(row, 'told_at'), reminders: integerOf(row, 'reminders') }]
}

/** The database is our own: what has the outline of an alert was one. */
const isOpenAlert = (value: unknown): value is OpenAlert =>
  typeof value === 'object' &&
  value !== null &&
  'fingerprint' in value &&
  'check' in value &&
  'reason' in value &&
  (value.reason === 'firing' ||
    value.reason === 'reminder' ||
    value.reason === 'settled' ||
    value.reason === 'unstable')
