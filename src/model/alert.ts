import type { Check, SustainedCheck } from './check.ts'
import type { ProcessUsage } from './reading.ts'

export type Severity = 'critical' | 'warning'

/** The life of one trouble, at the moment when there is something to say of it. */
export type Alert = FiringAlert | EndedAlert

interface AlertLife {
  readonly fingerprint: string
  readonly type: string
  readonly subject: string
  readonly severity: Severity
  /** When the trouble began, in milliseconds since the epoch. */
  readonly startsAt: number
}

/** `firing` is its first word, `reminder` a later one. */
export interface FiringAlert extends AlertLife {
  readonly reason: 'firing' | 'reminder'
  readonly check: SustainedCheck
  readonly evidence: Evidence
}

/** `resolved`: it is well again. `removed`: its subject is gone for good. */
export interface EndedAlert extends AlertLife {
  readonly reason: 'resolved' | 'removed'
  /** When the trouble ended, in milliseconds since the epoch. */
  readonly endsAt: number
  readonly check: Check
}

/** What is behind a trouble, as far as it could be seen in time. */
export interface Evidence {
  readonly processes: readonly (ProcessUsage & { readonly container: string | null })[]
  readonly containers: readonly ContainerUsage[]
  /** The last lines of the log of the container that ended; foreign text. */
  readonly logLines: readonly string[]
}

export interface ContainerUsage {
  readonly name: string
  readonly cpuPercent: number
  readonly memoryBytes: number
}

export const hasEnded = (alert: Alert): alert is EndedAlert => alert.reason === 'resolved' || alert.reason === 'removed'
