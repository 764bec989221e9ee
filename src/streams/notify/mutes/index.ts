import type { MuteQuestion } from '../mute-question.ts'
import { acknowledged } from './acknowledged.ts'
import { budget, budgetOfOne } from './budget.ts'
import { grouped } from './grouped.ts'
import { inhibited } from './inhibited.ts'
import { quiet } from './quiet.ts'
import { silenced } from './silenced.ts'
import { starting } from './starting.ts'
import { unwritten } from './unwritten.ts'

/** Questions put to each word that is due: the first that answers mutes it. */
export interface Mutes {
  /** What is muted by these is not told at all for now. */
  readonly ofWords: readonly MuteQuestion[]
  /** What is muted by these alone gets no message of its own, and goes along with any that leaves. */
  readonly ofMessages: readonly MuteQuestion[]
}

export const mutes: Mutes = {
  ofWords: [unwritten, starting, inhibited, silenced, acknowledged, quiet, budgetOfOne],
  ofMessages: [budget, grouped],
}
