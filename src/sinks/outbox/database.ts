import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { migrate } from './schema.ts'

const memory = ':memory:'

/** SQLITE_CORRUPT. */
const corrupt = 11

/** Opens a database with the newest schema. What is committed outlives a loss of power. Throws what SQLite throws. */
export const openDatabase = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    if (path !== memory) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    migrate(database)
    const check = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
    if (check !== 'ok') throw Object.assign(new Error('the database is corrupt'), { errcode: corrupt })
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** One that lives as long as the process. */
export const openInMemory = (): DatabaseSync => openDatabase(memory)

/** All that is written in `action`, or nothing of it. */
export const transaction = <T>(database: DatabaseSync, action: () => T): T => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = action()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

export type Row = Readonly<Record<string, SQLOutputValue>>

export const integerOf = (row: Row | undefined, name: string): number => {
  const value = row?.[name]
  if (typeof value !== 'number') throw new TypeError(`${name} is no integer`)
  return value
}

export const textOf = (row: Row | undefined, name: string): string => {
  const value = row?.[name]
  if (typeof value !== 'string') throw new TypeError(`${name} is no text`)
  return value
}

export const optionalText = (row: Row, name: string): string | null => (row[name] === null ? null : textOf(row, name))
