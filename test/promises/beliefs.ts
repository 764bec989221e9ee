import { isEnd, type Alert, type OpenAlert } from '../../src/model/alert.ts'
import { alertsIn, type Notification } from '../../src/model/notification.ts'
import type { Run } from './engine.ts'
import { Tracks } from './track.ts'

/** What people take to be so of a fingerprint. Times are milliseconds of virtual time. */
export interface Belief {
  readonly life: number
  readonly state: 'firing' | 'unstable'
  readonly severity: string
  readonly quiet: string | null
  /** When they were told last, and how often they were reminded since they were told something else. */
  readonly at: number
  readonly reminders: number
}

interface Mention {
  readonly message: object
  readonly before: Belief | null
  readonly after: Belief | null
}

/** What was told: each message, and what people took to be so before it. */
export interface Telling {
  readonly at: number
  readonly notification: Notification
  readonly alert: Exclude<Alert, { word: 'happened' }>
  readonly before: Belief | null
  /** All that people took for trouble before the message. */
  readonly known: ReadonlySet<string>
}

/**
 * What people believe at any time, by the messages that were written down for them, but for those that nobody got.
 */
export const beliefsOf = (
  run: Run,
): { readonly beliefs: Tracks<Belief | null>; readonly tellings: readonly Telling[] } => {
  const beliefs = new Tracks<Belief | null>(null)
  const mentions = new Map<string, Mention[]>()
  const lost = new Set<object>()
  const tellings: Telling[] = []

  const mention = (fingerprint: string, at: number, message: object, after: Belief | null): void => {
    const all = mentions.get(fingerprint) ?? []
    all.push({ message, before: beliefs.of(fingerprint).at(at), after })
    mentions.set(fingerprint, all)
    beliefs.of(fingerprint).set(at, after)
  }
  const tell = (at: number, notification: Notification): void => {
    const known = new Set([...mentions.keys()].filter((fingerprint) => beliefs.of(fingerprint).at(at) !== null))
    const quiet = notification.kind === 'alerts' ? notification.quiet : null
    for (const alert of alertsIn(notification)) {
      if (alert.word === 'happened') continue
      const { fingerprint } = alert.life
      const before = beliefs.of(fingerprint).at(at)
      tellings.push({ at, notification, alert, before, known })
      mention(fingerprint, at, notification, isEnd(alert) ? null : afterOpen(alert.life, before, at, quiet))
      for (const borne of alert.bears) mention(borne.fingerprint, at, notification, null)
    }
  }
  /** What people know without those that are lost. */
  const lose = (at: number, message: object): void => {
    lost.add(message)
    for (const [fingerprint, all] of mentions) {
      if (!all.some((one) => one.message === message)) continue
      const last = all.findLastIndex((one) => !lost.has(one.message))
      if (all.findLastIndex((one) => one.message === message) < last) continue
      const first = all[last + 1]
      if (first !== undefined) beliefs.of(fingerprint).set(at, first.before)
    }
  }
  for (const { at, isLost, notification } of run.told)
    if (isLost) lose(at, notification)
    else tell(at, notification)
  return { beliefs, tellings }
}

/** A reminder is what says nothing new: people know of that trouble, that it is so, and that it is as bad. */
const afterOpen = (life: OpenAlert['life'], before: Belief | null, at: number, quiet: string | null): Belief => {
  const { id, state, severity } = life
  const isKnown = before?.life === id && before.state === state
  const isWorse = before?.severity === 'warning' && severity === 'critical'
  return {
    life: id,
    state,
    severity,
    quiet,
    at,
    reminders: isKnown && !isWorse ? before.reminders + 1 : 0,
  }
}
