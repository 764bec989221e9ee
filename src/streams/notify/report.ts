import type { Observable } from 'rxjs'
import type { OpenAlert } from '../../model/alert.ts'
import { isOpen, isTrouble, type OpenLife } from '../../model/life.ts'
import type { AlertCounts, ContainersReport, DeliveryCounts, Report, ServicesReport } from '../../model/notification.ts'
import type { Overview } from '../../model/overview.ts'
import { isSilencedBy } from '../../model/silence.ts'
import { endingOf } from '../checks/ending-of.ts'
import { isMissed } from '../checks/check-containers.ts'
import { isNamed, isWatched, type WatchRules } from '../checks/is-watched.ts'
import { topContainers } from '../lives/with-evidence.ts'
import { openWordDue } from '../../model/word-due.ts'

const shownContainers = 5

/** What came in a period, and when that began, in milliseconds since the epoch: null at the start. */
export interface Period {
  readonly since: number | null
  readonly alerts: AlertCounts
  readonly deliveries: DeliveryCounts
  readonly heartbeats: DeliveryCounts | null
}

/** Counts what was told and what was delivered since a time. Emits once and completes. */
export type CountSince = (since: number) => Observable<Pick<Period, 'alerts' | 'deliveries'>>

const noDeliveries: DeliveryCounts = { sent: 0, failed: 0, lost: 0, queued: 0 }

export const nothingYet: Period = {
  since: null,
  alerts: { told: 0, ended: 0, untold: 0 },
  deliveries: noDeliveries,
  heartbeats: null,
}

/**
 * What a report says: the state now, and what came in its period. What may yet become a trouble it leaves to that one's first
 * message: whoever reads of it here is told of it.
 *
 * @param ran  ids of the containers that ran before the start
 */
export const toReport = (
  overview: Overview,
  period: Period,
  watch: WatchRules,
  ran: ReadonlySet<string> = new Set(),
): Report => {
  const troubles = [...overview.lives.values()].filter(isOpen).filter(({ isSeen }) => isSeen)
  const shown = troubles.filter((life) => isTrouble(life) || overview.told.has(life.fingerprint))
  const causes = shown.filter((life) => overview.causeOf(life) === null)
  const isSilenced = (life: OpenLife): boolean => overview.silences.some((silence) => isSilencedBy(life, silence))
  return {
    ...period,
    host: overview.host,
    hostUnavailable: overview.unavailable.get('host') ?? null,
    containers: containersReport(overview, watch, ran),
    services: servicesReport(overview),
    firing: inOrder(causes.filter((life) => !isSilenced(life))).map((life) => alertOf(life, overview)),
    silenced: inOrder(causes.filter(isSilenced)),
  }
}

/** The worst first, and of those the oldest. */
const inOrder = (lives: readonly OpenLife[]): readonly OpenLife[] =>
  lives.toSorted((one, other) => rankOf(one) - rankOf(other) || one.startsAt - other.startsAt)

const rankOf = ({ severity }: OpenLife): number => (severity === 'critical' ? 0 : 1)

/** To list it is to tell of it, or to remind of it. */
const alertOf = (life: OpenLife, { told }: Overview): OpenAlert => {
  const before = told.get(life.fingerprint)
  return {
    word: openWordDue(life, before) ?? 'reminder',
    life,
    before: before ?? null,
    ended: null,
    bears: [],
    missed: 0,
  }
}

/** Of a source that is blind, what it saw before is not known any more. */
const servicesReport = ({ services, unavailable }: Overview): ServicesReport | null => {
  const readings = [...services.values()]
  if (readings.length === 0) return null
  const total = readings.length
  if (unavailable.has('service')) return { total, unseen: total, down: [] }
  return { total, unseen: 0, down: readings.flatMap(({ service, failure }) => (failure ? [service.name] : [])) }
}

const containersReport = (
  { containers: reading, unavailable, lives }: Overview,
  watch: WatchRules,
  ran: ReadonlySet<string>,
): ContainersReport => {
  const reason = unavailable.get('containers')
  if (reason !== undefined && (reading !== null || watch.names.length > 0)) return { kind: 'unavailable', reason }
  if (reading === null) return { kind: 'absent' }
  const { containers } = reading
  const watched = containers.filter((container) => isWatched(container, watch))
  const inTrouble = new Set(
    [...lives.values()].filter(({ type }) => type.startsWith('CONTAINER_')).map(({ subject }) => subject),
  )
  return {
    kind: 'seen',
    total: containers.length,
    running: containers.filter(({ state }) => state === 'running').length,
    watched: watched.length,
    down: watched.flatMap((container) => {
      const ending = endingOf(container)
      if (ending === null || inTrouble.has(container.name)) return []
      const expected = { ran: ran.has(container.id), named: isNamed(container, watch) }
      return isMissed(ending, container, expected) || isDone(ending, container.end?.exitCode)
        ? []
        : [{ container, ending }]
    }),
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
