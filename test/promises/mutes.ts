import { aboutOf, type Alert } from '../../src/model/alert.ts'
import type { Life } from '../../src/model/life.ts'
import { second } from '../support/samples.ts'
import {
  anySubject,
  beginnings,
  groupWait,
  ofTheHost,
  perFingerprint,
  sameSubject,
  startupWithin,
  total,
  unwrittenFor,
} from './documented.ts'
import type { Run } from './engine.ts'
import { nightsOf, type Night } from './night.ts'
import type { Oracle } from './oracle.ts'
import { Track, Tracks } from './track.ts'

/** Why something may not be told, as the table of mutes has it: `until` is a time of the wall clock. */
export interface Mute {
  readonly reason: string
  readonly by: string | null
  readonly until: number | null
}

/** What is asked whether it is muted. */
export interface Due {
  readonly word: string
  readonly host: string
  readonly type: string
  readonly subject: string
  readonly fingerprint: string
  /** Null of an occurrence. */
  readonly life: Life | null
}

export interface MuteOracle {
  readonly nightAt: (time: number) => Night | null
  /** Nobody may have to wait for it: it is critical, and people were not told that it is. */
  readonly isUrgent: (due: Due, time: number) => boolean
  /**
   * All that mutes a word at a time, by the table of mutes.
   *
   * @param before  the time as of which people believe what they do, and have had their messages
   */
  readonly mutesAt: (due: Due, time: number, before?: number) => readonly Mute[]
}

