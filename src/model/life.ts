import type { SustainedCheck } from './check.ts'
import type { DiskPart, DiskUsage } from './disk-usage.ts'
import type { ProcessUsage } from './reading.ts'

export type Severity = 'critical' | 'warning'

/** One trouble as it is now. Times are milliseconds since the epoch. */
export type Life = FiringLife | UnstableLife | EndedLife

/** One that goes on. */
export type OpenLife = FiringLife | UnstableLife

interface LifeBase {
  /** Its own alone: a fingerprint that fires again has another life. */
  readonly id: number
  /** The id of the host that it is on. */
  readonly host: string
  readonly fingerprint: string
  readonly type: string
  readonly subject: string
  /** How bad it is now; of one that has ended, how bad it was at the last. */
  readonly severity: Severity
  readonly startsAt: number
  /** What was last seen of it. */
  readonly check: SustainedCheck
  /** How it went to and fro; null where it did not. */
  readonly instability: Instability | null
  /** What is behind it; null while that is still asked for. */
  readonly evidence: Evidence | null
  /** Whether it was judged since the agent started, and can be seen now: of anything else nothing follows. */
  readonly isSeen: boolean
  /** The number of the reading in which it was last seen; -1 before the first. */
  readonly look: number
  /** The fingerprint that it had before its container was renamed; null where it was not. */
  readonly formerly: string | null
}

export interface FiringLife extends LifeBase {
  readonly state: 'firing'
}

/** It changes to and fro too often to tell of each change. */
export interface UnstableLife extends LifeBase {
  readonly state: 'unstable'
  readonly now: 'firing' | 'ended'
  readonly instability: Instability
}

/** `resolved`: it is well again. `removed`: its subject is gone for good. */
export interface EndedLife extends LifeBase {
  readonly state: 'resolved' | 'removed'
  readonly endsAt: number
}

export interface Instability {
  /** Changes of state, from trouble to fine or back. */
  readonly changes: number
  /** When the first of them was, and the last. */
  readonly since: number
  readonly lastAt: number
}

/** What is behind a trouble, as far as it could be seen in time. */
export interface Evidence {
  readonly processes: readonly (ProcessUsage & { readonly container: string | null })[]
  readonly containers: readonly ContainerUsage[]
  /** What is on the disk that is full, and what of it has grown since it was first read; null where it is not known. */
  readonly disk: { readonly usage: DiskUsage; readonly grown: readonly Pick<DiskPart, 'kind' | 'bytes'>[] } | null
  /** The last lines of the log of the container that ended; foreign text. */
  readonly logLines: readonly string[]
}

export interface ContainerUsage {
  readonly name: string
  readonly cpuPercent: number
  readonly memoryBytes: number
}

export const noEvidence: Evidence = { processes: [], containers: [], disk: null, logLines: [] }

export const hasEnded = (life: Life): life is EndedLife => life.state === 'resolved' || life.state === 'removed'

export const isOpen = (life: Life): life is OpenLife => !hasEnded(life)

/** Whether it is trouble at this moment, stable or not. */
export const isTrouble = (life: Life): boolean =>
  life.state === 'firing' || (life.state === 'unstable' && life.now === 'firing')

/** Names one trouble of one host: the same type on the same subject is the same trouble. */
export const fingerprintOf = (
  host: string,
  { type, subject }: { readonly type: string; readonly subject: string },
): string => `${host}\n${type}\n${subject}`
