import { keyOf } from '../book.ts'
import type { MuteQuestion } from '../mute-question.ts'

/** What could not be written down nobody was told of: it is tried again together, and not at each look. */
export const unwritten: MuteQuestion = (alert, { unwritten: waiting }) =>
  waiting?.keys.has(keyOf(alert)) === true ? { reason: 'unwritten', by: null, until: waiting.until } : null
