import { acknowledges } from '../../../model/acknowledgement.ts'
import type { MuteQuestion } from '../mute-question.ts'

/** Whoever has acknowledged a trouble is not reminded of it, unless it becomes worse or begins anew. */
export const acknowledged: MuteQuestion = (alert, { acknowledgements }) => {
  if (alert.word !== 'reminder' || acknowledgements.length === 0) return null
  const one = acknowledgements.find((acknowledgement) => acknowledges(acknowledgement, alert.life))
  return one === undefined ? null : { reason: 'acknowledged', by: one.by, until: one.until }
}
