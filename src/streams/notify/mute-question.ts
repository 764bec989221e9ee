import type { Alert } from '../../model/alert.ts'
import type { Acknowledgement } from '../../model/acknowledgement.ts'
import type { Mute } from '../../model/mute.ts'
import type { QuietPeriod } from '../../model/quiet-range.ts'
import type { Silence } from '../../model/silence.ts'
import type { Troubles } from './troubles.ts'
import type { RecentMessages } from './recent-messages.ts'

/** What is asked whether it mutes a word that is due. It holds nothing and remembers nothing. */
export type MuteQuestion = (alert: Alert, situation: Situation) => Mute | null

/** All that a word that is due may be muted by. */
export interface Situation {
  readonly troubles: Troubles
  /** Those that hold now. */
  readonly silences: readonly Silence[]
  readonly acknowledgements: readonly Acknowledgement[]
  /** Null where it is not quiet. */
  readonly quiet: QuietPeriod | null
  readonly messages: RecentMessages
  /** Whether the start-up notice is still to come, which tells what it finds. */
  readonly isStarting: boolean
  /** What could not be written down, by key, and when it is tried again, in milliseconds since the epoch. */
  readonly unwritten: { readonly keys: ReadonlySet<string>; readonly until: number } | null
}
