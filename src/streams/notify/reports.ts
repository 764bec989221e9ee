import { concatMap, defer, map, withLatestFrom, type Observable, type OperatorFunction } from 'rxjs'
import type { DeliveryCounts, ReportNotification } from '../../model/notification.ts'
import type { Overview } from '../../model/overview.ts'
import type { WatchRules } from '../checks/is-watched.ts'
import { toReport, type CountSince } from './report.ts'

export interface ReportsOptions {
  /** Gives the newest state to each subscriber at once. */
  readonly overview$: Observable<Overview>
  /** Which containers matter. */
  readonly watch: WatchRules
  /** Whether heartbeats are sent at all. */
  readonly heartbeats: boolean
  /** When the report before the start was, in milliseconds since the epoch; null where there was none. */
  readonly reportedAt: number | null
  /** From when on the first report ever counts, in milliseconds since the epoch. */
  readonly startedAt: number
  /** Counts what came since a time. */
  readonly countSince: CountSince
}

/**
 * Writes a report each time one is due, of what came since the one before.
 *
 * ```
 * overview:  a-b-----c-----
 * due:       --t---t---t---
 * reports:   --r---r---r---
 * ```
 *
 * On error and on completion: passes them on.
 *
 * @example reportTimes({ hours: 4, timeZone }).pipe(reports({ overview$, watch, heartbeats: true, ...counting }))
 */
export const reports =
  ({
    overview$,
    watch,
    heartbeats,
    reportedAt,
    startedAt,
    countSince,
  }: ReportsOptions): OperatorFunction<number, ReportNotification> =>
  (due$) =>
    defer(() => {
      let since = reportedAt
      let sent: DeliveryCounts | null = null
      return due$.pipe(
        withLatestFrom(overview$),
        concatMap(([at, now]) =>
          countSince(since ?? startedAt).pipe(
            map((counts): ReportNotification => {
              const period = { since, ...counts, heartbeats: heartbeats ? less(now.heartbeats, sent) : null }
              since = at
              sent = now.heartbeats
              return { kind: 'report', at, report: toReport(now, period, watch) }
            }),
          ),
        ),
      )
    })

const less = (now: DeliveryCounts, before: DeliveryCounts | null): DeliveryCounts => ({
  ...now,
  sent: now.sent - (before?.sent ?? 0),
  failed: now.failed - (before?.failed ?? 0),
})
