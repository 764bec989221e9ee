import type { DatabaseSync } from 'node:sqlite'
import { hasEnded, isOpen, type Life, type OpenLife } from '../../model/life.ts'
import type { Muted, MuteReason } from '../../model/mute.ts'
import { integerOf, optionalText, textOf, type Row } from './database.ts'
import { readWritten, type ToJson } from './written.ts'

/** What is so: each trouble as it is now, and for a while after its end. Times are milliseconds since the epoch. */
export interface LivesTable {
  /** Takes them for what is so now. Returns those that are worth writing down. */
  readonly take: (lives: readonly Life[]) => readonly Life[]
  readonly write: (life: Life) => void
  /** They stand in the file now, and are written again when they change. */
  readonly noteWritten: (lives: readonly Life[]) => void
  /** The newest life of a fingerprint. */
  readonly newest: (fingerprint: string) => Life | null
  /** The newest life of a fingerprint of which people were told, be it its end. */
  readonly newestTold: (fingerprint: string) => Life | null
  readonly find: (id: number) => Life | null
  readonly open: () => readonly Life[]
  readonly endedSince: (time: number) => readonly Life[]
  readonly nextId: () => number
  /** Notes what keeps them from being told. */
  readonly mute: (muted: readonly Muted[]) => void
  /** Notes that people are told of one, or of its end; null: that they were not, after all. */
  readonly noteTold: (id: number, at: number | null) => void
  readonly noteEndTold: (id: number, at: number | null) => void
  /** Counts those of a fingerprint, or of any, that came and went untold, and that no message counted before. */
  readonly countMissed: (fingerprint: string | null) => number
  /** A message told how many there were since the one before. */
  readonly noteCounted: (notification: number) => void
  /** Nobody got that message. */
  readonly uncount: (notification: number) => void
  /** Removes those that ended before a time. */
  readonly prune: (before: number) => void
}

/** Until it is known by which message. */
const counting = -1

/** These last for moments: they are no reason why something was never told. */
const momentary: readonly MuteReason[] = ['grouped', 'starting', 'unwritten']

