import type { DatabaseSync } from 'node:sqlite'
import type { Occurrence } from '../../model/occurrence.ts'
import { textOf, type Row } from './database.ts'
import { readWritten, type ToJson } from './written.ts'

/** What happened, until it is told. Times are milliseconds since the epoch. */
export interface OccurrencesTable {
  /** Returns whether it is new: one that was written down before is told once, whoever sees it again. */
  readonly keep: (occurrence: Occurrence) => boolean
  readonly noteTold: (fingerprint: string, at: number) => void
  /** Nobody was told of them at that time, after all. Returns those that are due again. */
  readonly giveBack: (fingerprint: string, at: number) => readonly Occurrence[]
  /** Those that were not told and happened after a time. */
  readonly untoldSince: (time: number) => readonly Occurrence[]
  /** All that happened after a time, told or not. */
  readonly since: (time: number) => readonly Occurrence[]
  readonly prune: (before: number) => void
}

export const createOccurrencesTable = (database: DatabaseSync, toJson: ToJson): OccurrencesTable => {
  const insert = database.prepare(
    'INSERT INTO occurrence (id, fingerprint, at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const update = database.prepare('UPDATE occurrence SET told_at = ? WHERE fingerprint = ? AND told_at IS NULL')
  const release = database.prepare(
    'UPDATE occurrence SET told_at = NULL WHERE fingerprint = ? AND told_at = ? RETURNING body',
  )
  const select = database.prepare('SELECT body FROM occurrence WHERE told_at IS NULL AND at > ? ORDER BY at')
  const selectAll = database.prepare('SELECT body FROM occurrence WHERE at > ? ORDER BY at')
  const remove = database.prepare('DELETE FROM occurrence WHERE at < ?')
  return {
    keep: (occurrence) =>
      insert.run(occurrence.id, occurrence.fingerprint, occurrence.at, toJson(occurrence)).changes > 0,
    noteTold: (fingerprint, at) => void update.run(at, fingerprint),
    giveBack: (fingerprint, at) => release.all(fingerprint, at).flatMap(readOccurrence),
    untoldSince: (time) => select.all(time).flatMap(readOccurrence),
    since: (time) => selectAll.all(time).flatMap(readOccurrence),
    prune: (before) => void remove.run(before),
  }
}

const readOccurrence = (row: Row): readonly Occurrence[] => {
  const occurrence = readWritten(textOf(row, 'body'))
  return isOccurrence(occurrence) ? [occurrence] : []
}

/** The database is our own: what has the outline of it was one. */
const isOccurrence = (value: unknown): value is Occurrence =>
  typeof value === 'object' && value !== null && 'fingerprint' in value && 'details' in value && 'times' in value
