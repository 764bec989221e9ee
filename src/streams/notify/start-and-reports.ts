import { BehaviorSubject, concat, concatMap, defer, EMPTY, filter, ignoreElements, merge, of, tap, timer } from 'rxjs'
import type { Observable } from 'rxjs'
import type { News } from '../../model/notification.ts'
import type { QuietAt } from './quiet-hours.ts'
import { reportTimes } from './report-times.ts'
import { reports, type ReportsOptions } from './reports.ts'
import { startup, type StartupOptions } from './startup.ts'

/** The start-up notice leaves without what has not come by then. */
const startupWait = 4_000
/** A report that is due so soon after the start-up notice says nothing that this one did not. */
const noticeIsReport = 60_000

export interface StartAndReportsOptions extends Omit<StartupOptions, 'wait'>, ReportsOptions {
  readonly reportHours: number
  readonly timeZone: string
  readonly quietAt: QuietAt
}

/**
 * What people are told beside alerts: that the agent has started, and a report at its hours; and whether the word of the
 * start is still to come, before which no alert is told by itself.
 *
 * On error: passes it on. Completes with the reports.
 */
export const startAndReports = (
  options: StartAndReportsOptions,
): { readonly news$: Observable<News>; readonly isStarting$: Observable<boolean> } => {
  const isStarting$ = new BehaviorSubject(true)
  const isNoticed$ = new BehaviorSubject(options.previousRun.ended !== 'cleanly')
  const begun = (notice: News | null): Observable<never> => {
    isStarting$.next(false)
    if (notice === null) return EMPTY
    return timer(noticeIsReport).pipe(
      tap(() => isNoticed$.next(true)),
      ignoreElements(),
    )
  }
  const notice$ = startup({ ...options, wait: startupWait }).pipe(
    // Then what is found is told by itself.
    concatMap((notice) =>
      concat(
        notice === null ? EMPTY : of(notice),
        defer(() => begun(notice)),
      ),
    ),
  )
  const reports$ = reportTimes({ ...options, hours: options.reportHours }).pipe(
    filter(() => isNoticed$.value), // a start-up notice is one too
    reports(options),
  )
  return { news$: merge(notice$, reports$), isStarting$ }
}
