import { asyncScheduler } from 'rxjs'
import type { Check, Status } from '../model/check.ts'

/**
 * Makes a check that a sentence tells about.
 *
 * @param type     names the alert in the style of `CPU_CRITICAL`; the same type on the same subject is the same trouble
 * @param subject  what it is about, as people call it
 * @param text     what people are told: after the subject and a colon, so without a full stop
 * @param at       milliseconds since the epoch; now, where it is left out
 *
 * @example check({ type: 'BACKUP_OLD', subject: 'backup', status: 'critical', text: 'the newest file is 30 h old' })
 */
export const check = ({
  type,
  subject,
  status,
  text,
  at = asyncScheduler.now(),
}: {
  type: string
  subject: string
  status: Status
  text: string
  at?: number
}): Check => ({ type, subject, at, status, details: { kind: 'text', text } })
