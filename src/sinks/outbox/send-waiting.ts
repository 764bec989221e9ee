import {
  asyncScheduler,
  defer,
  EMPTY,
  from,
  ignoreElements,
  mergeMap,
  NEVER,
  of,
  race,
  repeat,
  take,
  timer,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { Log } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import type { Delivery, Outcome } from '../../model/delivery.ts'
import { waitBeforeNext } from '../retry-policy.ts'
import { createRunOfFailures } from '../run-of-failures.ts'
import type { Gate } from './gate.ts'
import { nextOf, type Waiting } from './order.ts'
import type { Letter, Store } from './store.ts'
import type { TokenBucket } from './token-bucket.ts'

export interface SendWaitingOptions {
  readonly channel: Channel
  readonly recipient: string
  /** Whom the log names, as in ` (recipient 2 of 3)`: never a number. */
  readonly to: string
  readonly store: Store
  /** What waited longer than so many milliseconds is told as late. */
  readonly staleAfter: number
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
    const failures = createRunOfFailures(options.log, options.to)
    const now = (): number => asyncScheduler.now()
    let pausedUntil = -Infinity
    let lastTurnAt = -Infinity
    let failedAtEnding = false
    let ended = false
    /** At the ending no wait counts that was meant for better times. */
    const due = (): number => (isEnding() ? Infinity : now())

    const stamp = () => ({ channel: channel.name, at: now() })

    const settle = ({ id, attempts }: Waiting, isLastText: boolean, outcome: Outcome): readonly Delivery[] => {
      const at = now()
      const failed = failures.note(outcome)
      switch (outcome.kind) {
        case 'sent': {
          const count = store.sent(id, { messageId: outcome.messageId, done: isLastText, at })
          return isLastText ? times(count, { ...stamp(), outcome: 'sent' }) : []
        }
        case 'refused':
          return times(store.refused(id, { reason: outcome.reason, at }), {
            ...stamp(),
            outcome: 'refused',
            reason: outcome.reason,
          })
        case 'again': {
          const wait = (count: number): number => waitBeforeNext(outcome, { failures: count, random: random() })
          pausedUntil = at + (isEnding() ? lastPause : wait(failed))
          failedAtEnding = isEnding()
          const nextAt = Math.ceil(at + wait(attempts + 1))
          store.again(id, { reason: outcome.reason, mayHaveArrived: outcome.mayHaveArrived, nextAt, at })
          return [{ ...stamp(), outcome: 'retrying', reason: outcome.reason }]
        }
        case 'channel-refused':
          store.again(id, { reason: outcome.reason, mayHaveArrived: false, nextAt: at, at })
          gate.close(outcome)
          return [{ ...stamp(), outcome: 'retrying', reason: outcome.reason }]
      }
    }

    const attempt = (row: Waiting): Observable<Delivery> => {
      const letter = store.read(row.id)
      const texts = renderLetter(channel, letter)
      const text = texts?.[letter.sentTexts]
      if (text === undefined) {
        const reason = texts === null ? 'it could not be put into words' : 'it has no words'
        return from(settle(row, true, { kind: 'refused', reason }))
      }
      const isLastText = letter.sentTexts + 1 === texts?.length
      store.sending(row.id, now())
      return channel.send(text, recipient).pipe(
        take(1),
        mergeMap((outcome) => settle(row, isLastText, outcome)),
      )
    }

    /** Asked anew after each wait: what is urgent may have come. */
    const sendNext$ = defer(() => {
      if (store.hasLate(address, now() - staleAfter)) store.catchUp(address, now())
      const found = nextOf(store.waitingFor(address), due())
      return found !== null && 'next' in found ? attempt(found.next) : EMPTY
    })

    const pause = (wait: number, orUntil$: Observable<unknown> = NEVER): Observable<never> => {
      if (isEnding() && store.isKept()) return end()
      return race(timer(Math.max(0, wait)), isEnding() ? NEVER : ending$, orUntil$).pipe(take(1), ignoreElements())
    }
    const end = (): Observable<never> => {
      ended = true
      return EMPTY
    }

    /** Times that were noted before the clock was set back would be waited for as long again. */
    const forgetWaits = (): void => {
      pausedUntil = -Infinity
      store.forgetWaits(address)
    }

    const turn$ = defer((): Observable<Delivery> => {
      const at = now()
      if (at < lastTurnAt) forgetWaits()
      lastTurnAt = at
      if (!gate.isOpen()) return isEnding() ? end() : race(gate.opened$, ending$).pipe(take(1), ignoreElements())
      const found = nextOf(store.waitingFor(address), due())
      if (found === null) return isEnding() ? end() : race(wake$, ending$).pipe(take(1), ignoreElements())
      if (pausedUntil > at && isEnding() === failedAtEnding) return pause(pausedUntil - at)
      if ('wait' in found) return pause(found.wait, wake$)
      if (isEnding() && store.isKept() && !bucket.isReady()) return end()
      return bucket.take().pipe(mergeMap(() => sendNext$))
    })
    let turns = 0
    const nextTurn = (): Observable<unknown> => (++turns % turnsInOneStack === 0 ? timer(0) : of(null))
    return turn$.pipe(repeat({ delay: () => (ended ? EMPTY : nextTurn()) }))
  })

const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value)

/** What waits must outlive one notification that has no words. */
const renderLetter = (channel: Channel, { notification, repeated }: Letter): readonly string[] | null => {
  try {
    return notification && channel.render(notification, { repeated })
  } catch {
    return null
  }
}
