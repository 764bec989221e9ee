import type { DatabaseSync } from 'node:sqlite'
import type { Moves } from '../../model/moves.ts'
import { textOf } from './database.ts'

export const createMovesTable = (database: DatabaseSync): Moves => {
  const select = database.prepare('SELECT value FROM fact WHERE name = ?')
  const upsert = database.prepare(
    'INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  return {
    to: (channel, recipient) => {
      const row = select.get(nameOf(channel, recipient))
      return row === undefined ? null : textOf(row, 'value')
    },
    note: (channel, recipient, to) => void upsert.run(nameOf(channel, recipient), to),
  }
}

const nameOf = (channel: string, recipient: string): string => `moved\n${channel}\n${recipient}`
