import {
  asyncScheduler,
  concat,
  defer,
  EMPTY,
  from,
  ignoreElements,
  merge,
  mergeMap,
  NEVER,
  of,
  race,
  repeat,
  Subject,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { Log } from '../../log.ts'
import type { Afterwards, Channel } from '../../model/channel.ts'
import type { Delivery, Outcome } from '../../model/delivery.ts'
import type { GivenBack } from '../../model/notification.ts'
import type { QuietPeriod } from '../../model/quiet-range.ts'
import type { Reason } from '../../model/reason.ts'
import { inEnglish } from '../../text/reason-words.ts'
import { waitBeforeNext } from '../retry-policy.ts'
import { createRunOfFailures } from '../run-of-failures.ts'
import { onceFree, retryWhileBusy } from './busy.ts'
import { createContradict } from './contradict.ts'
import type { Gate } from './gate.ts'
import { createLosses } from './losses.ts'
import { lostOnTheWay, type AcceptedMessage } from './lost-on-the-way.ts'
import { createTried } from './tried.ts'
import { createSuspicion } from './suspicion.ts'
import { isOutageOf } from './holds.ts'
import { nextOf, type Queue, type Waiting } from './order.ts'
import type { Letter } from './deliveries-table.ts'
import type { Store } from './store.ts'
import type { TokenBucket } from './token-bucket.ts'

export interface SendWaitingOptions {
  readonly channel: Channel
  readonly recipient: string
  /** Whom the log names, as in ` (recipient 2 of 3)`: never a number. */
  readonly to: string
  readonly store: Store
  /** What waited longer than so many milliseconds is told as late. */
  readonly staleAfter: number
  /** Nobody steps in for what is refused here. */
  readonly isLast: boolean
  readonly giveBack: (givenBack: GivenBack) => void
  /** Quiet hours that hold what is not urgent. */
  readonly quiet: () => QuietPeriod | null
  readonly gate: Gate
  readonly bucket: TokenBucket
  /** Something may wait that did not before. */
  readonly wake$: Observable<unknown>
  /** Emits when nothing more comes, also to those who ask later. */
  readonly ending$: Observable<unknown>
  readonly isEnding: () => boolean
  readonly random: () => number
  readonly log: Log
}

/** Milliseconds between attempts when nothing more comes and what waits will not outlive the process. */
const lastPause = 1_000

/** A channel that answers at once has its turns within each other. */
const turnsInOneStack = 50

/**
 * Sends what waits for one recipient, one text after another, for as long as it is subscribed to.
 *
 * At the ending it completes when nothing can be sent at once: what waits is there at the next start. Where nothing is
 * kept (`store.isKept()` is false) it goes on until nothing waits.
 */
export const sendWaiting = (options: SendWaitingOptions): Observable<Delivery> =>
  defer(() => {
    const { channel, recipient, store, staleAfter, gate, bucket, wake$, ending$, isEnding, random } = options
    const address = { channel: channel.name, recipient }
    const to = channel.host ? [channel.host.name] : []
    const failures = createRunOfFailures(options.log, options.to)
    const now = (): number => asyncScheduler.now()
    const suspicion = createSuspicion(gate.isSeenOpen)
    const tried = createTried()
    const contradict = createContradict({ channel, store, address, isOutdone: suspicion.isOutdone })
    const losses = createLosses()
    const accepted$ = new Subject<AcceptedMessage>()
    const lost$ = new Subject<void>()
    const woken$ = merge(wake$, lost$)
    let pausedUntil = -Infinity
    /** What came later is new since. */
    let lastAtPause = -1
    let lastTurnAt = -Infinity
    let failedAtEnding = false
    let ended = false
    /** At the ending no wait counts that was meant for better times. */
    const due = (): number => (isEnding() ? Infinity : now())

    const stamp = () => ({ channel: channel.name, at: now() })

    /** Returns what writes it down. */
    const settle = (row: Waiting, isLastText: boolean, outcome: Outcome): (() => readonly Delivery[]) => {
      const { id, attempts } = row
      const at = now()
      switch (outcome.kind) {
        case 'sent': {
          failures.note(outcome)
          // What accepts and loses has not sent before it is known to have.
          if (!losses.isSuspect()) gate.note(recipient, outcome)
          tried.forget(id)
          suspicion.sent(store.within(id))
          return () => {
            const count = store.sent(id, { messageId: outcome.messageId, done: isLastText, at })
            return isLastText ? times(count, { ...stamp(), outcome: 'sent', to }) : []
          }
        }
        case 'refused': {
          tried.forget(id)
          failures.note(outcome)
          gate.note(recipient, outcome)
          return () => refuse(id, outcome.reason)
        }
        case 'again': {
          if (outcome.mayHaveArrived) tried.isUnsure(id)
          suspicion.failed(store.within(id), weightOf(outcome))
          const [only = id, ...others] = store.within(id)
          const isItsOwn = others.length === 0 && suspicion.isFaulty(only)
          if (isItsOwn && suspicion.isToBeSetAside(only)) return setAside(id, outcome.reason)
          const failed = failures.note(outcome)
          gate.note(recipient, isItsOwn ? 'its own fault' : outcome)
          const wait = (count: number): number => waitBeforeNext(outcome, { failures: count, random: random() })
          pausedUntil = at + (isEnding() ? lastPause : wait(failed))
          lastAtPause = store.newest()
          failedAtEnding = isEnding()
          const nextAt = Math.ceil(at + wait(attempts + 1))
          return () => {
            store.again(id, { reason: outcome.reason, mayHaveArrived: outcome.mayHaveArrived, nextAt, at })
            return [{ ...stamp(), outcome: 'retrying', reason: outcome.reason }]
          }
        }
        case 'channel-refused':
          suspicion.failed(store.within(id), 1)
          failures.note(outcome)
          gate.note(recipient, outcome)
          return () => {
            store.again(id, { reason: outcome.reason, mayHaveArrived: false, nextAt: at, at })
            gate.close(outcome)
            return [{ ...stamp(), outcome: 'retrying', reason: outcome.reason }]
          }
      }
    }

    const refuse = (id: number, reason: Reason): readonly Delivery[] => {
      const { count, givenBack } = store.refused(id, { reason, at: now(), isLast: options.isLast })
      options.giveBack(givenBack)
      return times(count, { ...stamp(), outcome: 'refused', reason })
    }

    const setAside = (id: number, reason: Reason): (() => readonly Delivery[]) => {
      options.log.error(`a message fails while others go through${options.to}, and is set aside: ${inEnglish(reason)}`)
      gate.note(recipient, 'its own fault')
      return () => times(store.setAside(id, { reason, at: now() }), { ...stamp(), outcome: 'refused', reason })
    }

    const attempt = (row: Waiting): Observable<Delivery> => {
      // What the owner has removed since it was looked for is not sent.
      if (!store.sending(row.id, now())) return EMPTY
      const letter = store.read(row.id)
      const texts = renderLetter(channel, letter)
      const text = texts?.[letter.sentTexts]
      if (text === undefined) return onceFree(settle(row, true, { kind: 'refused', reason: { code: 'noWords' } }))
      const isLastText = letter.sentTexts + 1 === texts?.length
      tried.note(row.id, text, now())
      return channel.send(text, recipient).pipe(
        take(1),
        mergeMap((outcome) => contradict(outcome, row)),
        mergeMap((outcome) => {
          const settled$ = onceFree(settle(row, isLastText, outcome))
          if (channel.afterwards !== undefined && outcome.kind === 'sent' && outcome.messageId !== null) {
            losses.accepted(row.id, outcome.messageId)
            if (isLastText) accepted$.next({ id: row.id, was: letter.notification })
          }
          return settled$
        }),
      )
    }

    /** Before something is sent that may be there already, the other side is asked. */
    const look = (row: Waiting, { find }: Afterwards): Observable<Delivery> => {
      tried.looked(row.id)
      const letter = store.read(row.id)
      const versions = [false, true].map((repeated) => renderLetter(channel, { ...letter, repeated }))
      const now = versions.flatMap((texts) => texts?.[letter.sentTexts] ?? [])
      const { texts, since } = tried.of(row.id) ?? { texts: [], since: row.queuedAt }
      const isLastText = letter.sentTexts + 1 === versions[0]?.length
      return find({ texts: [...new Set([...texts, ...now])], recipient, since }).pipe(
        take(1),
        mergeMap((messageId) =>
          messageId === null ? EMPTY : onceFree(settle(row, isLastText, { kind: 'sent', messageId })),
        ),
      )
    }

    /** Those that fail by themselves come after all others. */
    const nextIn = (queue: Queue) => {
      const found = nextOf(queue, due(), suspicion.isApart)
      return found !== null && 'next' in found ? found : nextOf(queue, due())
    }

    /** Asked anew after each wait: what is urgent may have come. */
    const sendNext$: Observable<Delivery> = defer(() => {
      const queue = store.waitingFor(address)
      const held = heldAtNight()
      const found = nextIn(queue.filter((row) => isReasonToSend(row) && !held.has(row.id)))
      if (found === null || !('next' in found)) return EMPTY
      const { next } = found
      const isApart = suspicion.isApart(next.id)
      const isAsItIs = isApart ? store.holds(next.id, address) : queue.every(isReasonToSend) && !isLate(next)
      const { afterwards } = channel
      const unsure = (next.begun || isAsItIs ? [next] : queue).find((row) => row.repeated && !tried.isLooked(row.id))
      if (afterwards !== undefined && unsure !== undefined) return concat(look(unsure, afterwards), sendNext$)
      if (next.begun || isAsItIs) return attempt(next)
      const passed = pass(isApart ? next.id : null)
      const caughtUp = nextIn(store.waitingFor(address))
      return concat(from(passed), caughtUp !== null && 'next' in caughtUp ? attempt(caughtUp.next) : EMPTY)
    })

    /** What waited too long, or is no longer so, is said as it is now. What was begun is finished. */
    const isLate = (row: Waiting): boolean =>
      store.hasLate(address, now() - staleAfter, apart()) || !store.holds(row.id, address)

    const heldAtNight = (): ReadonlySet<number> => {
      const quiet = options.quiet()
      return quiet === null ? nothingHeld : store.heldAtNight(address, quiet.id)
    }
    /** That this very channel is out of order goes along with what comes by it next. */
    const isReasonToSend = ({ kind, begun, fingerprints }: Waiting): boolean =>
      begun ||
      (kind !== 'alerts' && kind !== 'fallback') ||
      fingerprints.length === 0 ||
      fingerprints.some((one) => !isOutageOf(one, channel.name))

    const isOfThePast = ({ fingerprints }: Waiting): boolean => !fingerprints.some(store.goesOn)

    /** Makes one message of all that waits. Tells of what there is nothing to say any more. */
    const pass = (only: number | null = null): readonly Delivery[] => {
      tried.keep(store.waitingFor(address).map(({ id }) => id))
      const chosen = { only, without: only === null ? apart() : [], most: suspicion.most() }
      return times(store.catchUp(address, now(), chosen), { ...stamp(), outcome: 'passed' } as const)
    }
    const { apart } = suspicion

    const pause = (wait: number, orUntil$: Observable<unknown> = NEVER): Observable<never> => {
      if (isEnding() && store.isKept()) return end()
      const reopened$ = gate.reopened$.pipe(tap(forgetWaits))
      return race(timer(Math.max(0, wait)), isEnding() ? NEVER : ending$, orUntil$, reopened$).pipe(
        take(1),
        ignoreElements(),
      )
    }
    const end = (): Observable<never> => {
      ended = true
      return EMPTY
    }

    /** It is tried once, whatever the others wait for. */
    const isNewAndUrgent = ({ id, critical, rank, attempts, begun }: Waiting): boolean =>
      id > lastAtPause && critical && rank === 'firing' && attempts === 0 && !begun

    /** Times that were noted before the clock was set back would be waited for as long again. */
    const forgetWaits = (): void => {
      pausedUntil = -Infinity
      store.forgetWaits(address, now())
    }

    const turn$ = defer((): Observable<Delivery> => {
      const at = now()
      if (at < lastTurnAt) forgetWaits()
      lastTurnAt = at
      if (!gate.isOpen()) return isEnding() ? end() : race(gate.opened$, ending$).pipe(take(1), ignoreElements())
      const held = heldAtNight()
      const queue = store.waitingFor(address).filter(({ id }) => !held.has(id))
      const found = nextOf(queue.filter(isReasonToSend), due())
      if (found === null) {
        if (queue.some(isOfThePast)) return from(pass())
        return isEnding() ? end() : race(woken$, ending$).pipe(take(1), ignoreElements())
      }
      const isPaused = pausedUntil > at && isEnding() === failedAtEnding
      if (isPaused && (queue.some(({ begun }) => begun) || !queue.some(isNewAndUrgent)))
        return pause(pausedUntil - at, woken$)
      if ('wait' in found) return pause(found.wait, wake$)
      if (isEnding() && store.isKept() && !bucket.isReady()) return end()
      return bucket.take().pipe(mergeMap(() => sendNext$))
    })
    let turns = 0
    const nextTurn = (): Observable<unknown> => (++turns % turnsInOneStack === 0 ? timer(0) : of(null))
    const losses$ = lostOnTheWay({ ...options, accepted$, lost$, losses, refuse }).pipe(takeUntil(ending$))
    return merge(losses$, turn$.pipe(retryWhileBusy(), repeat({ delay: () => (ended ? EMPTY : nextTurn()) })))
  })

/** How likely it is that a failure is the message's own. */
const weightOf = ({ mayBeItsFault, mayHaveArrived }: Extract<Outcome, { kind: 'again' }>): number =>
  mayBeItsFault ? 1 : mayHaveArrived ? 0.5 : 0

const nothingHeld: ReadonlySet<number> = new Set()

const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value)

/** What waits must outlive one notification that has no words. */
const renderLetter = (channel: Channel, { notification, repeated }: Letter): readonly string[] | null => {
  try {
    return notification && channel.render(notification, { repeated })
  } catch {
    return null
  }
}
