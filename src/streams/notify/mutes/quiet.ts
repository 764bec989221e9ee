import { isEnd, isUrgent } from '../../../model/alert.ts'
import type { MuteQuestion } from '../mute-question.ts'

/**
 * In quiet hours only what is critical and new is told, what becomes critical, and the end of what was told in these very
 * hours.
 */
export const quiet: MuteQuestion = (alert, { quiet: period }) => {
  if (period === null || isUrgent(alert)) return null
  if (isEnd(alert) && alert.before?.quiet === period.id) return null
  return { reason: 'quiet', by: period.id, until: period.until }
}
