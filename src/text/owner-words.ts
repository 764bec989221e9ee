import type { Word } from '../model/alert.ts'
import type { Untold } from '../model/status.ts'

/** What the commands beside the agent say, in one language. Times are already written; where one is missing it is `''`. */
export interface OwnerWords {
  /** Why what follows is not what the agent says now. */
  readonly withoutAgent: Readonly<Record<'absent' | 'forbidden' | 'silent', string>>
  readonly nothingWritten: string
  readonly needsAgent: string
  /** To be followed by why. */
  readonly failures: Readonly<Record<'not written' | 'not read', string>>

  readonly nothingFires: string
  readonly started: (time: string) => string
  readonly severities: Readonly<Record<'critical' | 'warning', string>>
  readonly told: (time: string) => string
  readonly notTold: (why: string) => string
  /** There is more to say than was told. */
  readonly nextWaits: (why: string) => string
  readonly notToldEver: string
  readonly endTold: (time: string) => string
  readonly endNotTold: string
  readonly until: (time: string) => string
  /** `by`: a cause, or a silence's id; `until`: with its own words. */
  readonly mutes: Readonly<Record<Untold['reason'], (facts: { by: string; until: string }) => string>>

  readonly silences: string
  readonly noSilences: string
  readonly anything: string
  readonly every: (days: string, time: string) => string
  readonly daily: string
  /** From Monday on. */
  readonly days: readonly string[]
  readonly holdsNow: (until: string) => string
  readonly notNow: string
  readonly given: (by: string, time: string) => string
  readonly silenced: (id: string, about: string, when: string) => string
  readonly unsilenced: (id: string, about: string) => string
  readonly matchesNothing: (about: string) => string
  readonly noSuchSilence: (id: string) => string
  /** Troubles that match it now. */
  readonly troubles: (count: number) => string

  readonly channels: string
  readonly outcomes: Readonly<Partial<Record<string, (time: string) => string>>>
  readonly outbox: (facts: { waiting: number; oldest: string; refused: number }) => string
  readonly nextReport: (time: string) => string

  readonly unknownSubject: (subject: string) => string
  readonly seen: (what: string, time: string) => string
  readonly states: Readonly<Record<'answers' | 'unseen', string>>
  readonly ended: string
  readonly noneEnded: (since: string) => string
  readonly endedSince: (since: string) => string
  readonly messages: string
  readonly words: Readonly<Record<Word | 'over', string>>
  readonly reported: Readonly<Record<'startup' | 'report', string>>
}
