import { DatabaseSync } from 'node:sqlite'
import { integerOf, memory, textOf } from './database.ts'
import { migrate } from './schema.ts'

/** In the order in which they refer to each other. */
export const tables = ['notification', 'delivery', 'fact', 'life', 'told', 'sent', 'occurrence', 'silence'] as const

/**
 * All that stands in a file, in memory and with the newest schema, whatever version wrote it. Null where that cannot be
 * read.
 *
 * @param host  the id of the host that it is of
 */
export const copyOf = (path: string, host: string): DatabaseSync | null => {
  // A read-only folder has no place for what a reader of a WAL needs.
  for (const mode of ['mode=ro', 'immutable=1']) {
    const database = new DatabaseSync(memory)
    try {
      fill(database, `file:${encodeURI(path)}?${mode}`, host)
      return database
    } catch {
      database.close()
    }
  }
  return null
}

const fill = (database: DatabaseSync, path: string, host: string): void => {
  database.exec('PRAGMA temp_store = MEMORY')
  const version = attached(database, path, () =>
    integerOf(database.prepare('PRAGMA other.user_version').get(), 'user_version'),
  )
  migrate(database, host, version)
  attached(database, path, () => copyTables(database, 'other', 'main'))
  migrate(database, host)
}

/**
 * Writes all that stands in a database into the file of another, whose schema is the same.
 *
 * @param replacing  what stood there is older, and goes; what was removed there since, of the deliveries up to this number,
 *   does not come back. Null: what stands there stays.
 */
export const copyTo = (path: string, database: DatabaseSync, { replacing }: { replacing: number | null }): void =>
  attached(database, path, () => {
    if (replacing !== null)
      database
        .prepare('DELETE FROM main.delivery WHERE id <= ? AND id NOT IN (SELECT id FROM other.delivery)')
        .run(replacing)
    if (replacing !== null) for (const table of tables.toReversed()) database.exec(`DELETE FROM other.${table}`)
    copyTables(database, 'main', 'other')
  })

const attached = <T>(database: DatabaseSync, path: string, action: () => T): T => {
  database.prepare('ATTACH ? AS other').run(path)
  try {
    database.exec('BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON')
    const result = action()
    database.exec('COMMIT')
    return result
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

export const columnsOf = (database: DatabaseSync, schema: string, table: string): readonly string[] =>
  database
    .prepare('SELECT name FROM pragma_table_info(?, ?)')
    .all(table, schema)
    .map((row) => textOf(row, 'name'))
