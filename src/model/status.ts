import type { Word } from './alert.ts'
import type { Life, OpenLife } from './life.ts'
import type { MuteReason } from './mute.ts'
import type { Container, Disk, HostReading, ServiceReading } from './reading.ts'
import type { KeptReason } from './reason.ts'
import type { GivenSilence } from './silence.ts'

/** What the owner is shown of a moment. Times are milliseconds since the epoch. */
export interface Status extends Moment {
  readonly troubles: readonly TroubleStatus[]
  readonly silences: readonly SilenceStatus[]
  readonly channels: readonly ChannelStatus[]
  readonly outbox: OutboxCounts
  /** Null where none is due, or where no agent runs. */
  readonly nextReportAt: number | null
}

export interface Moment {
  readonly at: number
  readonly agentName: string
  /** Since when the agent runs; null where none does, and all is as it was last written down. */
  readonly startedAt: number | null
}

/** What waits to be sent. */
export interface OutboxCounts {
  readonly queued: number
  readonly oldestQueuedAt: number | null
  readonly refused: number
}

/** A trouble that goes on. */
export interface TroubleStatus {
  readonly life: OpenLife
  /** When people were last told of it; null where they were not. */
  readonly toldAt: number | null
  /** Why what there is to say of it is not told now; null where there is nothing to say. */
  readonly untold: Untold | null
  /** What keeps further words about it away, whether there are any now or not. */
  readonly mutes: readonly Untold[]
}

export interface Untold {
  /** `unseen`: it was not looked at since the start, or cannot be seen; `awaited`: what is behind it is asked for. */
  readonly reason: MuteReason | 'unseen' | 'awaited'
  /** A cause as in `CONTAINER_NOT_RUNNING db`, or the id of a silence; null where nothing has a name. */
  readonly by: string | null
  /** Null where it is not known. */
  readonly until: number | null
}

export interface SilenceStatus extends GivenSilence {
  /** Until when it holds now; null where it does not. */
  readonly holdsUntil: number | null
  /** How many of the troubles that go on match it. */
  readonly troubles: number
}

export interface ChannelStatus {
  readonly channel: string
  /** The end of a number alone; empty where there is only one. */
  readonly recipient: string
  /** What became of the last attempt. */
  readonly outcome: string
  readonly at: number
  readonly reason: KeptReason | null
}

/** A life as it was written down. */
export interface LifeRecord {
  readonly life: Life
  readonly firstToldAt: number | null
  readonly endToldAt: number | null
  /** What kept it from being told, the last time that something did. */
  readonly mutedBy: string | null
}

/** Something that people were told. */
export interface MessageRecord {
  readonly at: number
  readonly kind: string
  /** What it says, as in `firing CONTAINER_NOT_RUNNING`. */
  readonly words: readonly { readonly word: Word | 'over'; readonly type: string; readonly fingerprint: string }[]
  readonly deliveries: readonly ChannelStatus[]
}

/** What is known of one subject. */
export interface Why extends Moment {
  readonly subject: string
  readonly troubles: readonly TroubleStatus[]
  /** Of those that have ended, the newest first. */
  readonly ended: readonly LifeRecord[]
  /** The newest first. */
  readonly messages: readonly MessageRecord[]
  readonly silences: readonly SilenceStatus[]
  /** What was last seen of it; null where nothing was. */
  readonly sight: Sight | null
}

export type Sight =
  | { readonly kind: 'container'; readonly at: number; readonly container: Container }
  | { readonly kind: 'disk'; readonly at: number; readonly disk: Disk }
  | { readonly kind: 'host'; readonly at: number; readonly host: HostReading }
  | { readonly kind: 'service'; readonly at: number; readonly service: ServiceReading }

/** What has ended since a time. */
export interface EndedAlerts extends Moment {
  readonly since: number
  /** The newest first. */
  readonly ended: readonly LifeRecord[]
}
