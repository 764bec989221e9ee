import { aboutOf, isEnd } from '../../../model/alert.ts'
import { isSilencedBy } from '../../../model/silence.ts'
import type { MuteQuestion } from '../mute-question.ts'

/** Nothing is told of what somebody has silenced, but the end of what was told before. */
export const silenced: MuteQuestion = (alert, { silences }) => {
  if (silences.length === 0 || isEnd(alert)) return null
  const silence = silences.find((one) => isSilencedBy(aboutOf(alert), one))
  return silence === undefined ? null : { reason: 'silenced', by: silence.id, until: silence.until }
}
