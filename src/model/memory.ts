import type { SustainedCheck } from './check.ts'
import { isTrouble, type Life } from './life.ts'
import type { Occurrence } from './occurrence.ts'
import type { Told } from './told.ts'

/** What an agent knows of those that ran before it. */
export interface Memory {
  /** When it was read, in milliseconds since the epoch: by it all that is older is dated. */
  readonly at: number
  /** Those that go on, and those whose end people were not told: the oldest first. */
  readonly lives: readonly Life[]
  /**
   * Those of the last half hour that have ended: their changes of state are not forgotten. `startsAt` is null where it was
   * unstable and had settled before it ended; one that settled with its end is not among them.
   */
  readonly endedLately: readonly {
    readonly fingerprint: string
    readonly startsAt: number | null
    readonly endsAt: number
  }[]
  /** The number of the next life. */
  readonly nextLife: number
  readonly told: readonly Told[]
  /** What has happened and was not told yet. */
  readonly occurrences: readonly Occurrence[]
  /** What has happened in the last half hour, told or not. */
  readonly happenedLately: readonly Occurrence[]
  /** The messages of the last half hour. */
  readonly messages: readonly SentMessage[]
  /** When the last report was made; null where none was. */
  readonly reportedAt: number | null
  /** Ids of the containers that ran when somebody was there for the last time. */
  readonly ran: ReadonlySet<string>
  /** Whether the engine was seen by the last agent that looked for one. */
  readonly sawEngine: boolean
}

/** A message that people got, or will get. */
export interface SentMessage {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly fingerprints: readonly string[]
  /** Whether it told that something began. */
  readonly hasBeginnings: boolean
}

export const noMemory: Memory = {
  at: 0,
  lives: [],
  endedLately: [],
  nextLife: 1,
  told: [],
  occurrences: [],
  happenedLately: [],
  messages: [],
  reportedAt: null,
  ran: new Set(),
  sawEngine: false,
}

/** How long ago something was when the memory was read, in milliseconds; a clock that was ahead makes it now. */
export const ageOf = (memory: Pick<Memory, 'at'>, time: number): number => Math.max(0, memory.at - time)

/** The checks by which lives were in trouble when they were last seen. */
export const checksOf = (lives: readonly Life[]): readonly SustainedCheck[] =>
  lives.filter(isTrouble).map(({ check, severity, startsAt }) => ({ ...check, status: severity, since: startsAt }))
