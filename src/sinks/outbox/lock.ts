import { existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Reason } from '../../model/reason.ts'
import { makePrivateFile, makePrivateFolder, writePrivateFile } from '../../private-files.ts'
import { isBusy, storageReason } from './storage-reason.ts'

/** Whether a data folder is this agent's alone. */
export type Lock =
  | { readonly kind: 'held' }
  /** Another agent has it. */
  | { readonly kind: 'taken'; readonly holder: Holder | 'unknown' }
  /** The folder cannot be written: nothing is kept there anyway. */
  | { readonly kind: 'impossible'; readonly reason: Reason }

/** Who has a folder. */
export interface Holder {
  readonly pid: number
  readonly host: string
  /** ISO 8601. */
  readonly since: string
}

/** Kept for as long as the process lives: a lock that is collected as garbage is none. */
const held = new Set<DatabaseSync>()

/**
 * Takes the folder, until the process ends in whatever way: SQLite's lock on a file is the kernel's, which frees it. It
 * holds between containers of one host too.
 */
export const lockFolder = (folder: string, startedAt: Date): Lock => {
  const holderFile = join(folder, 'lock.json')
  try {
    const path = join(folder, 'lock')
    makePrivateFolder(folder)
    makePrivateFile(path)
    const database = new DatabaseSync(path)
    try {
      database.exec('PRAGMA busy_timeout = 500; BEGIN EXCLUSIVE')
    } catch (error) {
      database.close()
      if (isBusy(error)) return { kind: 'taken', holder: readHolder(holderFile) }
      throw error
    }
    held.add(database)
    const holder: Holder = { pid: process.pid, host: hostname(), since: startedAt.toISOString() }
    writePrivateFile(holderFile, JSON.stringify(holder))
    return { kind: 'held' }
  } catch (error) {
    return { kind: 'impossible', reason: storageReason(error) }
  }
}

/** Who has the folder at this moment; null where nobody has. */
export const holderOf = (folder: string): Holder | 'unknown' | null => {
  const path = join(folder, 'lock')
  if (!existsSync(path)) return null
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    // Not even reading is possible while another has it.
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return null
  } catch {
    return readHolder(join(folder, 'lock.json'))
  } finally {
    database.close()
  }
}

const readHolder = (path: string): Holder | 'unknown' => {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isHolder(holder) ? holder : 'unknown'
  } catch {
    return 'unknown'
  }
}

/** The file is our own: what has the outline of a holder was one. */
const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' && value !== null && 'pid' in value && 'host' in value && 'since' in value
