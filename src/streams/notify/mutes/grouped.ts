import { isBeginning } from '../../../model/alert.ts'
import type { MuteQuestion } from '../mute-question.ts'

/**
 * What comes within the wait of a message goes together in the next one. Nothing that begins waits for a message that told
 * of no beginning.
 */
export const grouped: MuteQuestion = (alert, { messages }) => {
  const until = isBeginning(alert) ? messages.waitAfterBeginnings : messages.wait
  return until === null ? null : { reason: 'grouped', by: null, until }
}
