import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { makePrivateFile } from '../../private-files.ts'
import { migrate } from './schema.ts'

/** The path of one that lives as long as the process. */
export const memory = ':memory:'

/** SQLITE_CORRUPT. */
const corrupt = 11

/**
 * Opens a database with the newest schema. What is committed outlives a loss of power. Throws what SQLite throws.
 *
 * @param host     the id of the host that it is of
 * @param patience  how many milliseconds, in which nothing else is done, another process that writes is waited for
 */
export const openDatabase = (path: string, host: string, patience = 5_000): DatabaseSync => {
  // SQLite gives what it puts beside a file the mode of the file.
  if (path !== memory) makePrivateFile(path)
  const database = new DatabaseSync(path)
  try {
    // The image's /tmp has room for little: what is sorted stays in memory. What is removed is not left in the file.
    database.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON`)
    if (path !== memory) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    // What a migration removed does not stay in the log of the file either.
    if (migrate(database, host)) database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    assertSound(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Opens a database of whatever version as it is: nothing is written. Throws what SQLite throws. */
export const openReadOnly = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY')
    assertSound(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const assertSound = (database: DatabaseSync): void => {
  const check = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
  if (check !== 'ok') throw Object.assign(new Error('the database is corrupt'), { errcode: corrupt })
}

/** One that lives as long as the process. */
export const openInMemory = (): DatabaseSync => openDatabase(memory, '')

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
