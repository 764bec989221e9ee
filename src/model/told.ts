import { isEnd, type Alert } from './alert.ts'
import type { SustainedCheck } from './check.ts'
import type { Severity } from './life.ts'

/** What people, or one address, were last told of a fingerprint, while they take it to be trouble. */
export interface Told {
  readonly fingerprint: string
  /** The life that it was said of. */
  readonly life: number
  readonly state: 'firing' | 'unstable'
  readonly severity: Severity
  /** When they were told that it began. Times are milliseconds since the epoch. */
  readonly startsAt: number
  /** What was said of it: a reminder says what has changed. */
  readonly check: SustainedCheck
  readonly at: number
  /** How often they were reminded of it since they were told something else. */
  readonly reminders: number
  /** Whether it is time to remind them. */
  readonly isReminderDue: boolean
  /** The quiet hours in which it was told; null where it was not quiet. */
  readonly quiet: string | null
}

/** What is told of a fingerprint from now on: null where its end was told. */
export interface Telling {
  readonly fingerprint: string
  readonly told: Told | null
}

/** The troubles that people take to be over once they have read some alerts. */
export const endingIn = (alerts: readonly Alert[]): readonly string[] =>
  alerts.flatMap((alert) =>
    tellingsOf(alert, 0, null).flatMap(({ fingerprint, told }) => (told === null ? [fingerprint] : [])),
  )

/**
 * What people take to be so once they have read an alert: of its own fingerprint, and of those whose end it bears.
 *
 * @param at     when they are told, in milliseconds since the epoch
 * @param quiet  the quiet hours in which they are told; null: none
 */
export const tellingsOf = (alert: Alert, at: number, quiet: string | null): readonly Telling[] => {
  if (alert.word === 'happened') return []
  const { fingerprint } = alert.life
  const borne = alert.bears.map((one): Telling => ({ fingerprint: one.fingerprint, told: null }))
  if (isEnd(alert)) return [{ fingerprint, told: null }, ...borne]
  const { id, state, severity, startsAt, check } = alert.life
  const reminders = alert.word === 'reminder' ? (alert.before?.reminders ?? 0) + 1 : 0
  const told: Told = {
    fingerprint,
    life: id,
    state,
    severity,
    startsAt,
    check,
    at,
    reminders,
    isReminderDue: false,
    quiet,
  }
  return [{ fingerprint, told }, ...borne]
}
