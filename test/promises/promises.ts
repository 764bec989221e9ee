import { evidenceComes, fault, statusSaysTheSame, whatIsDueIsMuted } from './due.ts'
import { live, type LiveOptions } from './engine.ts'
import { calmEnd, type Step, type Wishes } from './history.ts'
import { createMutes } from './mutes.ts'
import { createOracle } from './oracle.ts'
import { aRestartForgetsNothing } from './restarts.ts'
import { unknownTellsNothing, whatIsSoIsALife } from './seen.ts'
import { eachHasOneEnd, neverAFlood, theRecipientKnows, whatIsMutedIsNotTold, whatIsToldIsSo } from './told.ts'

/** All that is promised of a history. */
export const keepsThePromises = (steps: readonly Step[], wish: Wishes, options: LiveOptions): void => {
  const run = live(calmEnd(steps), wish, options)
  for (const one of run.faults) fault(run.end, one)
  const oracle = createOracle(run)
  const mutes = createMutes(run, oracle)
  // 1 and 3. What is due was told, or a mute holds, which the agent names with its end.
  whatIsDueIsMuted(run, oracle, mutes)
  statusSaysTheSame(run, oracle, mutes)
  evidenceComes(run)
  whatIsSoIsALife(run, oracle)
  // 2. One end for each telling, and nothing that was not so.
  whatIsToldIsSo(oracle)
  eachHasOneEnd(run, oracle)
  theRecipientKnows(run, oracle)
  // 3. The budgets hold, and what is muted is not told.
  whatIsMutedIsNotTold(run, oracle, mutes)
  neverAFlood(run, mutes)
  // 4. Unknown fires nothing and ends nothing.
  unknownTellsNothing(run, oracle)
  // 6. A kill and a restart.
  aRestartForgetsNothing(run, oracle)
}
