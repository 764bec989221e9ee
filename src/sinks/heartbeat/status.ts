import { asyncScheduler } from 'rxjs'
import { hasEnded, type LifeAlert } from '../../model/alert.ts'
import type { Reading } from '../../model/reading.ts'
import type { OutboxStatistics } from '../outbox/statistics.ts'

/** What a heartbeat tells beside its ancestor's fields: how the agent itself is. */
export interface Status {
  readonly version: string
  /** Between two heartbeats: whoever listens knows when one is missed. */
  readonly interval_seconds: number
  readonly alerts_firing: number
  readonly outbox: { readonly queued: number; readonly oldest_seconds: number; readonly refused: number }
  /** By name: `open`, `down` or `refused`; those of which nothing is known yet are left out. */
  readonly channels: Readonly<Record<string, string>>
}

/**
 * Follows what fires and how the channels are.
 *
 * @param interval  milliseconds between two heartbeats
 */
export const createStatus = ({
  version,
  interval,
  outbox,
}: {
  version: string
  interval: number
  outbox: () => OutboxStatistics
}) => {
  const firing = new Set<string>()
  const channels = new Map<string, string>()
  return {
    noteLife: (alert: LifeAlert): void => {
      if (hasEnded(alert)) firing.delete(alert.fingerprint)
      else firing.add(alert.fingerprint)
    },
    noteReading: (reading: Reading): void => {
      if (reading.kind === 'channel') channels.set(reading.name, reading.state)
    },
    read: (): Status => {
      const { queued, oldestQueuedAt, refused } = outbox()
      const age = oldestQueuedAt === null ? 0 : Math.max(0, asyncScheduler.now() - oldestQueuedAt)
      return {
        version,
        interval_seconds: interval / 1_000,
        alerts_firing: firing.size,
        outbox: { queued, oldest_seconds: Math.floor(age / 1_000), refused },
        channels: Object.fromEntries(channels),
      }
    },
  }
}
