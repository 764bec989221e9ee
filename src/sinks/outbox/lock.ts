import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isBusy, storageReason } from './storage-reason.ts'

/** Whether a data folder is this agent's alone. */
export type Lock =
  | { readonly kind: 'held' }
  /** Another agent has it: who, as far as that is known. */
  | { readonly kind: 'taken'; readonly holder: string }
  /** The folder cannot be written: nothing is kept there anyway. */
  | { readonly kind: 'impossible'; readonly reason: string }

/** Kept for as long as the process lives: a lock that is collected as garbage is none. */
const held = new Set<DatabaseSync>()

/**
 * Takes the folder, until the process ends in whatever way: SQLite's lock on a file is the kernel's, which frees it. It
 * holds between containers of one host too.
 */
export const lockFolder = (folder: string, startedAt: Date): Lock => {
  const holderFile = join(folder, 'lock.json')
  try {
    mkdirSync(folder, { recursive: true })
    const database = new DatabaseSync(join(folder, 'lock'))
    try {
      database.exec('PRAGMA busy_timeout = 500; BEGIN EXCLUSIVE')
    } catch (error) {
      database.close()
      if (isBusy(error)) return { kind: 'taken', holder: readHolder(holderFile) }
      throw error
    }
    held.add(database)
    writeFileSync(holderFile, JSON.stringify({ pid: process.pid, host: hostname(), since: startedAt.toISOString() }))
    return { kind: 'held' }
  } catch (error) {
    return { kind: 'impossible', reason: storageReason(error) }
  }
}

/** Who has the folder at this moment; null where nobody has. */
export const holderOf = (folder: string): string | null => {
  const path = join(folder, 'lock')
  if (!existsSync(path)) return null
  const database = new DatabaseSync(path)
  try {
    database.exec('BEGIN EXCLUSIVE; ROLLBACK')
    return null
  } catch {
    return readHolder(join(folder, 'lock.json'))
  } finally {
    database.close()
  }
}

const readHolder = (path: string): string => {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof holder !== 'object' || holder === null) return 'an agent'
    const said = Object.entries(holder).map(([name, value]) => `${name} ${String(value)}`)
    return `an agent (${said.join(', ')})`
  } catch {
    return 'an agent'
  }
}
