import type { DatabaseSync } from 'node:sqlite'
import { withoutSecrets } from '../../text/foreign.ts'
import { createToJson, readWritten } from './written.ts'

/** Each column that holds the words of others, as JSON or as they are. */
const columns = [
  ['notification', 'body'],
  ['delivery', 'reason'],
  ['life', 'body'],
  ['told', 'body'],
  ['sent', 'body'],
  ['occurrence', 'body'],
  ['silence', 'by'],
  ['silence', 'reason'],
] as const

/** What was written before texts were masked is masked now. */
export const toMaskedTexts = (database: DatabaseSync): void => {
  const toJson = createToJson()
  database.function('masked', { deterministic: true }, (text) => {
    const value = readWritten(String(text))
    return typeof value === 'object' && value !== null ? toJson(value) : withoutSecrets(String(text))
  })
  for (const [table, column] of columns)
    database.exec(`UPDATE ${table} SET ${column} = masked(${column}) WHERE ${column} IS NOT NULL`)
}
