import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { columnsOf, tables } from './copy.ts'
import { integerOf, openInMemory, transaction, type Row } from './database.ts'
import { migrate } from './schema.ts'

export interface Salvaged {
  readonly database: DatabaseSync
  /** The tables of which rows are lost. */
  readonly damaged: ReadonlySet<string>
}

/** Most numbers between two rows that are tried one by one. */
const mostTried = 100_000

/**
 * What can be read of a damaged file, in memory and with the newest schema: table by table and row by row, from both ends
 * and then between them. Nothing where none of it can.
 *
 * @param host  the id of the host that it is of
 */
export const salvage = (path: string, host: string): Salvaged => {
  const lossy = new Set<string>()
  const rescued = new DatabaseSync(':memory:')
  try {
    const damaged = new DatabaseSync(path, { readOnly: true })
    try {
      damaged.exec('PRAGMA temp_store = MEMORY')
      migrate(rescued, host, integerOf(damaged.prepare('PRAGMA user_version').get(), 'user_version'))
      transaction(rescued, () => {
        rescued.exec('PRAGMA defer_foreign_keys = ON')
        for (const table of tables) if (!copyRows(damaged, rescued, table)) lossy.add(table)
        rescued.exec(removeStrays(columnsOf(rescued, 'main', 'delivery')))
      })
    } finally {
      damaged.close()
    }
    migrate(rescued, host)
    return { database: rescued, damaged: lossy }
  } catch {
    rescued.close()
    return { database: openInMemory(), damaged: new Set(tables) }
  }
}

/** Returns whether all of them could be read. */
const copyRows = (damaged: DatabaseSync, rescued: DatabaseSync, table: string): boolean => {
  const columns = columnsOf(rescued, 'main', table)
  if (columns.length === 0) return true
  let isWhole = true
  const insert = rescued.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const take = (row: Row): void => {
    try {
      insert.run(...columns.map((column) => row[column] ?? null))
    } catch {
      // It holds what no row of this table can.
      isWhole = false
    }
  }
  const keys = keyOf(rescued, table)
  const select = `SELECT ${columns.join(', ')} FROM ${table}`
  const up = prepared(damaged, `${select} ORDER BY ${keys.join(', ')}`)
  const first = up && takeUntilDamage(up, take)
  if (first?.isWhole === true) return isWhole
  const down = prepared(damaged, `${select} ORDER BY ${keys.map((key) => `${key} DESC`).join(', ')}`)
  const last = down && takeUntilDamage(down, take)
  const one = prepared(damaged, `${select} WHERE ${keys[0]} = ?`)
  const [from, to] = [first?.last?.['id'], last?.last?.['id']]
  if (one === null || typeof from !== 'number' || typeof to !== 'number') return false
  for (let id = from + 1; id < Math.min(to, from + mostTried); id += 1) {
    const row = readOne(one, id)
    if (row !== undefined) take(row)
  }
  return false
}

/** Reads rows as far as that can be done. Returns the last that could be read, and whether it was the last of all. */
const takeUntilDamage = (
  select: StatementSync,
  take: (row: Row) => void,
): { readonly last: Row | null; readonly isWhole: boolean } => {
  let last: Row | null = null
  try {
    for (const row of select.iterate()) {
      take(row)
      last = row
    }
    return { last, isWhole: true }
  } catch {
    return { last, isWhole: false }
  }
}

const readOne = (select: StatementSync, id: number): Row | undefined => {
  try {
    return select.get(id)
  } catch {
    return undefined
  }
}

/** Null where the damaged file does not know the table, or a column of it. */
const prepared = (database: DatabaseSync, sql: string): StatementSync | null => {
  try {
    return database.prepare(sql)
  } catch {
    return null
  }
}

/** The columns by which a table is in order. */
const keyOf = (database: DatabaseSync, table: string): readonly string[] =>
  database
    .prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .all(table)
    .map(({ name }) => String(name))

/** SQL: what a row refers to may be lost. A delivery without its message has nothing to send. */
const removeStrays = (columns: readonly string[]): string => `
  DELETE FROM delivery WHERE notification NOT IN (SELECT id FROM notification);
  UPDATE delivery SET within = NULL WHERE within NOT IN (SELECT id FROM delivery);
  ${columns.includes('instead_of') ? 'UPDATE delivery SET instead_of = NULL WHERE instead_of NOT IN (SELECT id FROM notification);' : ''}`
