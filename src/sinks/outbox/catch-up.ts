import { isEnd, isOpenAlert, type Alert, type EndAlert, type OpenAlert } from '../../model/alert.ts'
import { takenOverBy } from '../../model/alert-types.ts'
import { hasEnded, type Life } from '../../model/life.ts'
import {
  alertsIn,
  type CatchUpEntry,
  type CatchUpNotification,
  type FallbackNotification,
  type Notification,
} from '../../model/notification.ts'
import type { Told } from '../../model/told.ts'
import { endDue } from '../../model/word-due.ts'
import { isOwnOutage, wordAtSending, type AtSending } from './holds.ts'

/** What waited, in the order in which it came. `toldBy`: the channel that told it in place of this one. */
export interface Waited {
  readonly notification: Notification | null
  readonly toldBy: string | null
}

/**
 * One notification for all that waited too long to be news, or that is no longer so: of each trouble what there is to say
 * of it now, compared with what this address was last sent; of what has passed when it was. Null where that is nothing.
 *
 * That the channel itself was out of order is worth a line, but no message: it has passed by the time that anybody reads it.
 *
 * @param at  when it is made, in milliseconds since the epoch
 */
export const catchUpOf = (
  waited: readonly Waited[],
  { at, ...now }: AtSending & { readonly at: number },
): CatchUpNotification | null => {
  const mentions = Map.groupBy(waited.flatMap(mentionsIn), ({ alert }) => mentionKey(alert))
  const entries = withoutFollowing([...mentions.values()].flatMap((own) => entryOf(own, { ...now, at }) ?? []))
  const wholes = waited.flatMap(({ notification }) => wholeOf(notification) ?? [])
  const counts = wholes.map(countsOf)
  const sumOf = (name: keyof Counts): number => counts.reduce((sum, count) => sum + count[name], 0)
  const [cameAndWent, reports, starts] = [sumOf('cameAndWent'), sumOf('reports'), sumOf('starts')]
  const isWorthIt = entries.some(({ alert }) => !isOwnOutage(alert, now.channel)) || cameAndWent + reports + starts > 0
  if (!isWorthIt) return null
  return {
    kind: 'catch-up',
    at,
    since: Math.min(at, ...wholes.map((whole) => (whole.kind === 'catch-up' ? whole.since : whole.at))),
    insteadOf: insteadOf(waited),
    entries: entries.toSorted((a, b) => rankOf(a) - rankOf(b)),
    cameAndWent,
    reports,
    starts,
  }
}

/** What it tells, in whoever's place. */
const wholeOf = (notification: Notification | null): Exclude<Notification, FallbackNotification> | null =>
  notification?.kind === 'fallback' ? notification.of : notification

type Counts = Pick<CatchUpNotification, 'cameAndWent' | 'reports' | 'starts'>

const countsOf = (whole: Notification): Counts => {
  const none = { cameAndWent: 0, reports: 0, starts: 0 }
  switch (whole.kind) {
    case 'alerts':
      return { ...none, cameAndWent: whole.cameAndWent }
    case 'report':
      return { ...none, reports: 1 }
    case 'startup':
    case 'restarted':
      return { ...none, starts: 1 }
    case 'catch-up':
      return whole
    case 'fallback':
    case 'test':
      return none
  }
}

interface Mention {
  readonly alert: Alert
  readonly startsAt: number
  /** How often it came, as far as this message would have told. */
  readonly times: number
  readonly toldBy: string | null
  /** Whether who reads it learns of the trouble, be it of its end alone in the place of who knew of it. */
  readonly tellsOfTrouble: boolean
}

const mentionsIn = ({ notification, toldBy }: Waited): readonly Mention[] => {
  const whole = wholeOf(notification)
  if (whole === null) return []
  const isInstead = notification?.kind === 'fallback' && notification.channel !== null
  const tells = (alert: Alert): boolean => isInstead || tellsOfTrouble(alert)
  if (whole.kind === 'catch-up')
    return whole.entries.map((entry) => ({
      ...entry,
      toldBy: toldBy ?? entry.toldBy,
      tellsOfTrouble: tells(entry.alert),
    }))
  return alertsIn(whole).map((alert) =>
    alert.word === 'happened'
      ? { alert, startsAt: alert.occurrence.at, times: alert.occurrence.times, toldBy, tellsOfTrouble: true }
      : { alert, startsAt: alert.life.startsAt, times: 1 + alert.missed, toldBy, tellsOfTrouble: tells(alert) },
  )
}

