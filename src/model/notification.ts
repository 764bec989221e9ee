import type { Alert, OpenAlert } from './alert.ts'
import type { Ending } from './check.ts'
import type { Telling } from './told.ts'
import type { ContainerUsage, Life, OpenLife } from './life.ts'
import type { Occurrence } from './occurrence.ts'
import type { Container, HostReading, LabelProblem } from './reading.ts'
import type { KeptReason, Reason } from './reason.ts'

/** What people are to be told, once. `at`: milliseconds since the epoch. */
export type Notification = News | CatchUpNotification | FallbackNotification | TestNotification

/** What the graph tells; the other kinds are made of it where it could not be delivered in time. */
export type News = AlertsNotification | StartupNotification | RestartedNotification | ReportNotification

/** What is due at one moment, each fingerprint once. */
export interface AlertsNotification {
  readonly kind: 'alerts'
  readonly at: number
  /** The quiet hours in which it is told; null where it is not quiet. */
  readonly quiet: string | null
  readonly alerts: readonly Alert[]
  /** Other troubles that came and went since the message before, while something muted them. */
  readonly cameAndWent: number
}

export interface StartupNotification {
  readonly kind: 'startup'
  readonly at: number
  /** When the agent started; the notice may have waited since. */
  readonly startedAt: number
  readonly version: string
  /** Null where it could not be read in time. */
  readonly inventory: Inventory | null
  readonly connections: readonly ConnectionTest[]
  readonly report: Report
}

/** In place of a start-up notice, for an agent that keeps crashing: one line. */
export interface RestartedNotification {
  readonly kind: 'restarted'
  readonly at: number
  readonly version: string
  /** Starts after an unclean end since the last start-up notice, this one included. */
  readonly restarts: number
  readonly since: number
}

export interface ReportNotification {
  readonly kind: 'report'
  readonly at: number
  readonly report: Report
}

/** What an address missed while it could not be reached, as it is at the moment of sending. */
export interface CatchUpNotification {
  readonly kind: 'catch-up'
  readonly at: number
  /** When the first of it came. */
  readonly since: number
  /** The channel in whose place this one tells it, and why; null where it was for this one. */
  readonly insteadOf: { readonly channel: string; readonly reason: KeptReason } | null
  readonly entries: readonly CatchUpEntry[]
  /** Troubles that came and went and were never told one by one. */
  readonly cameAndWent: number
  /** Reports and start-up notices that are too old to be of use. */
  readonly reports: number
  readonly starts: number
}

/** One trouble. */
export interface CatchUpEntry {
  /** What there is to say of it to whoever missed it, or its last end where it has passed. */
  readonly alert: Alert
  /** When it began the first time. */
  readonly startsAt: number
  /** How often it came. */
  readonly times: number
  /** The channel that has told of it already. */
  readonly toldBy: string | null
}

/** Somebody wants to see that messages arrive. */
export interface TestNotification {
  readonly kind: 'test'
  readonly at: number
}

/** What another channel could not deliver; or the end of what this one told in its place. */
export interface FallbackNotification {
  readonly kind: 'fallback'
  readonly at: number
  readonly of: News | CatchUpNotification
  /** The channel that could not; null where that one tells it too. */
  readonly channel: string | null
  readonly reason: KeptReason
}

/** The alerts that it tells of; a report and a start-up notice tell of what they list. */
export const alertsIn = (notification: Notification): readonly Alert[] => {
  switch (notification.kind) {
    case 'alerts':
      return notification.alerts
    case 'startup':
    case 'report':
      return notification.report.firing
    case 'catch-up':
      return notification.entries.map(({ alert }) => alert)
    case 'fallback':
      return alertsIn(notification.of)
    case 'restarted':
    case 'test':
      return []
  }
}

/** What was written down: from now on people are told. */
export interface Accepted {
  readonly tellings: readonly Telling[]
  readonly notification: Notification
}

/** What a message told is due again: nobody gets it. */
export interface GivenBack {
  readonly tellings: readonly Telling[]
  /** Of what people were told before it: the lives since, the oldest first. */
  readonly lives: readonly Life[]
  readonly occurrences: readonly Occurrence[]
  readonly notification: null
}

/** What the host is: read once, at start. */
export interface Inventory {
  readonly operatingSystem: string
  readonly kernel: string
  readonly cpuModel: string
  readonly cores: number
  readonly memoryBytes: number
  /** As in `kvm`; null on bare metal or where it is not known. */
  readonly virtualization: string | null
}

/** How the test of one connection ended. */
export interface ConnectionTest {
  /** `whatsapp`, `heartbeat`, `docker`… */
  readonly name: string
  readonly result:
    | { readonly ok: true }
    /** `isAbsent`: nothing is there that could answer. */
    | { readonly ok: false; readonly reason: Reason; readonly isAbsent?: true }
}

export interface Report {
  /** When the period that it tells of began: null in the first one. */
  readonly since: number | null
  readonly host: HostReading | null
  /** Why the host cannot be seen. */
  readonly hostUnavailable: Reason | null
  readonly containers: ContainersReport
  /** Null where none is probed. */
  readonly services: ServicesReport | null
  /** What is trouble now, the worst first: to people who know of it a reminder. What follows from a cause is left out. */
  readonly firing: readonly OpenAlert[]
  /** What is trouble now, and was silenced. */
  readonly silenced: readonly OpenLife[]
  readonly alerts: AlertCounts
  readonly deliveries: DeliveryCounts
  readonly heartbeats: DeliveryCounts | null
}

/** Lives of a period: how many people were told of, how many of their ends, and how many came and went untold. */
export interface AlertCounts {
  readonly told: number
  readonly ended: number
  readonly untold: number
}

/** How many services there are, and the names of those that do not answer now. */
export interface ServicesReport {
  readonly total: number
  /** Those of which nothing is known now. */
  readonly unseen: number
  readonly down: readonly string[]
}

/** Notifications (or heartbeats) since the last report. */
export interface DeliveryCounts {
  readonly sent: number
  /** Attempts that failed and are made again. */
  readonly failed: number
  /** Refused for good or given up. */
  readonly lost: number
  /** Still waiting. */
  readonly queued: number
}

export type ContainersReport =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unavailable'; readonly reason: Reason }
  | {
      readonly kind: 'seen'
      readonly total: number
      readonly running: number
      readonly watched: number
      /** Those that do not run, which is no trouble, and how they ended. */
      readonly down: readonly { readonly container: Container; readonly ending: Ending }[]
      /** Labels by which somebody asked for something that is not understood. */
      readonly labelProblems: readonly { readonly name: string; readonly problem: LabelProblem }[]
      readonly topByCpu: readonly ContainerUsage[]
      readonly topByMemory: readonly ContainerUsage[]
    }
