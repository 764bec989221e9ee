import type { Details } from './check.ts'
import type { Severity } from './life.ts'

/** Something that happened and is over: a reboot, a child killed for memory. Times are milliseconds since the epoch. */
export interface Occurrence {
  /** Its own alone, and the same however often it is seen. */
  readonly id: string
  /** The id of the host that it was on. */
  readonly host: string
  readonly fingerprint: string
  readonly type: string
  readonly subject: string
  readonly severity: Severity
  readonly at: number
  readonly details: Details
  /** How often it happened. */
  readonly times: number
}