export const createMutes = (run: Run, oracle: Oracle): MuteOracle => {
  const causes = new Tracks({ isTrouble: false, endedAtLook: -1, endedAt: -Infinity })
  const lookOf = new Tracks(-1)
  for (const { at, lives } of run.lives)
    for (const life of lives) {
      const isTrouble = life.state === 'firing' || (life.state === 'unstable' && life.now === 'firing')
      const track = causes.of(life.fingerprint)
      const was = track.at(at)
      if (was.isTrouble && !isTrouble) track.set(at, { isTrouble, endedAtLook: life.look, endedAt: at })
      else if (was.isTrouble !== isTrouble) track.set(at, { ...was, isTrouble })
      lookOf.of(life.fingerprint).set(at, life.look)
    }
  const nightAt = nightsOf(run)
  const silences = new Track<readonly { readonly id: string; readonly subject: string; readonly until: number }[]>([])
  for (const { at, given } of run.silenced) silences.set(at, given === null ? [] : [...silences.at(at), given])
  const acknowledged = new Track<Run['acknowledged'][number]['all']>([])
  for (const { at, all } of run.acknowledged) acknowledged.set(at, all)
  const messages = run.told.flatMap(({ at, notification, isLost }) =>
    isLost || notification.kind !== 'alerts'
      ? []
      : [
          {
            at,
            fingerprints: new Set(notification.alerts.map((alert) => aboutOf(alert).fingerprint)),
            begins: notification.alerts.some(({ word }) => beginnings.includes(word)),
          },
        ],
  )

  /** What could not be written down within the wait of the first that could not waits with it. */
  const unwritten: { readonly first: number; readonly at: number; readonly keys: ReadonlySet<string> }[] = []
  for (const { at, notification } of run.unwritten) {
    const last = unwritten.at(-1)
    const first =
      last !== undefined && at - last.first < unwrittenFor && last.first >= oracle.startAt(at) ? last.first : at
    const alerts = notification.kind === 'alerts' ? notification.alerts : []
    // What its causes would have taken over has to wait, too.
    const dues = alerts.map(dueOf)
    const takenOver = dues.flatMap(({ host, type, subject }) =>
      (sameSubject[type] ?? []).map((following) => `${host}\n${following}\n${subject}`),
    )
    if (alerts.length > 0) unwritten.push({ first, at, keys: new Set([...dues.map(keyOf), ...takenOver]) })
  }

  const isUrgent = ({ word, life, fingerprint }: Due, time: number): boolean => {
    if (life?.severity !== 'critical' || word === 'resolved' || word === 'removed') return false
    const belief = oracle.beliefAt(fingerprint, time)
    return belief?.life !== life.id || belief.severity !== 'critical'
  }

  const inhibitors = ({ host, type, subject, fingerprint, life }: Due, time: number): readonly string[] => {
    if (life === null) return []
    const { details } = life.check
    const types = details.kind === 'blind' ? details.types : [type]
    const isIn = (following: readonly string[] | undefined): boolean =>
      following?.some((one) => types.includes(one)) ?? false
    // An agent that starts counts its looks anew.
    const isUnlooked = (cause: string): boolean => {
      const { endedAtLook, endedAt } = causes.of(cause).at(time)
      return endedAt > oracle.startAt(time) && lookOf.of(fingerprint).at(time) < endedAtLook
    }
    return causes.names().filter((cause) => {
      const [at, causeType = '', about] = cause.split('\n')
      if (at !== host || cause === fingerprint) return false
      const { isTrouble } = causes.of(cause).at(time)
      if (about === subject && isIn(sameSubject[causeType]) && (isTrouble || isUnlooked(cause))) return true
      const isOfAny =
        isIn(anySubject[causeType]) || (causeType === 'MONITORING_BLIND' && about === 'host' && isIn(ofTheHost))
      return isOfAny && (isTrouble || isUnlooked(cause))
    })
  }

  /** When so many milliseconds after a message are over, by the wall clock of when the agent took note of it. */
  const endOf = (at: number, wait: number, time: number): number => {
    const noted = Math.max(at, oracle.startAt(time))
    return oracle.wallAt(noted) + wait - oracle.ageAt(at, noted)
  }
  /** Those that an agent counts: what a clock said that ran ahead when it was told, it cannot place. */
  const recent = (window: number, time: number, before: number) =>
    messages
      .filter(
        ({ at }) =>
          at <= before &&
          oracle.ageAt(at, time) < window &&
          (at >= oracle.startAt(time) || oracle.wallAt(at) <= oracle.wallAt(oracle.startAt(time))),
      )
      // The one that is over first comes first, also where the clock was set between two of them.
      .toSorted((one, other) => oracle.ageAt(other.at, time) - oracle.ageAt(one.at, time))
  const full = (
    told: readonly { readonly at: number }[],
    count: number,
    window: number,
    time: number,
  ): readonly Mute[] => {
    const one = told.at(-count)
    return one === undefined ? [] : [{ reason: 'budget', by: null, until: endOf(one.at, window, time) }]
  }

  const mutesAt: MuteOracle['mutesAt'] = (due, time, before = time) => {
    const { word, subject, fingerprint, life } = due
    const key = keyOf(due)
    const isEnd = word === 'resolved' || word === 'removed'
    const isBeginning = beginnings.includes(word)
    const wall = oracle.wallAt(time)
    const mutes: Mute[] = []
    if (life !== null && time - oracle.startAt(time) <= startupWithin + 100)
      mutes.push({ reason: 'starting', by: 'startup', until: null })
    if (!isEnd) for (const by of inhibitors(due, time)) mutes.push({ reason: 'inhibited', by, until: null })
    if (!isEnd)
      for (const { id, subject: silenced, until } of silences.at(time))
        if (silenced === subject && until > wall) mutes.push({ reason: 'silenced', by: id, until })
    if (word === 'reminder')
      for (const one of acknowledged.at(time))
        if (one.life === life?.id && one.until > wall && (one.severity === 'critical' || life.severity === 'warning'))
          mutes.push({ reason: 'acknowledged', by: one.by, until: one.until })
    const night = nightAt(time)
    const isOfTonight = isEnd && oracle.beliefAt(fingerprint, before)?.quiet === night?.id
    if (night !== null && !isUrgent(due, before) && !isOfTonight)
      mutes.push({ reason: 'quiet', by: night.id, until: night.until })
    const about = recent(perFingerprint.window, time, before).filter(({ fingerprints }) =>
      fingerprints.has(fingerprint),
    )
    mutes.push(...full(about, perFingerprint.messages, perFingerprint.window, time))
    const places = total.messages - (isUrgent(due, before) ? 0 : total.keptForUrgent)
    mutes.push(...full(recent(total.window, time, before), places, total.window, time))
    const last = recent(groupWait, time, before).findLast(({ begins }) => begins || !isBeginning)
    if (last !== undefined) mutes.push({ reason: 'grouped', by: null, until: endOf(last.at, groupWait, time) })
    const failed = unwritten.findLast(({ at, keys }) => at <= before && keys.has(key))
    if (failed !== undefined && failed.first >= oracle.startAt(time) && time - failed.first < unwrittenFor)
      mutes.push({ reason: 'unwritten', by: null, until: oracle.wallAt(failed.first) + unwrittenFor })
    return mutes
  }
  return { nightAt, isUrgent, mutesAt }
}

const keyOf = ({ word, fingerprint }: Due): string => `${word === 'happened' ? 'happened ' : ''}${fingerprint}`

/** What an alert asks leave for. */
export const dueOf = (alert: Alert): Due => ({
  ...aboutOf(alert),
  word: alert.word,
  life: alert.word === 'happened' ? null : alert.life,
})

/** Between two readings of the clock an agent does not know that it was set. */
export const isClockUnsure = ({ clock }: Run, time: number): boolean =>
  clock.some(({ at }) => time >= at && time - at <= 61 * second)
