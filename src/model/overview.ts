import type { FiringAlert } from './alert.ts'
import type { DeliveryCounts } from './notification.ts'
import type { ContainersReading, HostReading, ServiceReading } from './reading.ts'

/** What people are shown of the agent's state: the newest readings, what fires, and totals since the start. */
export interface Overview {
  readonly host: Seen<HostReading>
  readonly containers: Seen<ContainersReading>
  /** The newest reading of each service. */
  readonly services: ReadonlyMap<string, ServiceReading>
  readonly firing: ReadonlyMap<string, FiringAlert>
  /** What people know to be in trouble. */
  readonly told: ReadonlySet<string>
  readonly alerts: { readonly fired: number; readonly ended: number }
  readonly deliveries: DeliveryCounts
  readonly heartbeats: DeliveryCounts
}

/** The newest reading, and why there is none since. */
export interface Seen<R> {
  readonly reading: R | null
  readonly unavailable: string | null
}
