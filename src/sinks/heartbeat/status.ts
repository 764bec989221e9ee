import { asyncScheduler } from 'rxjs'
import { isTrouble, type Life } from '../../model/life.ts'
import type { Reading } from '../../model/reading.ts'
import type { OutboxStatistics } from '../outbox/statistics.ts'

/** What a heartbeat tells beside its ancestor's fields: how the agent itself is. */
export interface Status {
  readonly version: string
  /** Between two heartbeats: whoever listens knows when one is missed. */
  readonly interval_seconds: number
  readonly alerts_firing: number
  /** That somebody gave, and that are not over. */
  readonly silences: number
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
  silences,
}: {
  version: string
  interval: number
  outbox: () => OutboxStatistics
  silences: () => number
}) => {
  const firing = new Set<string>()
  const channels = new Map<string, string>()
  return {
    noteLives: (lives: readonly Life[]): void => {
      for (const life of lives) {
        if (life.formerly !== null) firing.delete(life.formerly)
        if (isTrouble(life)) firing.add(life.fingerprint)
        else firing.delete(life.fingerprint)
      }
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
        silences: silences(),
        outbox: { queued, oldest_seconds: Math.floor(age / 1_000), refused },
        channels: Object.fromEntries(channels),
      }
    },
  }
}
