import { defer, type OperatorFunction } from 'rxjs'
import { alertTypeOf, type AlertTypeName } from '../../model/alert-types.ts'
import type { Details } from '../../model/check.ts'
import { fingerprintOf } from '../../model/life.ts'
import type { Occurrence } from '../../model/occurrence.ts'
import type { Reading } from '../../model/reading.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'

/**
 * Notices what happened to the ground that the agent stands on and is over: the host was restarted, a corrupt outbox
 * was replaced by a new one.
 *
 * ```
 * readings:         r-o-m-m   r: the host was restarted, o: outbox kept, m: a corrupt one was moved aside
 * noticeIncidents:  h---h--   h: happened
 * ```
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(noticeIncidents())
 */
export const noticeIncidents = (): OperatorFunction<Reading, Occurrence> => (readings$) =>
  defer(() => {
    let replaced: string | null = null
    return readings$.pipe(
      concatMapArrays((reading): readonly Occurrence[] => {
        if (reading.kind === 'reboot') {
          const { bootId, awayMilliseconds } = reading
          return [occurrenceOf(reading, 'REBOOTED', 'host', bootId, { kind: 'reboot', awayMilliseconds })]
        }
        if (reading.kind !== 'outbox' || reading.movedAside === null || reading.movedAside === replaced) return []
        replaced = reading.movedAside
        return [occurrenceOf(reading, 'OUTBOX_REPLACED', 'outbox', replaced, { kind: 'text', text: replaced })]
      }),
    )
  })

const occurrenceOf = (
  { host, at }: Reading,
  type: AlertTypeName,
  subject: string,
  name: string,
  details: Details,
): Occurrence => {
  const fingerprint = fingerprintOf(host, { type, subject })
  const severity = alertTypeOf(type)?.severity ?? 'warning'
  return { id: `${fingerprint}\n${name}`, host, fingerprint, type, subject, severity, at, details, times: 1 }
}
