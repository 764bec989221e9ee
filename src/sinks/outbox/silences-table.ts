import type { DatabaseSync } from 'node:sqlite'
import type { SilenceCommand } from '../../model/command.ts'
import type { QuietRange } from '../../model/quiet-range.ts'
import type { GivenSilence } from '../../model/silence.ts'
import { withoutSecrets } from '../../text/foreign.ts'
import { integerOf, textOf, type Row } from './database.ts'
import { readWritten, type Mask } from './written.ts'

/** The silences that somebody gave. Times are milliseconds since the epoch. */
export interface SilencesTable {
  /** In the order in which they were given; those that are over too, for a while. */
  readonly all: () => readonly GivenSilence[]
  readonly add: (command: SilenceCommand, at: number) => GivenSilence
  /** Adds those of a file, once. Null where that was done before; else how many. For a transaction. */
  readonly addFromFile: (commands: readonly SilenceCommand[], at: number) => number | null
  /** Returns the one that was taken back; null where there is none of this id. */
  readonly remove: (id: string) => GivenSilence | null
  /** Removes those that were over before a time. */
  readonly prune: (before: number) => void
}

export const silenceTable = `CREATE TABLE silence (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER,
  times TEXT NOT NULL,
  by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;`

export const createSilencesTable = (database: DatabaseSync, mask: Mask = withoutSecrets): SilencesTable => {
  const select = database.prepare('SELECT * FROM silence ORDER BY id')
  const insert = database.prepare(
    'INSERT INTO silence (type, subject, at, until, times, by, reason) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *',
  )
  const remove = database.prepare('DELETE FROM silence WHERE id = ? RETURNING *')
  const removeOver = database.prepare('DELETE FROM silence WHERE until < ?')
  // By it a file is known to have been read.
  const noteFile = database.prepare(`INSERT OR IGNORE INTO fact (name, value) VALUES ('silences-file', ?)`)
  const add: SilencesTable['add'] = ({ type, subject, duration, times, by, reason }, at) => {
    const until = duration === null ? null : at + duration
    const row = insert.get(type, subject, at, until, JSON.stringify(times), mask(by), mask(reason))
    return toSilence(row ?? {})
  }
  return {
    all: () => select.all().map(toSilence),
    add,
    addFromFile: (commands, at) => {
      if (noteFile.run(String(at)).changes === 0) return null
      return commands.map((command) => add(command, at)).length
    },
    remove: (id) => {
      const row = remove.get(id)
      return row === undefined ? null : toSilence(row)
    },
    prune: (before) => void removeOver.run(before),
  }
}

const toSilence = (row: Row): GivenSilence => ({
  id: String(integerOf(row, 'id')),
  type: textOf(row, 'type'),
  subject: textOf(row, 'subject'),
  at: integerOf(row, 'at'),
  until: row['until'] === null ? null : integerOf(row, 'until'),
  times: readTimes(textOf(row, 'times')),
  by: textOf(row, 'by'),
  reason: textOf(row, 'reason'),
})

const readTimes = (text: string): readonly QuietRange[] => {
  const times = readWritten(text)
  return Array.isArray(times) ? times.filter(isRange) : []
}

/** The database is our own: what has the outline of a range was one. */
const isRange = (value: unknown): value is QuietRange =>
  typeof value === 'object' && value !== null && 'days' in value && 'from' in value && 'to' in value
