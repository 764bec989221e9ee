import { asyncScheduler, Observable, Subject, timer, type OperatorFunction } from 'rxjs'
import { aboutOf, isBeginning, isOpenAlert, isUrgent, type Alert } from '../../model/alert.ts'
import type { Acknowledgement } from '../../model/acknowledgement.ts'
import { takenOverBy, isSlow } from '../../model/alert-types.ts'
import { isOpen, type Life } from '../../model/life.ts'
import { ageOf, noMemory, type Memory, type SentMessage } from '../../model/memory.ts'
import type { Mute, Muted, MuteReason } from '../../model/mute.ts'
import type { Accepted, AlertsNotification, GivenBack } from '../../model/notification.ts'
import type { Occurrence } from '../../model/occurrence.ts'
import type { QuietPeriod } from '../../model/quiet-range.ts'
import type { Silence } from '../../model/silence.ts'
import type { Telling, Told } from '../../model/told.ts'
import { createBook, keyOf, occurrenceKey } from './book.ts'
import { cooldown, type CooldownEvent } from './cooldown.ts'
import type { MuteQuestion, Situation } from './mute-question.ts'
import { mutes as allMutes, type Mutes } from './mutes/index.ts'
import { recentMessages, type Budget } from './recent-messages.ts'
import { createTroubles } from './troubles.ts'

/** How soon what could not be written down is tried again, in milliseconds. */
const tryAgain = 5_000

/** What follows from one moment: what people are to be told, and what they are not told for now. */
export interface Decision {
  readonly notification: AlertsNotification | null
  /** What is muted from now on, or for another reason than before. */
  readonly muted: readonly Muted[]
  /** Of what nothing is muted any more. */
  readonly unmuted: readonly string[]
}

export interface NotifyOptions {
  /** What was written down, and what was given up after that. */
  readonly accepted$: Observable<Accepted | GivenBack>
  readonly occurrences$: Observable<Occurrence>
  /** Those that hold, whenever that changes. */
  readonly silences$: Observable<readonly Silence[]>
  readonly acknowledgements$: Observable<readonly Acknowledgement[]>
  readonly quiet$: Observable<QuietPeriod | null>
  /** Whether the start-up notice is still to come. */
  readonly isStarting$: Observable<boolean>
  /** Milliseconds from one word about a trouble to its reminder, and the longest that this becomes. */
  readonly reminders: { readonly interval: number; readonly longest: number }
  readonly budget: Budget
  readonly memory?: Memory
  readonly mutes?: Mutes
}

/**
 * Says what is due: what is so, compared with what people were told, unless something mutes it. Nothing is held: what is
 * muted is asked again when its mute ends, and is then told as it is at that time.
 *
 * ```
 * reminders = 5
 * lives:   -f-f-f-f-f-e-   f: db fires, as at each look, e: it has ended
 * notify:  -F-----R---E-   F: firing, R: a reminder, E: resolved
 * ```
 *
 * Each decision has to be written down before it returns, and `accepted$` says so: what it does not say was not told.
 * Looks only at the fingerprints concerned: those that changed, those that a cause among them mutes or muted, those
 * whose time has come.
 *
 * On error: passes it on. On completion: what only waited for others to go with it leaves first.
 */
