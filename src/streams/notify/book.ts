import { asyncScheduler, type Subscription } from 'rxjs'
import type { Alert } from '../../model/alert.ts'
import { hasEnded, isOpen, type EndedLife, type Life } from '../../model/life.ts'
import type { Occurrence } from '../../model/occurrence.ts'
import type { Told } from '../../model/told.ts'
import { endDue, openWordDue } from '../../model/word-due.ts'

/** How long an occurrence is due if it is not told, in milliseconds. */
const dueFor = 86_400_000

/** What is so and what was told, by fingerprint. An occurrence has a key of its own beside its fingerprint's life. */
export interface Book {
  /** What there is to say under a key now; null where that is nothing. */
  readonly dueOf: (key: string) => Alert | null
  readonly keys: () => readonly string[]
  /** What people were told of it and take to be so. */
  readonly toldOf: (fingerprint: string) => Told | undefined
  readonly takeLife: (life: Life) => void
  /** @param age  how long ago it was, in milliseconds */
  readonly takeOccurrence: (occurrence: Occurrence, age: number) => void
  /** What people were told: the end of it where it is null. */
  readonly takeTold: (fingerprint: string, told: Told | null) => void
  readonly takeOccurrenceTold: (key: string) => void
  readonly remind: (fingerprint: string) => void
  /** All that is known of a trouble goes with its container's new name. */
  readonly rename: (from: string, to: string) => void
  readonly forgetAll: () => void
}

/**
 * @param passed  is told the key of an occurrence that is not due any more
 *
 * @example const book = createBook(); book.takeLife(life); book.dueOf(life.fingerprint)
 */
export const createBook = (passed: (key: string) => void = () => undefined): Book => {
  const lives = new Map<string, Life>()
  /** Ends that people were not told of before the next life of the fingerprint began. */
  const ends = new Map<string, EndedLife>()
  const told = new Map<string, Told>()
  const happened = new Map<string, { readonly occurrence: Occurrence; readonly expiry: Subscription }>()

  /** Nobody has to hear of it any more. */
  const forgetEnded = (fingerprint: string): void => {
    const life = lives.get(fingerprint)
    if (life !== undefined && hasEnded(life) && !told.has(fingerprint)) lives.delete(fingerprint)
  }
  const forgetOccurrence = (key: string): void => {
    happened.get(key)?.expiry.unsubscribe()
    happened.delete(key)
  }
  const takeTold = (fingerprint: string, now: Told | null): void => {
    ends.delete(fingerprint)
    if (now === null) told.delete(fingerprint)
    else told.set(fingerprint, now)
    forgetEnded(fingerprint)
  }

  return {
    dueOf: (key) => {
      const occurrence = happened.get(key)?.occurrence
      if (occurrence !== undefined) return { word: 'happened', occurrence }
      const life = lives.get(key)
      // It is ready with what is behind it.
      if (life === undefined || life.evidence === null) return null
      const before = told.get(key)
      const about = { before: before ?? null, bears: [], missed: 0 }
      if (hasEnded(life)) {
        const word = endDue(life, before)
        return word && { ...about, word, life }
      }
      const word = openWordDue(life, before)
      return word && { ...about, word, life, ended: ends.get(key) ?? null }
    },
    keys: () => [...lives.keys(), ...happened.keys()],
    toldOf: (fingerprint) => told.get(fingerprint),
    takeLife: (life) => {
      const { fingerprint } = life
      const before = lives.get(fingerprint)
      const isTold = told.has(fingerprint)
      if (isTold && before !== undefined && before.id !== life.id && hasEnded(before)) ends.set(fingerprint, before)
      if (isOpen(life) || isTold) lives.set(fingerprint, life)
      else lives.delete(fingerprint)
    },
    takeOccurrence: (occurrence, age) => {
      const key = occurrenceKey(occurrence.fingerprint)
      const times = occurrence.times + (happened.get(key)?.occurrence.times ?? 0)
      forgetOccurrence(key)
      const expire = (): void => {
        forgetOccurrence(key)
        passed(key)
      }
      const expiry = asyncScheduler.schedule(expire, Math.max(0, dueFor - age))
      happened.set(key, { occurrence: { ...occurrence, times }, expiry })
    },
    takeTold,
    takeOccurrenceTold: forgetOccurrence,
    remind: (fingerprint) => {
      const before = told.get(fingerprint)
      if (before) told.set(fingerprint, { ...before, isReminderDue: true })
    },
    rename: (from, to) => {
      const before = told.get(from)
      const end = ends.get(from)
      for (const known of [lives, ends, told]) known.delete(from)
      if (before === undefined) return
      takeTold(to, { ...before, fingerprint: to })
      if (end) ends.set(to, end)
    },
    forgetAll: () => {
      for (const key of happened.keys()) forgetOccurrence(key)
    },
  }
}

/** Where a fingerprint has a life too, as with a container whose memory ran out twice. */
export const occurrenceKey = (fingerprint: string): string => `happened\n${fingerprint}`

/** Under which key it is due. */
export const keyOf = (alert: Alert): string =>
  alert.word === 'happened' ? occurrenceKey(alert.occurrence.fingerprint) : alert.life.fingerprint
