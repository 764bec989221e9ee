import type { DatabaseSync } from 'node:sqlite'
import { textOf } from './database.ts'

/** In the order in which they refer to each other. */
const tables = ['notification', 'delivery', 'fact', 'life'] as const

/** Fills a database with all that stands in the file of another. Returns whether that could be read. */
export const copyFrom = (path: string, database: DatabaseSync): boolean =>
  // A read-only folder has no place for what a reader of a WAL needs.
  ['mode=ro', 'immutable=1'].some((mode) => {
    try {
      attached(database, `file:${encodeURI(path)}?${mode}`, () => copyTables(database, 'other', 'main'))
      return true
    } catch {
      return false
    }
  })

/**
 * Writes all that stands in a database into the file of another, whose schema is the same.
 *
 * @param replacing  whether what stood there before is older, and goes
 */
export const copyTo = (path: string, database: DatabaseSync, { replacing }: { replacing: boolean }): void =>
  attached(database, path, () => {
    if (replacing) for (const table of tables.toReversed()) database.exec(`DELETE FROM other.${table}`)
    copyTables(database, 'main', 'other')
  })

const attached = (database: DatabaseSync, path: string, action: () => void): void => {
  database.prepare('ATTACH ? AS other').run(path)
  try {
    database.exec('BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON')
    action()
    database.exec('COMMIT')
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK')
    database.exec('DETACH other')
  }
}

const copyTables = (database: DatabaseSync, from: string, to: string): void => {
  for (const table of tables) {
    const columns = columnsOf(database, from, table)
    // What an older version wrote has not all of them.
    if (columns.length === 0) continue
    const names = columns.join(', ')
    database.exec(`INSERT OR REPLACE INTO ${to}.${table} (${names}) SELECT ${names} FROM ${from}.${table}`)
  }
}

const columnsOf = (database: DatabaseSync, schema: string, table: string): readonly string[] =>
  database
    .prepare('SELECT name FROM pragma_table_info(?, ?)')
    .all(table, schema)
    .map((row) => textOf(row, 'name'))
