import type { Check, SustainedCheck } from './check.ts'
import type { DiskPart, DiskUsage } from './disk-usage.ts'
import type { ProcessUsage } from './reading.ts'

export type Severity = 'critical' | 'warning'

/** The life of one trouble, at the moment when there is something to say of it; or a notice, which has no life. */
export type Alert = OpenAlert | EndedAlert | NoticeAlert

/** What says that there is trouble. */
export type OpenAlert = FiringAlert | UnstableAlert

/** What a life is made of, before it is told of as unstable. */
export type LifeAlert = FiringAlert | EndedAlert

interface AlertBase {
  readonly fingerprint: string
  readonly type: string
  readonly subject: string
  readonly severity: Severity
  /** When the trouble began, in milliseconds since the epoch. */
  readonly startsAt: number
  /** How many alerts about it were held back before this one and are told by it. */
  readonly withheld: number
  /** How it went to and fro before it stayed as it is now; null where it did not. */
  readonly instability: Instability | null
}

/** `firing` is its first word, `reminder` a later one, `settled` the one after it was unstable and stayed in trouble. */
export interface FiringAlert extends AlertBase {
  readonly reason: 'firing' | 'reminder' | 'settled'
  readonly check: SustainedCheck
  readonly evidence: Evidence
  /** What the alert before told of it; null in the first one. */
  readonly before: Check | null
}

/** It changes to and fro too often to tell of each change. */
export interface UnstableAlert extends AlertBase {
  readonly reason: 'unstable'
  readonly now: 'firing' | 'ended'
  readonly instability: Instability
  readonly check: Check
}

/** `resolved`: it is well again. `removed`: its subject is gone for good. */
export interface EndedAlert extends AlertBase {
  readonly reason: 'resolved' | 'removed'
  /** When the trouble ended, in milliseconds since the epoch. */
  readonly endsAt: number
  readonly check: Check
}

/** Something that has happened and is over: told once. */
export interface NoticeAlert extends AlertBase {
  readonly reason: 'notice'
  readonly check: Check
}

export interface Instability {
  /** Changes of state, from trouble to fine or back. */
  readonly changes: number
  /** When the first of them was, in milliseconds since the epoch. */
  readonly since: number
}

/** What is behind a trouble, as far as it could be seen in time. */
export interface Evidence {
  readonly processes: readonly (ProcessUsage & { readonly container: string | null })[]
  readonly containers: readonly ContainerUsage[]
  /** What is on the disk that is full, and what of it has grown since that was first told; null where it is not known. */
  readonly disk: { readonly usage: DiskUsage; readonly grown: readonly Pick<DiskPart, 'kind' | 'bytes'>[] } | null
  /** The last lines of the log of the container that ended; foreign text. */
  readonly logLines: readonly string[]
}

export interface ContainerUsage {
  readonly name: string
  readonly cpuPercent: number
  readonly memoryBytes: number
}

export const hasEnded = (alert: Alert): alert is EndedAlert => alert.reason === 'resolved' || alert.reason === 'removed'

export const isFiring = (alert: Alert): alert is FiringAlert =>
  alert.reason === 'firing' || alert.reason === 'reminder' || alert.reason === 'settled'

/** Whether people who read it take the subject to be in trouble. */
export const isOpen = (alert: Alert): alert is OpenAlert => isFiring(alert) || alert.reason === 'unstable'
