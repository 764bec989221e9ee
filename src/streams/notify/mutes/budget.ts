import { isUrgent } from '../../../model/alert.ts'
import { aboutOf } from '../../../model/alert.ts'
import type { MuteQuestion } from '../mute-question.ts'

/** Never more messages than people can bear: the last places are kept for what is urgent. */
export const budget: MuteQuestion = (alert, { messages }) => {
  const until = messages.fullUntil(isUrgent(alert))
  return until === null ? null : { reason: 'budget', by: null, until }
}

/** Nor more of them about one fingerprint. */
export const budgetOfOne: MuteQuestion = (alert, { messages }) => {
  const until = messages.saidUntil(aboutOf(alert).fingerprint)
  return until === null ? null : { reason: 'budget', by: null, until }
}
