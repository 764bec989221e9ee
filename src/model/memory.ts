import type { EndedAlert, Evidence, FiringAlert, OpenAlert } from './alert.ts'
import type { SustainedCheck } from './check.ts'

/** A trouble that people were told of before the agent started, and whose end they were not. */
export interface ToldLife {
  /** The last word on it. */
  readonly alert: OpenAlert
  /** Milliseconds since the epoch. */
  readonly toldAt: number
  /** How often people were reminded of it since they were told something else. */
  readonly reminders: number
}

/** What an agent knows of the one that ran before it. */
export interface Memory {
  readonly lives: readonly ToldLife[]
  /** Ids of the containers that ran when that one was there for the last time. */
  readonly ran: ReadonlySet<string>
}

export const noMemory: Memory = { lives: [], ran: new Set() }

const nothingSeen: Evidence = { processes: [], containers: [], disk: null, logLines: [] }

/** Those that were in trouble at their last word, each as it would have been told if it had not been unstable. */
export const firingOf = (lives: readonly ToldLife[]): readonly FiringAlert[] =>
  lives.flatMap(({ alert }) => {
    const newest = withoutInstability(alert)
    return 'endsAt' in newest ? [] : [newest]
  })

/** The checks by which they were in trouble, as they were last told. */
export const checksOf = (lives: readonly ToldLife[]): readonly SustainedCheck[] =>
  firingOf(lives).map(({ check, severity, startsAt }) => ({ ...check, status: severity, since: startsAt }))

/** The newest state of a life that may have been told as unstable. */
export const withoutInstability = (alert: OpenAlert): FiringAlert | EndedAlert => {
  if (alert.reason !== 'unstable') return alert
  const { fingerprint, type, subject, severity, startsAt, withheld, check, now } = alert
  const about = { fingerprint, type, subject, severity, startsAt, withheld, instability: null }
  return now === 'ended'
    ? { ...about, reason: 'resolved', endsAt: check.at, check }
    : { ...about, reason: 'firing', check: { ...check, since: startsAt }, evidence: nothingSeen, before: null }
}
