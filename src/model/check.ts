import type { Container, Disk, HostReading } from './reading.ts'
import type { KeptReason } from './reason.ts'
import type { ProbeFailure } from './service.ts'

/** `removed`: the subject is gone for good, or nobody expects it to be well any more. `unknown` is not ok: nothing follows from it. */
export type Status = 'ok' | 'warning' | 'critical' | 'unknown' | 'removed'

/** The status of one subject at one time. */
export interface Check {
  /** The alert it may raise, as in `CPU_CRITICAL`. */
  readonly type: string
  /** What it is about: `host`, a mount, a container's name. */
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly status: Status
  /** What people need to know about it. */
  readonly details: Details
}

/** A check whose status has held: `since` is when it began to be so, in milliseconds since the epoch. */
export interface SustainedCheck extends Check {
  readonly since: number
}

export type Details =
  | (Measured & { readonly kind: 'cpu'; readonly host: HostReading })
  | (Measured & { readonly kind: 'memory'; readonly host: HostReading })
  | (Measured & { readonly kind: 'disk' | 'inodes'; readonly disk: Exclude<Disk, { unavailable: unknown }> })
  /** When it will be full, in milliseconds since the epoch, if it goes on like this. */
  | {
      readonly kind: 'forecast'
      readonly disk: Exclude<Disk, { unavailable: unknown }>
      readonly fullAt: number
      readonly bytesPerHour: number
    }
  | { readonly kind: 'container'; readonly container: Container; readonly ending: Ending | null }
  | CrashLoopDetails
  | ContainerUsageDetails
  | {
      readonly kind: 'service'
      readonly failure: ProbeFailure
      readonly timeout: number
      readonly tookMilliseconds: number
    }
  | { readonly kind: 'certificate'; readonly validUntil: number }
  /** It cannot be seen: the types of alert that this hides. */
  | { readonly kind: 'blind'; readonly types: readonly string[] }
  /** Why a channel delivers nothing. */
  | { readonly kind: 'channel'; readonly state: 'down' | 'refused'; readonly reason: KeptReason }
  /** Why something cannot be seen, or not be done. */
  | { readonly kind: 'reason'; readonly reason: KeptReason }
  /** How long the host was away; null where that is not known. */
  | { readonly kind: 'reboot'; readonly awayMilliseconds: number | null }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }

/** Deaths by itself since the loop began, and the exit codes of the last ones, the newest last. */
export interface CrashLoopDetails {
  readonly kind: 'crash-loop'
  readonly container: Container
  readonly deaths: number
  readonly exitCodes: readonly (number | null)[]
  /** How soon after each other the first ones came, in milliseconds. */
  readonly within: number
}

/** `percent`: of its own memory limit, or of one core. */
export interface ContainerUsageDetails extends Measured {
  readonly kind: 'container-usage'
  readonly measure: 'cpu' | 'memory'
  readonly container: Container
}

/** Trouble above the threshold; one that was, until the clear value is reached. All in percent. */
export interface Measured {
  readonly percent: number
  readonly threshold: number
  readonly clear: number
}

/**
 * How a container ended: `crashed` by itself with a code, `completed` by itself with 0, `stopped` on purpose,
 * `unwitnessed` while nobody listened, `paused`, or `created` and never started; `notStarted` where its start failed.
 */
export type Ending = 'crashed' | 'completed' | 'stopped' | 'unwitnessed' | 'paused' | 'created' | 'notStarted'
