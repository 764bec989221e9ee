import { hasEnded, type Life } from '../../src/model/life.ts'
import { second } from '../support/samples.ts'
import { beliefsOf, type Belief, type Telling } from './beliefs.ts'
import { longestReminder, slowTypes } from './documented.ts'
import { clockOf, type Run } from './engine.ts'
import { Track, Tracks } from './track.ts'

/**
 * What ought to be: written from docs/alerts.md and the table of types in the README, and from nothing of the product's
 * functions. Times are milliseconds of the history.
 */
export interface Oracle {
  readonly fingerprints: readonly string[]
  readonly lifeAt: (fingerprint: string, time: number) => Life | null
  readonly beliefAt: (fingerprint: string, time: number) => Belief | null
  readonly tellings: readonly Telling[]
  /** When what was so at a time had been looked at last; -Infinity where it was not. */
  readonly lookedAt: (fingerprint: string, time: number) => number
  /** What is due at a time, by the table of words; null where nothing is. */
  readonly dueAt: (fingerprint: string, time: number) => string | null
  /**
   * Whether what was told is known again since a message was lost, and nobody can say yet if a reminder is due: it was not
   * looked at since, or the wall clock was set, by which that is dated.
   */
  readonly isReminderUnsure: (fingerprint: string, time: number) => boolean
  /** When the agent that is there at a time was started. */
  readonly startAt: (time: number) => number
  /** How long ago something was at a time, as an agent knows it that may have been started since. */
  readonly ageAt: (at: number, time: number) => number
  readonly wallAt: (time: number) => number
}

export const createOracle = (run: Run): Oracle => {
  const lives = new Tracks<Life | null>(null)
  const looks = new Tracks(true)
  const { beliefs, tellings } = beliefsOf(run)
  const offsetAt = clockOf(run.clock)
  const starts = new Track(0)
  for (const { from } of run.lifetimes) starts.set(from, from)
  /** Written down is what is ready; nothing else is known to the agent that starts. */
  const written = new Map<string, Life>()
  const forgetUnready = (from: number): void => {
    for (const fingerprint of lives.names())
      if (lives.of(fingerprint).at(from)?.evidence === null)
        lives.of(fingerprint).set(from, written.get(fingerprint) ?? null)
  }
  let started = 0
  for (const { at, lives: changed } of run.lives) {
    for (; (run.lifetimes[started]?.from ?? Infinity) <= at; started += 1)
      forgetUnready(run.lifetimes[started]?.from ?? 0)
    for (const life of changed) {
      lives.of(life.fingerprint).set(at, life)
      looks.of(life.fingerprint).set(at, true)
      if (life.evidence !== null) written.set(life.fingerprint, life)
    }
  }

  const lifeAt: Oracle['lifeAt'] = (fingerprint, time) => lives.of(fingerprint).at(time)
  const beliefAt: Oracle['beliefAt'] = (fingerprint, time) => beliefs.of(fingerprint).at(time)
  const startAt = (time: number): number => starts.at(time)
  const wallAt = (time: number): number => time + offsetAt(time)
  /** By timers while one agent is there; one that starts knows of what was before it by the wall clock alone. */
  const ageAt = (at: number, time: number): number => {
    const start = startAt(time)
    return start <= at ? time - at : Math.max(0, wallAt(start) - wallAt(at)) + time - start
  }
  const lookedAt: Oracle['lookedAt'] = (fingerprint, time) => looks.of(fingerprint).changedAt(time)

  /** After the cooldown, then after twice as long, and so on; and it is seen that it still is so. */
  const isReminderDue = (fingerprint: string, type: string, belief: Belief, time: number): boolean => {
    const cooldown = run.wishes.cooldown * second
    const doubled = slowTypes.includes(type) ? longestReminder : cooldown * 2 ** belief.reminders
    const wait = Math.max(cooldown, Math.min(doubled, longestReminder))
    const look = lookedAt(fingerprint, time)
    return look > startAt(time) && look > belief.at && ageAt(belief.at, look) > wait
  }
  const dueAt: Oracle['dueAt'] = (fingerprint, time) => {
    const life = lifeAt(fingerprint, time)
    const belief = beliefAt(fingerprint, time)
    // It is ready with what is behind it.
    if (life === null || life.evidence === null) return null
    if (hasEnded(life)) return belief === null ? null : life.state
    // Not judged since the start is as out of sight.
    if (!life.isSeen || lookedAt(fingerprint, time) < startAt(time)) return null
    if (belief === null) return life.state === 'unstable' && life.now === 'ended' ? null : life.state
    if (belief.life !== life.id) return life.state
    const isTrouble = life.state === 'firing' || life.now === 'firing'
    if (isTrouble && life.severity === 'critical' && belief.severity === 'warning') return 'escalated'
    if (belief.state === 'firing' && life.state === 'unstable') return 'unstable'
    if (belief.state === 'unstable' && life.state === 'firing') return 'settled'
    return isReminderDue(fingerprint, life.type, belief, time) ? 'reminder' : null
  }
  const isReminderUnsure: Oracle['isReminderUnsure'] = (fingerprint, time) => {
    const belief = beliefAt(fingerprint, time)
    const track = beliefs.of(fingerprint)
    const since = track.changedAt(time)
    if (belief === null || since <= belief.at) return false
    return lookedAt(fingerprint, time) <= since || run.clock.some(({ at }) => at >= belief.at && at <= time)
  }
  return {
    fingerprints: lives.names(),
    isReminderUnsure,
    lifeAt,
    beliefAt,
    tellings,
    lookedAt,
    dueAt,
    startAt,
    ageAt,
    wallAt,
  }
}
