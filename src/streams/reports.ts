import { defer, map, type OperatorFunction } from 'rxjs'
import type { ReportNotification } from '../model/notification.ts'
import type { Overview } from '../model/overview.ts'
import type { WatchRules } from './is-watched.ts'
import { toReport, type Period } from './report.ts'

/**
 * Writes a report each time one is due, of what came since the one before.
 *
 * ```
 * due:      --t---t---t
 * reports:  --r---r---r
 * ```
 *
 * @param overview    gives the state at the time of asking
 * @param period      where the first report's period began
 * @param watch       which containers matter
 * @param heartbeats  whether heartbeats are sent at all
 *
 * On error and on completion: passes them on.
 *
 * @example reportTimes({ hours: 4, timeZone }).pipe(reports({ overview, period, watch, heartbeats: true }))
 */
export const reports =
  ({
    overview,
    period,
    ...rules
  }: {
    overview: () => Overview
    period: Period
    watch: WatchRules
    heartbeats: boolean
  }): OperatorFunction<number, ReportNotification> =>
  (due$) =>
    defer(() => {
      let { since, totals } = period
      return due$.pipe(
        map((at): ReportNotification => {
          const now = overview()
          const report = toReport(now, { since, totals }, rules)
          ;({ since, totals } = { since: at, totals: now })
          return { kind: 'report', at, report }
        }),
      )
    })
