import type { DatabaseSync } from 'node:sqlite'

/** In the order in which they refer to each other. */
const tables = ['notification', 'delivery', 'fact'] as const

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
  for (const table of tables) database.exec(`INSERT OR REPLACE INTO ${to}.${table} SELECT * FROM ${from}.${table}`)
}