export const createLivesTable = (database: DatabaseSync, toJson: ToJson): LivesTable => {
  const upsert = database.prepare(
    `INSERT INTO life (id, fingerprint, started_at, ended_at, severity, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint, ended_at = excluded.ended_at, body = excluded.body,
       started_at = min(started_at, excluded.started_at),
       severity = CASE WHEN severity = 'critical' THEN severity ELSE excluded.severity END`,
  )
  const selectNewest = database.prepare('SELECT body FROM life WHERE fingerprint = ? ORDER BY id DESC LIMIT 1')
  const selectNewestTold = database.prepare(
    `SELECT body FROM life WHERE fingerprint = ? AND (first_told_at IS NOT NULL OR end_told_at IS NOT NULL)
     ORDER BY id DESC LIMIT 1`,
  )
  const selectOne = database.prepare('SELECT body FROM life WHERE id = ?')
  const selectOpen = database.prepare('SELECT body FROM life WHERE ended_at IS NULL ORDER BY id')
  const selectEnded = database.prepare('SELECT body FROM life WHERE ended_at > ? ORDER BY id')
  // Also of those that were removed since.
  const selectLast = database.prepare(`SELECT coalesce(max(seq), 0) AS id FROM sqlite_sequence WHERE name = 'life'`)
  const updateMuted = database.prepare(
    'UPDATE life SET muted_by = ? WHERE id = (SELECT max(id) FROM life WHERE fingerprint = ?) AND muted_by IS NOT ?',
  )
  const updateTold = database.prepare(
    'UPDATE life SET first_told_at = CASE WHEN ?1 IS NULL THEN NULL ELSE coalesce(first_told_at, ?1) END WHERE id = ?2',
  )
  const updateEndTold = database.prepare('UPDATE life SET end_told_at = ? WHERE id = ?')
  const missed = `ended_at IS NOT NULL AND first_told_at IS NULL AND end_told_at IS NULL AND counted = 0
    AND coalesce(muted_by, '') NOT IN ('inhibited', 'silenced')`
  const countOf = database.prepare(`UPDATE life SET counted = ${counting} WHERE fingerprint = ? AND ${missed}`)
  const countAll = database.prepare(`UPDATE life SET counted = ${counting} WHERE ${missed}`)
  const updateCounted = database.prepare(`UPDATE life SET counted = ? WHERE counted = ${counting}`)
  const uncount = database.prepare('UPDATE life SET counted = 0 WHERE counted = ?')
  const remove = database.prepare('DELETE FROM life WHERE ended_at < ?')
  /** The newest of those that go on, as they were last seen. */
  const current = new Map<string, OpenLife>()
  /** What was written of them. */
  const written = new Map<number, string>()

  const takeOne = (life: Life): boolean => {
    if (life.formerly !== null) current.delete(life.formerly)
    if (isOpen(life)) current.set(life.fingerprint, life)
    else if (current.get(life.fingerprint)?.id === life.id) current.delete(life.fingerprint)
    // What is not ready yet comes again within a second.
    return life.evidence !== null && written.get(life.id) !== outlineOf(life)
  }
  const write = (life: Life): void => {
    const endsAt = hasEnded(life) ? life.endsAt : null
    const startsAt = life.instability?.since ?? life.startsAt
    // A rename is said once: it is none when it is read again.
    const body = toJson({ ...life, formerly: null })
    upsert.run(life.id, life.fingerprint, startsAt, endsAt, life.severity, body)
  }
  const noteWritten = (life: Life): void => {
    if (isOpen(life)) written.set(life.id, outlineOf(life))
    else written.delete(life.id)
  }
  return {
    take: (lives) => lives.filter(takeOne),
    write,
    noteWritten: (lives) => lives.forEach(noteWritten),
    newest: (fingerprint) => current.get(fingerprint) ?? readLife(selectNewest.get(fingerprint)),
    newestTold: (fingerprint) => readLife(selectNewestTold.get(fingerprint)),
    find: (id) => readLife(selectOne.get(id)),
    open: () => selectOpen.all().flatMap((row) => readLife(row) ?? []),
    endedSince: (time) => selectEnded.all(time).flatMap((row) => readLife(row) ?? []),
    nextId: () => integerOf(selectLast.get(), 'id') + 1,
    mute: (muted) => {
      for (const { key, mute } of muted)
        if (!momentary.includes(mute.reason)) updateMuted.run(mute.reason, key, mute.reason)
    },
    noteTold: (id, at) => void updateTold.run(at, id),
    noteEndTold: (id, at) => void updateEndTold.run(at, id),
    countMissed: (fingerprint) => Number((fingerprint === null ? countAll.run() : countOf.run(fingerprint)).changes),
    noteCounted: (notification) => void updateCounted.run(notification),
    uncount: (notification) => void uncount.run(notification),
    prune: (before) => void remove.run(before),
  }
}

/** What of a life is worth writing down anew. */
const outlineOf = (life: Life): string =>
  [
    life.fingerprint,
    life.state,
    life.state === 'unstable' ? life.now : '',
    life.severity,
    life.startsAt,
    life.instability?.changes ?? 0,
    life.evidence?.disk?.usage.map(({ bytes }) => bytes).join() ?? '',
  ].join('\n')

/** The database is our own: what has the outline of a life was one. */
const isLife = (value: unknown): value is Life =>
  typeof value === 'object' &&
  value !== null &&
  'fingerprint' in value &&
  'check' in value &&
  'state' in value &&
  'evidence' in value

/** Null where what was written down is no life of this version. */
export const readLife = (row: Row | undefined): Life | null => {
  if (row === undefined || optionalText(row, 'body') === null) return null
  const life = readWritten(textOf(row, 'body'))
  return isLife(life) ? life : null
}
