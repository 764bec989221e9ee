import type { HostReading } from '../../model/reading.ts'

/** What was sent so far. */
export interface Counters {
  readonly consecutiveFailures: number
  readonly totalSent: number
  readonly totalFailed: number
}

export const noneSent: Counters = { consecutiveFailures: 0, totalSent: 0, totalFailed: 0 }

export const count = ({ consecutiveFailures, totalSent, totalFailed }: Counters, sent: boolean): Counters =>
  sent
    ? { consecutiveFailures: 0, totalSent: totalSent + 1, totalFailed }
    : { consecutiveFailures: consecutiveFailures + 1, totalSent, totalFailed: totalFailed + 1 }

/** What an event tells beside the heartbeat's own figures. */
export type HeartbeatEvent =
  | { readonly event_type: 'startup' | 'shutdown'; readonly event_data: Readonly<Record<string, never>> }
  | {
      readonly event_type: 'alerts_generated'
      readonly event_data: { readonly count: number; readonly types: readonly string[] }
    }

export type Payload = ReturnType<typeof payloadOf>

/**
 * The body of a heartbeat, as existing n8n flows know it; `checks` is new.
 *
 * @param at  milliseconds since the epoch
 */
export const payloadOf = ({
  agentName,
  status,
  at,
  host,
  checks,
  counters,
  event,
}: {
  agentName: string
  status: 'alive' | 'test'
  at: number
  host: HostReading | null
  checks: number
  counters: Counters
  event: HeartbeatEvent | null
}) => ({
  agent_name: agentName,
  status,
  timestamp: Math.floor(at / 1_000),
  stats: {
    cpu_percent: oneDecimal(host?.cpu.percent),
    ram_percent: oneDecimal(host?.memory.percent),
    disk_percent: oneDecimal(rootPercent(host)),
    uptime_seconds: host === null ? null : Math.floor(host.uptimeSeconds),
  },
  consecutive_failures: counters.consecutiveFailures,
  total_sent: counters.totalSent,
  total_failed: counters.totalFailed,
  checks,
  ...event,
})

const rootPercent = (host: HostReading | null): number | undefined => {
  const root = host?.disks.find(({ mount }) => mount === '/')
  return root && 'percent' in root ? root.percent : undefined
}

const oneDecimal = (percent: number | undefined): number | null =>
  percent === undefined ? null : Math.round(percent * 10) / 10
