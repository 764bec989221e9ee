import { appendFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { makePrivateFile } from '../../private-files.ts'
import { transaction, type Row } from './database.ts'

/** A row that no reader understands, as where it was cut short. */
export interface UnreadableRow {
  readonly table: string
  readonly row: Row
}

const holds = (column: string, ...paths: readonly string[]): string =>
  `CASE WHEN json_valid(${column}) THEN ${paths.map((path) => `${column} ->> '$${path}' IS NOT NULL`).join(' AND ')} ELSE 0 END`

const isArray = (column: string): string =>
  `CASE WHEN json_valid(${column}) THEN json_type(${column}) = 'array' ELSE 0 END`

/** SQL: what a row of each table holds where it can be read. */
const readable: Readonly<Record<string, string>> = {
  notification: `${holds('body', '.kind')} AND ${isArray('fingerprints')}`,
  life: holds('body', '.fingerprint', '.state', '.check.details.kind'),
  told: holds('body', '.fingerprint', '.life', '.check.details.kind'),
  sent: `body IS NULL OR ${holds('body', '.fingerprint', '.life', '.check.details.kind')}`,
  occurrence: holds('body', '.fingerprint', '.times', '.details.kind'),
  silence: isArray('times'),
  fact: 'json_valid(value)',
}

/** Takes the rows that cannot be read out of a database, and returns them. What was to send one of them goes along. */
export const takeUnreadable = (database: DatabaseSync): readonly UnreadableRow[] => {
  const found = Object.entries(readable).flatMap(([table, condition]) =>
    database
      .prepare(`SELECT * FROM ${table} WHERE NOT (${condition})`)
      .all()
      .map((row) => ({ table, row })),
  )
  if (found.length > 0) remove(database, new Set(found.map(({ table }) => table)))
  return found
}

const remove = (database: DatabaseSync, tables: ReadonlySet<string>): void =>
  transaction(database, () => {
    for (const [table, condition] of Object.entries(readable)) {
      if (!tables.has(table)) continue
      if (table === 'notification')
        database.exec(
          `UPDATE delivery SET instead_of = NULL WHERE instead_of IN (SELECT id FROM notification WHERE NOT (${condition}));
           DELETE FROM delivery WHERE notification IN (SELECT id FROM notification WHERE NOT (${condition}))`,
        )
      database.exec(`DELETE FROM ${table} WHERE NOT (${condition})`)
    }
  })

/** Adds rows to a file, as JSON lines with the time. Nothing is lost by it where that cannot be done. */
export const keepUnreadable = (path: string, rows: readonly UnreadableRow[], at: number): void => {
  try {
    makePrivateFile(path)
    const time = new Date(at).toISOString()
    appendFileSync(path, rows.map((one) => `${JSON.stringify({ time, ...one })}\n`).join(''))
  } catch {
    // They are of use to nobody but a developer.
  }
}
