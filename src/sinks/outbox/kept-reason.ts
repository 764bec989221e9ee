import type { KeptReason, Reason } from '../../model/reason.ts'
import { optionalText, type Row } from './database.ts'
import { readWritten } from './written.ts'

/** A reason of ours, without the words of others, as its column holds it. */
export const writeReason = (reason: Reason): string => JSON.stringify(reason)

/** What a row has for a reason: a sentence, where it was written before there were codes; null where there is none. */
export const readReason = (row: Row): KeptReason | null => {
  const text = optionalText(row, 'reason')
  if (text === null || !text.startsWith('{')) return text
  const reason = readWritten(text)
  return isReason(reason) ? reason : text
}

/** The database is our own: what has the outline of a reason was one. */
const isReason = (value: unknown): value is Reason =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
