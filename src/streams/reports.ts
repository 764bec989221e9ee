import { defer, map, withLatestFrom, type Observable, type OperatorFunction } from 'rxjs'
import type { ReportNotification } from '../model/notification.ts'
import type { Overview } from '../model/overview.ts'
import type { WatchRules } from './is-watched.ts'
import { noTotals, toReport } from './report.ts'

/**
 * Writes a report each time one is due, of what came since the one before.
 *
 * ```
 * overview:  a-b-----c-----
 * due:       --t---t---t---
 * reports:   --r---r---r---
 * ```
 *
 * @param overview$   gives the newest state to each subscriber at once
 * @param watch       which containers matter
 * @param heartbeats  whether heartbeats are sent at all
 *
 * The first report's period begins with the subscription. On error and on completion: passes them on.
 *
 * @example reportTimes({ hours: 4, timeZone }).pipe(reports({ overview$, watch, heartbeats: true }))
 */
export const reports =
  ({
    overview$,
    ...rules
  }: {
    overview$: Observable<Overview>
    watch: WatchRules
    heartbeats: boolean
  }): OperatorFunction<number, ReportNotification> =>
  (due$) =>
    defer(() => {
      let since: number | null = null
      let totals: Overview | null = null
      return due$.pipe(
        withLatestFrom(overview$),
        map(([at, now]): ReportNotification => {
          const report = toReport(now, { since, totals: totals ?? noTotals }, rules)
          since = at
          totals = now
          return { kind: 'report', at, report }
        }),
      )
    })
