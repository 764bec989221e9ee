import type { DatabaseSync } from 'node:sqlite'
import { textOf } from './database.ts'
import { readWritten } from './written.ts'

/** That an agent was there, and what it saw. */
export interface Presence {
  /** When it was there for the last time, in milliseconds since the epoch. */
  readonly at: number
  /** Names one run of the host's kernel; null where that is not known. */
  readonly bootId: string | null
  /** Ids of the containers that ran. */
  readonly running: readonly string[]
  /** Whether an engine was seen, by it or before it. */
  readonly sawEngine: boolean
}

export interface Presences {
  readonly write: (presence: Presence) => void
  /** Null where no agent was there before. */
  readonly read: () => Presence | null
}

export const createPresences = (database: DatabaseSync): Presences => {
  const select = database.prepare(`SELECT value FROM fact WHERE name = 'presence'`)
  const upsert = database.prepare(
    `INSERT INTO fact (name, value) VALUES ('presence', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  )
  return {
    write: (presence) => void upsert.run(JSON.stringify(presence)),
    read: () => {
      const row = select.get()
      if (row === undefined) return null
      const presence = readWritten(textOf(row, 'value'))
      return isPresence(presence) ? { ...presence, sawEngine: presence.sawEngine ?? presence.running.length > 0 } : null
    },
  }
}

/** Older agents did not write down whether they saw an engine. */
type Written = Omit<Presence, 'sawEngine'> & { readonly sawEngine?: boolean }

const isPresence = (value: unknown): value is Written =>
  typeof value === 'object' &&
  value !== null &&
  'at' in value &&
  typeof value.at === 'number' &&
  'bootId' in value &&
  'running' in value &&
  Array.isArray(value.running)
