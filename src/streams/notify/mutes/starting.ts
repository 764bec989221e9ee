import type { MuteQuestion } from '../mute-question.ts'

/**
 * What is found at the start is told by the start-up notice, which comes within seconds. What was due before it, an end too,
 * may be no longer so: it waits until all has been looked at.
 */
export const starting: MuteQuestion = (alert, { isStarting }) =>
  isStarting && alert.word !== 'happened' ? { reason: 'starting', by: 'startup', until: null } : null