export const notify =
  (options: NotifyOptions): OperatorFunction<readonly Life[], Decision> =>
  (lives$) =>
    new Observable((subscriber) => {
      const { memory = noMemory, mutes = allMutes } = options
      const book = createBook((key) => decide([key]))
      const troubles = createTroubles()
      const mutedBy = new Map<string, Muted>()
      const cooldown$ = new Subject<CooldownEvent>()
      const messages$ = new Subject<SentMessage>()
      const concerned = new Set<string>()
      const error = (reason: unknown): void => subscriber.error(reason)
      const postponed = new Set<string>()
      let situation: Situation = { ...calm, troubles }
      let isDeciding = false
      let timesAccepted = 0

      const answerTo = (alert: Alert, questions: readonly MuteQuestion[]): Mute | null => {
        for (const question of questions) {
          const mute = question(alert, situation)
          if (mute !== null) return mute
        }
        return null
      }
      const mutedFor = (...reasons: readonly MuteReason[]): readonly string[] =>
        [...mutedBy].filter(([, { mute }]) => reasons.includes(mute.reason)).map(([key]) => key)

      /** A message that leaves takes along what only had none of its own. */
      const goingAlong = (): readonly Alert[] =>
        mutedFor('budget', 'grouped').flatMap((key) => {
          const alert = book.dueOf(key)
          return alert === null || answerTo(alert, mutes.ofWords) !== null ? [] : [alert]
        })

      /** What a decision brings about is decided after it. */
      const decide = (keys: Iterable<string>): void => {
        for (const key of keys) postponed.add(key)
        if (isDeciding) return
        isDeciding = true
        while (postponed.size > 0) {
          const next = [...postponed]
          postponed.clear()
          decideNow(next)
        }
        isDeciding = false
      }
      const decideNow = (keys: readonly string[]): void => {
        const due: Alert[] = []
        const muted: Muted[] = []
        const unmuted: string[] = []
        const release = (key: string): void => {
          if (mutedBy.delete(key)) unmuted.push(key)
        }
        for (const key of keys) {
          const alert = book.dueOf(key)
          const mute = alert && (answerTo(alert, mutes.ofWords) ?? answerTo(alert, mutes.ofMessages))
          if (alert === null || mute === null) {
            release(key)
            if (alert !== null) due.push(alert)
            continue
          }
          const now: Muted = { key, word: alert.word, mute }
          if (!isSame(mutedBy.get(key), now)) muted.push(now)
          mutedBy.set(key, now)
        }
        const along = due.length === 0 ? [] : goingAlong()
        for (const alert of along) release(keyOf(alert))
        const all = [...due, ...along]
        if (all.length + muted.length + unmuted.length > 0) leave(all, muted, unmuted)
      }

      const leave = (due: readonly Alert[], muted: readonly Muted[], unmuted: readonly string[]): void => {
        const alerts = inOrder(withoutTakenOver(due))
        const at = asyncScheduler.now()
        const quiet = situation.quiet?.id ?? null
        const before = timesAccepted
        subscriber.next({
          notification: alerts.length === 0 ? null : { kind: 'alerts', at, quiet, alerts, cameAndWent: 0 },
          muted,
          unmuted,
        })
        // What a cause would have taken over is still due, too.
        if (alerts.length > 0 && timesAccepted === before) writeLater(due.map(keyOf))
      }
      /** What could not be written down is not tried again at each look. */
      const writeLater = (keys: readonly string[]): void => {
        const { unwritten } = situation
        const until = unwritten?.until ?? asyncScheduler.now() + tryAgain
        change({ unwritten: { keys: new Set([...(unwritten?.keys ?? []), ...keys]), until } })
        decide(keys)
        if (unwritten !== null) return
        const next = (): void => change({ unwritten: null }, 'unwritten')
        subscriber.add(timer(tryAgain).subscribe({ next, error }))
      }

      const remember = (told: Told, age = 0): void => {
        const { fingerprint, life, reminders, check } = told
        forgetTold(fingerprint, life)
        book.takeTold(fingerprint, told)
        cooldown$.next({ kind: 'told', life, fingerprint, type: check.type, reminders, age })
      }
      /** No reminder is due any more of the life that people were told of, unless that is this one. */
      const forgetTold = (fingerprint: string, life: number | null): void => {
        const before = book.toldOf(fingerprint)
        if (before !== undefined && before.life !== life) cooldown$.next({ kind: 'ended', life: before.life })
      }
      const tell = ({ fingerprint, told }: Telling, age = 0): void => {
        mutedBy.delete(fingerprint)
        if (told !== null) {
          remember(told, age)
          return
        }
        forgetTold(fingerprint, null)
        book.takeTold(fingerprint, null)
      }
      const written = ({ tellings, notification }: Accepted): void => {
        timesAccepted += 1
        for (const telling of tellings) tell(telling)
        if (notification.kind === 'alerts') {
          const { at, alerts } = notification
          for (const alert of alerts) if (alert.word === 'happened') book.takeOccurrenceTold(keyOf(alert))
          const fingerprints = alerts.map((alert) => aboutOf(alert).fingerprint)
          messages$.next({ at, fingerprints, hasBeginnings: alerts.some(isBeginning) })
        }
        // What a cause has taken over may still be trouble.
        decide(tellings.filter(({ told }) => told === null).map(({ fingerprint }) => fingerprint))
      }
      const givenBack = ({ tellings, lives, occurrences }: GivenBack): void => {
        const at = asyncScheduler.now()
        // What people were told before it was told when it was, as after a restart.
        for (const telling of tellings) tell(telling, ageOf({ at }, telling.told?.at ?? at))
        for (const life of lives) book.takeLife(life)
        for (const occurrence of occurrences) book.takeOccurrence(occurrence, 0)
        decide([
          ...tellings.map(({ fingerprint }) => fingerprint),
          ...occurrences.map(({ fingerprint }) => occurrenceKey(fingerprint)),
        ])
      }
      const accept = (accepted: Accepted | GivenBack): void => {
        if (accepted.notification === null) givenBack(accepted)
        else written(accepted)
      }

      const rename = (from: string, to: string): void => {
        mutedBy.delete(from)
        forgetTold(to, book.toldOf(from)?.life ?? null)
        book.rename(from, to)
      }
      const take = (life: Life): void => {
        const { fingerprint, formerly } = life
        if (formerly !== null) rename(formerly, fingerprint)
        book.takeLife(life)
        concerned.add(fingerprint)
        if (troubles.follow(life)) for (const key of mutedFor('inhibited')) concerned.add(key)
        const told = book.toldOf(fingerprint)
        if (isOpen(life) && told !== undefined) cooldown$.next({ kind: 'look', life: told.life, fingerprint })
      }
      const look = (lives: readonly Life[]): void => {
        for (const life of lives) take(life)
        const keys = [...concerned]
        concerned.clear()
        decide(keys)
      }
      const happen = (occurrence: Occurrence, age = 0): void => {
        book.takeOccurrence(occurrence, age)
        decide([occurrenceKey(occurrence.fingerprint)])
      }
      /** What was muted for a reason that may be over is asked again. */
      const change = (changed: Partial<Situation>, ...reasons: readonly MuteReason[]): void => {
        situation = { ...situation, ...changed }
        decide(mutedFor(...reasons))
      }

      const begin = (): void => {
        for (const told of memory.told) remember(told, ageOf(memory, told.at))
        for (const life of memory.lives) take(isOpen(life) ? { ...life, isSeen: false, formerly: null } : life)
        for (const occurrence of memory.occurrences) book.takeOccurrence(occurrence, ageOf(memory, occurrence.at))
        concerned.clear()
        decide(book.keys())
      }
      const end = (): void => {
        // Nothing more comes that could go with it.
        change({ messages: { ...situation.messages, wait: null, waitAfterBeginnings: null } }, 'grouped')
        subscriber.complete()
      }

      const before = memory.messages.map((message) => ({ ...message, age: ageOf(memory, message.at) }))
      const { interval, longest } = options.reminders
      subscriber.add(book.forgetAll)
      for (const subscription of [
        cooldown$.pipe(cooldown({ interval, longest, isSlow })).subscribe({ next: book.remind, error }),
        messages$
          .pipe(recentMessages(options.budget, before))
          .subscribe({ next: (messages) => change({ messages }, 'budget', 'grouped'), error }),
        options.accepted$.subscribe({ next: accept, error }),
        options.isStarting$.subscribe({ next: (isStarting) => change({ isStarting }, 'starting'), error }),
        options.quiet$.subscribe({ next: (quiet) => change({ quiet }, 'quiet'), error }),
        options.silences$.subscribe({ next: (silences) => change({ silences }, 'silenced'), error }),
        options.acknowledgements$.subscribe({
          next: (acknowledgements) => change({ acknowledgements }, 'acknowledged'),
          error,
        }),
      ])
        subscriber.add(subscription)
      begin()
      subscriber.add(options.occurrences$.subscribe({ next: (occurrence) => happen(occurrence), error }))
      subscriber.add(lives$.subscribe({ next: look, error, complete: end }))
    })

const calm: Omit<Situation, 'troubles'> = {
  silences: [],
  acknowledgements: [],
  quiet: null,
  messages: { wait: null, waitAfterBeginnings: null, fullUntil: () => null, saidUntil: () => null },
  isStarting: false,
  unwritten: null,
}

const isSame = (one: Muted | undefined, { word, mute: { reason, by, until } }: Muted): boolean =>
  one?.word === word && one.mute.reason === reason && one.mute.by === by && one.mute.until === until

/** What nobody may have to wait for comes first. */
const inOrder = (alerts: readonly Alert[]): readonly Alert[] => [
  ...alerts.filter(isUrgent),
  ...alerts.filter((alert) => !isUrgent(alert)),
]

/** Of one subject a message tells the cause, and not what follows from it: not even that it ended. */
const withoutTakenOver = (alerts: readonly Alert[]): readonly Alert[] => {
  const takenOver = new Set(alerts.filter(isOpenAlert).flatMap(takenOverBy))
  return alerts.filter((alert) => alert.word === 'happened' || !takenOver.has(alert.life.fingerprint))
}
