import type { ContainersReport, DeliveryCounts, Report, ServicesReport } from '../model/notification.ts'
import type { Overview } from '../model/overview.ts'
import type { ServiceReading } from '../model/reading.ts'
import { endingOf } from './ending-of.ts'
import { isNamed, isWatched, missingNames, type WatchRules } from './is-watched.ts'
import { topContainers } from './with-evidence.ts'

const shownContainers = 5

/** Where a report's period began: the totals of that time, and the time itself in milliseconds since the epoch. */
export interface Period {
  readonly since: number | null
  readonly totals: Pick<Overview, 'alerts' | 'deliveries' | 'heartbeats'>
}

const none: DeliveryCounts = { sent: 0, failed: 0, lost: 0, queued: 0 }

/** The totals when nothing has been yet. */
export const noTotals: Period['totals'] = { alerts: { fired: 0, ended: 0 }, deliveries: none, heartbeats: none }

/** What a report says: the state now, and what came since the period began. */
export const toReport = (
  overview: Overview,
  { since, totals }: Period,
  { watch, heartbeats }: { watch: WatchRules; heartbeats: boolean },
): Report => ({
  since,
  host: overview.host.reading,
  hostUnavailable: overview.host.unavailable,
  containers: containersReport(overview.containers, watch),
  services: servicesReport([...overview.services.values()]),
  firing: [...overview.firing.values()],
  alerts: {
    fired: overview.alerts.fired - totals.alerts.fired,
    ended: overview.alerts.ended - totals.alerts.ended,
  },
  deliveries: countsSince(overview.deliveries, totals.deliveries),
  heartbeats: heartbeats ? countsSince(overview.heartbeats, totals.heartbeats) : null,
})

const countsSince = (now: DeliveryCounts, before: DeliveryCounts): DeliveryCounts => ({
  sent: now.sent - before.sent,
  failed: now.failed - before.failed,
  lost: now.lost - before.lost,
  queued: now.queued,
})

const servicesReport = (readings: readonly ServiceReading[]): ServicesReport | null =>
  readings.length === 0
    ? null
    : {
        total: readings.length,
        down: readings.flatMap(({ service, failure }) => (failure ? [{ name: service.name, failure }] : [])),
      }

const containersReport = ({ reading, unavailable }: Overview['containers'], watch: WatchRules): ContainersReport => {
  if (unavailable !== null && reading !== null) return { kind: 'unavailable', reason: unavailable }
  if (reading === null)
    return watch.names.length > 0 && unavailable !== null
      ? { kind: 'unavailable', reason: unavailable }
      : { kind: 'absent' }
  const { containers } = reading
  const watched = containers.filter((container) => isWatched(container, watch))
  return {
    kind: 'seen',
    total: containers.length,
    running: containers.filter(({ state }) => state === 'running').length,
    watched: watched.length,
    unwell: watched
      .map((container) => ({ container, ending: endingOf(container) }))
      .filter(
        ({ container, ending }) =>
          container.health === 'unhealthy' ||
          (ending !== null && (isNamed(container, watch) || !isDone(ending, container.end?.exitCode))),
      ),
    missing: missingNames(containers, watch),
    labelProblems: containers.flatMap(({ name, labels }) =>
      (labels?.problems ?? []).map((problem) => ({ name, problem })),
    ),
    topByCpu: topContainers(containers, 'cpu', shownContainers),
    topByMemory: topContainers(containers, 'memory', shownContainers),
  }
}

/** It had a job, did it and ended well. */
const isDone = (ending: string, exitCode: number | null | undefined): boolean =>
  ending === 'completed' || ending === 'created' || (ending === 'unwitnessed' && exitCode === 0)
