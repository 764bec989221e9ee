import { isOpenAlert } from '../../../model/alert.ts'
import type { MuteQuestion } from '../mute-question.ts'

/**
 * The cause is told and not what follows from it: while the cause is trouble, and for each subject until it was looked at
 * after that. What was told before the cause still has its end.
 */
export const inhibited: MuteQuestion = (alert, { troubles }) => {
  const by = isOpenAlert(alert) ? troubles.causeOf(alert.life) : null
  return by === null ? null : { reason: 'inhibited', by, until: null }
}
