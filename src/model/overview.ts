import type { Life } from './life.ts'
import type { DeliveryCounts } from './notification.ts'
import type { ContainersReading, HostReading, ServiceReading, SourceName } from './reading.ts'
import type { Reason } from './reason.ts'
import type { Silence } from './silence.ts'
import type { Told } from './told.ts'

/** What people are shown of the agent's state: the newest readings, what is trouble, what was told of it. */
export interface Overview {
  readonly host: HostReading | null
  readonly containers: ContainersReading | null
  /** The newest reading of each service. */
  readonly services: ReadonlyMap<string, ServiceReading>
  /** The sources that cannot see now, and why. */
  readonly unavailable: ReadonlyMap<SourceName, Reason>
  /** Lives that go on, by fingerprint. */
  readonly lives: ReadonlyMap<string, Life>
  /** The fingerprint of what mutes a life now; null where nothing does. */
  readonly causeOf: (life: Life) => string | null
  /** What people were last told of what they take to be trouble. */
  readonly told: ReadonlyMap<string, Told>
  /** Those that hold now. */
  readonly silences: readonly Silence[]
  /** Since the start. */
  readonly heartbeats: DeliveryCounts
}
