import { defer, type OperatorFunction } from 'rxjs'
import type { NoticeAlert } from '../model/alert.ts'
import { alertTypeOf, type AlertTypeName } from '../model/alert-types.ts'
import { fingerprintOf, type Details } from '../model/check.ts'
import type { Reading } from '../model/reading.ts'
import { concatMapArrays } from './concat-map-arrays.ts'

/**
 * Notices what happened to the ground that the agent stands on and is over: the host was restarted, a corrupt outbox
 * was replaced by a new one.
 *
 * ```
 * readings:         r-o-m-m   r: the host was restarted, o: outbox kept, m: a corrupt one was moved aside
 * noticeIncidents:  n---n--   n: a notice
 * ```
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(noticeIncidents())
 */
export const noticeIncidents = (): OperatorFunction<Reading, NoticeAlert> => (readings$) =>
  defer(() => {
    let replaced: string | null = null
    return readings$.pipe(
      concatMapArrays((reading): readonly NoticeAlert[] => {
        if (reading.kind === 'reboot') {
          const { at, awayMilliseconds } = reading
          return [noticeOf('REBOOTED', 'host', at, { kind: 'reboot', awayMilliseconds })]
        }
        if (reading.kind !== 'outbox' || reading.movedAside === null || reading.movedAside === replaced) return []
        replaced = reading.movedAside
        return [noticeOf('OUTBOX_REPLACED', 'outbox', reading.at, { kind: 'text', text: replaced })]
      }),
    )
  })

const noticeOf = (type: AlertTypeName, subject: string, at: number, details: Details): NoticeAlert => {
  const severity = alertTypeOf(type)?.severity ?? 'warning'
  return {
    type,
    subject,
    fingerprint: fingerprintOf({ type, subject }),
    severity,
    reason: 'notice',
    startsAt: at,
    withheld: 0,
    instability: null,
    check: { type, subject, at, status: severity, details },
  }
}
