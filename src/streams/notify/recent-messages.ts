import { Observable, timer, type OperatorFunction } from 'rxjs'
import { asyncScheduler } from 'rxjs'
import type { SentMessage } from '../../model/memory.ts'

/** How many messages people can bear. Times are milliseconds. */
export interface Budget {
  /** Within which messages are put together. */
  readonly groupWait: number
  readonly total: { readonly messages: number; readonly window: number }
  /** Of the total, only for what is urgent. */
  readonly keptForUrgent: number
  /** Messages that speak of the same fingerprint. */
  readonly perFingerprint: { readonly messages: number; readonly window: number }
}

/** More than a message a minute nobody reads, nor five about one thing; one is read while the next is put together. */
export const defaultBudget: Budget = {
  groupWait: 5_000,
  total: { messages: 12, window: 600_000 },
  keptForUrgent: 2,
  perFingerprint: { messages: 5, window: 1_800_000 },
}

/** What was sent of late. Times are milliseconds since the epoch; null where there is nothing to wait for. */
export interface RecentMessages {
  /** Until when the wait of the last message lasts. */
  readonly wait: number | null
  /** The same of the last message that told that something began. */
  readonly waitAfterBeginnings: number | null
  /** Until when there is no room for another message. */
  readonly fullUntil: (isUrgent: boolean) => number | null
  /** Until when nothing more is said of a fingerprint. */
  readonly saidUntil: (fingerprint: string) => number | null
}

/**
 * Follows the messages that people get: how many there were of late, and whether the wait of the last one lasts.
 *
 * ```
 * groupWait = 3
 * messages:        -m-------   m: a message
 * recentMessages:  ow--o----   o: no wait, w: wait
 * ```
 *
 * Emits now, with each message, and when one of its times is over: a timer counts each, whatever the clock does.
 *
 * @param budget  how many in which time
 * @param before  how long ago each message before the start was, in milliseconds, and what it told
 *
 * On error: passes it on. On completion: completes.
 *
 * @example messages$.pipe(recentMessages(budget, []))
 */
export const recentMessages =
  (
    { groupWait, total, keptForUrgent, perFingerprint }: Budget,
    before: readonly (SentMessage & { readonly age: number })[] = [],
  ): OperatorFunction<SentMessage, RecentMessages> =>
  (messages$) =>
    new Observable((subscriber) => {
      const waits: number[] = []
      const waitsAfterBeginnings: number[] = []
      const sent: number[] = []
      const mentions = new Map<string, number[]>()
      const error = (reason: unknown): void => subscriber.error(reason)

      /** Until a time is over: timers of one length end in the order in which they began. */
      const during = (age: number, duration: number, begin: (end: number) => void, end: () => void): void => {
        if (age >= duration) return
        begin(asyncScheduler.now() + duration - age)
        const next = (): void => {
          end()
          say()
        }
        subscriber.add(timer(duration - age).subscribe({ next, error }))
      }
      const keep = (ends: number[], age: number, duration: number): void =>
        during(
          age,
          duration,
          (end) => ends.push(end),
          () => ends.shift(),
        )
      const mention = (fingerprint: string, end: number): void => {
        const ends = mentions.get(fingerprint)
        if (ends) ends.push(end)
        else mentions.set(fingerprint, [end])
      }
      const forget = (fingerprint: string): void => {
        const ends = mentions.get(fingerprint)
        ends?.shift()
        if (ends?.length === 0) mentions.delete(fingerprint)
      }
      const note = ({ fingerprints, hasBeginnings }: SentMessage, age: number): void => {
        keep(waits, age, groupWait)
        if (hasBeginnings) keep(waitsAfterBeginnings, age, groupWait)
        keep(sent, age, total.window)
        // A message may tell of a trouble and of what happened under one fingerprint.
        const about = [...new Set(fingerprints)]
        during(
          age,
          perFingerprint.window,
          (end) => about.forEach((fingerprint) => mention(fingerprint, end)),
          () => about.forEach(forget),
        )
      }
      const say = (): void =>
        subscriber.next({
          wait: waits.at(-1) ?? null,
          waitAfterBeginnings: waitsAfterBeginnings.at(-1) ?? null,
          fullUntil: (isUrgent) => nthFromEnd(sent, total.messages - (isUrgent ? 0 : keptForUrgent)),
          saidUntil: (fingerprint) => nthFromEnd(mentions.get(fingerprint) ?? [], perFingerprint.messages),
        })

      for (const message of before.toSorted((one, other) => other.age - one.age)) note(message, message.age)
      say()
      subscriber.add(
        messages$.subscribe({
          next: (message) => {
            note(message, 0)
            say()
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })

/** The end after which fewer than so many are left; null where there are fewer. */
const nthFromEnd = (ends: readonly number[], count: number): number | null =>
  ends.length < count ? null : (ends[ends.length - count] ?? null)