/** An end of what was told before tells nothing to whoever was not told of it. */
const tellsOfTrouble = (alert: Alert): boolean => !isEnd(alert) || alert.before === null

const mentionKey = (alert: Alert): string =>
  alert.word === 'happened' ? `happened\n${alert.occurrence.fingerprint}` : alert.life.fingerprint

const insteadOf = (waited: readonly Waited[]): CatchUpNotification['insteadOf'] => {
  const last = waited.at(-1)?.notification
  return last?.kind === 'fallback' && last.channel !== null ? { channel: last.channel, reason: last.reason } : null
}

/** The cause is said, and not what follows from it. */
const withoutFollowing = (entries: readonly CatchUpEntry[]): readonly CatchUpEntry[] => {
  const following = new Set(entries.flatMap(({ alert }) => (isOpenAlert(alert) ? takenOverBy(alert) : [])))
  return entries.filter(({ alert }) => alert.word === 'happened' || !following.has(alert.life.fingerprint))
}

const entryOf = (
  all: readonly Mention[],
  { channel, at, lifeOf, sentOf, endSentOf }: AtSending & { readonly at: number },
): CatchUpEntry | null => {
  // Of what was said to be over no more is said.
  const own = all.filter(
    ({ alert }) => alert.word === 'happened' || alert.life.id !== endSentOf(alert.life.fingerprint),
  )
  const last = own.at(-1)
  if (last === undefined) return null
  const { alert, toldBy } = last
  if (alert.word === 'happened') {
    const times = own.reduce((sum, one) => sum + one.times, 0)
    return { alert, startsAt: alert.occurrence.at, times, toldBy }
  }
  const { fingerprint } = alert.life
  const known = lifeOf(fingerprint) ?? alert.life
  const life = isOwnOutage(alert, channel) ? endedBy(known, at) : known
  const isReminded = own.some((one) => one.alert.word === 'reminder')
  const sent = sentOf(fingerprint)
  const missed = livesIn(own, life).filter(({ id }) => id !== sent?.life)
  const due = dueTo(life, sent && { ...sent, isReminderDue: isReminded }, sentOf)
  const isMissed = sent === undefined && own.some(({ tellsOfTrouble }) => tellsOfTrouble)
  const said = due ?? (isMissed && hasEnded(life) ? passed(life) : null)
  if (said === null) return null
  const startsAt = Math.min(...(sent ? [sent.startsAt] : []), life.startsAt, ...own.map((one) => one.startsAt))
  const untold = own.reduce((sum, { times }) => sum + times - 1, 0)
  return { alert: said, startsAt, times: missed.length + (sent === undefined ? 0 : 1) + untold, toldBy }
}

const dueTo = (life: Life, sent: Told | undefined, sentOf: AtSending['sentOf']): OpenAlert | EndAlert | null => {
  const about = { before: sent ?? null, missed: 0 }
  if (hasEnded(life)) {
    const word = endDue(life, sent)
    return word && { ...about, bears: [], word, life }
  }
  const word = wordAtSending(life, sent)
  const bears = takenOverBy({ life, before: about.before }).flatMap((following) => sentOf(following) ?? [])
  return word && { ...about, bears, word, life, ended: null }
}

/** It came and went while nobody could be told: that is said once. */
const passed = (life: Extract<Life, { state: 'resolved' | 'removed' }>): EndAlert => ({
  word: life.state,
  life,
  before: null,
  bears: [],
  missed: 0,
})

const endedBy = (life: Life, at: number): Life => (hasEnded(life) ? life : { ...life, state: 'resolved', endsAt: at })

/** Each life that was spoken of, and what it is now. */
const livesIn = (own: readonly Mention[], newest: Life): readonly Life[] => {
  const lives = own.flatMap(({ alert }) => (alert.word === 'happened' ? [] : [alert.life]))
  return [...new Map([...lives, newest].map((life) => [life.id, life])).values()]
}

/** What is still so and nobody knows of goes first. */
const rankOf = ({ alert, toldBy }: CatchUpEntry): number => {
  const { severity } = alert.word === 'happened' ? alert.occurrence : alert.life
  const state = isOpenAlert(alert) ? 0 : isEnd(alert) ? 4 : 2
  return state + (severity === 'critical' ? 0 : 1) + (toldBy === null ? 0 : 8)
}
