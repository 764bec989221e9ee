import type { Alert, ContainerUsage, FiringAlert } from './alert.ts'
import type { Ending } from './check.ts'
import type { Container, HostReading, LabelProblem } from './reading.ts'
import type { ProbeFailure } from './service.ts'

/** What people are to be told, once. `at`: milliseconds since the epoch. */
export type Notification = News | CatchUpNotification | FallbackNotification | TestNotification

/** What the graph tells; the other kinds are made of it where it could not be delivered in time. */
export type News = AlertsNotification | StartupNotification | RestartedNotification | ReportNotification

/** One alert, or several that came together; those of one fingerprint in the order in which they came. */
export interface AlertsNotification {
  readonly kind: 'alerts'
  readonly at: number
  readonly alerts: readonly Alert[]
  /** Troubles that came and went while they were held back, and are not told one by one. */
  readonly cameAndWent: number
}

export interface StartupNotification {
  readonly kind: 'startup'
  readonly at: number
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

/** All that waited while a channel was out of reach. */
export interface CatchUpNotification {
  readonly kind: 'catch-up'
  readonly at: number
  /** When the first of it came. */
  readonly since: number
  readonly entries: readonly CatchUpEntry[]
  /** Troubles that came and went and were never told one by one. */
  readonly cameAndWent: number
  /** Reports and start-up notices that are too old to be of use. */
  readonly reports: number
  readonly starts: number
}

/** One trouble. */
export interface CatchUpEntry {
  /** The newest word on it. */
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

/** What another channel could not deliver, and why. */
export interface FallbackNotification {
  readonly kind: 'fallback'
  readonly at: number
  readonly of: News | CatchUpNotification
  readonly channel: string
  readonly reason: string
}

/** The alerts that it tells of. */
export const alertsIn = (notification: Notification): readonly Alert[] => {
  switch (notification.kind) {
    case 'alerts':
      return notification.alerts
    case 'catch-up':
      return notification.entries.map(({ alert }) => alert)
    case 'fallback':
      return alertsIn(notification.of)
    default:
      return []
  }
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
  readonly result: { readonly ok: true } | { readonly ok: false; readonly reason: string }
}

export interface Report {
  /** When the period that it tells of began: null in the first one. */
  readonly since: number | null
  readonly host: HostReading | null
  /** Why the host cannot be seen. */
  readonly hostUnavailable: string | null
  readonly containers: ContainersReport
  /** Null where none is probed. */
  readonly services: ServicesReport | null
  readonly firing: readonly FiringAlert[]
  /** Since the last report. */
  readonly alerts: { readonly fired: number; readonly ended: number }
  readonly deliveries: DeliveryCounts
  readonly heartbeats: DeliveryCounts | null
}

/** How many services there are, and those that are not well. */
export interface ServicesReport {
  readonly total: number
  readonly down: readonly { readonly name: string; readonly failure: ProbeFailure }[]
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
  | { readonly kind: 'unavailable'; readonly reason: string }
  | {
      readonly kind: 'seen'
      readonly total: number
      readonly running: number
      readonly watched: number
      /** Those that are not well, and how. */
      readonly unwell: readonly { readonly container: Container; readonly ending: Ending | null }[]
      /** Names that are to be watched and are not there. */
      readonly missing: readonly string[]
      /** Labels by which somebody asked for something that is not understood. */
      readonly labelProblems: readonly { readonly name: string; readonly problem: LabelProblem }[]
      readonly topByCpu: readonly ContainerUsage[]
      readonly topByMemory: readonly ContainerUsage[]
    }
