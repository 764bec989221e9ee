import { Observable, timer, type OperatorFunction, type Subscription } from 'rxjs'
import type { Check, Status, SustainedCheck } from '../model/check.ts'
import { checksOf, type ToldLife } from '../model/memory.ts'
import { createByFingerprint } from './by-fingerprint.ts'

/** What is held to be so of one fingerprint, and what may soon be. */
interface Held {
  readonly status: Status
  readonly since: number
  readonly waiting: Waiting | null
}

interface Waiting {
  readonly duration: number
  readonly since: number
  readonly last: Check
  readonly timer: Subscription
}

/**
 * Lets a change of status through once it has held: the ground of `sustain` and `intention`.
 *
 * ```
 * durationOf = 3
 * checks:      o-c-o-c-c-c-o
 * holdStatus:  o---o-----c-----o
 * ```
 *
 * Each fingerprint is judged on its own, and begins as `ok`. A check that says what is so already passes at once; one
 * that says otherwise waits, and the last of its kind passes when the time is over. `unknown` passes, changes nothing
 * and ends a wait: what was not seen has not held. What has not fallen below its clear value is the trouble that it was
 * (hysteresis). Only what is not well, or waits, is remembered.
 *
 * @param durationOf  how long the status of a check must hold before it counts, in milliseconds: 0 is at once
 * @param lives       what was told before a restart: it has held
 *
 * On error and on completion: passes them on; what still waits is dropped.
 */
export const holdStatus =
  (durationOf: (check: Check) => number, lives: readonly ToldLife[] = []): OperatorFunction<Check, SustainedCheck> =>
  (checks$) =>
    new Observable((subscriber) => {
      const heldBy = createByFingerprint<Held>()
      for (const check of checksOf(lives))
        heldBy.set(check, { status: check.status, since: check.since, waiting: null })

      const fail = (error: unknown): void => subscriber.error(error)

      const settle = ({ last, since }: { last: Check; since: number }): void => {
        if (isWell(last.status)) heldBy.delete(last)
        else heldBy.set(last, { status: last.status, since, waiting: null })
        subscriber.next({ ...last, since })
      }

      const settleWaiting = (check: Check): void => {
        const waiting = heldBy.get(check)?.waiting
        if (waiting) settle(waiting)
      }

      const wait = (check: Check, since: number): Waiting => {
        const duration = durationOf(check)
        return {
          duration,
          since,
          last: check,
          timer: timer(duration).subscribe({ next: () => settleWaiting(check), error: fail }),
        }
      }

      const judge = (given: Check): void => {
        const held = heldBy.get(given)
        // Nearly always all is well.
        if (held === undefined && (given.status === 'ok' || given.status === 'removed')) {
          subscriber.next({ ...given, since: given.at })
          return
        }
        judgeHeld(given, held ?? { status: 'ok', since: given.at, waiting: null })
      }

      const judgeHeld = (given: Check, held: Held): void => {
        const check = isEasing(given) && isTrouble(held.status) ? { ...given, status: held.status } : given
        const { waiting } = held
        if (check.status === held.status || check.status === 'unknown') {
          waiting?.timer.unsubscribe()
          if (held.status === 'ok') heldBy.delete(check)
          else heldBy.set(check, { ...held, waiting: null })
          subscriber.next({ ...check, since: check.status === 'unknown' ? check.at : held.since })
          return
        }
        const goesOn = waiting !== null && isSame(waiting.last.status, check.status)
        const since = goesOn ? waiting.since : check.at
        if (goesOn && waiting.duration === durationOf(check)) {
          heldBy.set(check, { ...held, waiting: { ...waiting, last: check } })
          return
        }
        waiting?.timer.unsubscribe()
        if (durationOf(check) === 0 || (check.status === 'removed' && held.status === 'ok'))
          settle({ last: check, since })
        else heldBy.set(check, { ...held, waiting: wait(check, since) })
      }

      subscriber.add(() => {
        for (const { waiting } of heldBy.values()) waiting?.timer.unsubscribe()
      })
      subscriber.add(
        checks$.subscribe({
          next: judge,
          error: fail,
          complete: () => subscriber.complete(),
        }),
      )
    })

/** Whoever is gone is well. */
const isSame = (one: Status, other: Status): boolean => one === other || (isWell(one) && isWell(other))

/** No longer above its threshold, and not clear of it either. */
const isEasing = ({ status, details }: Check): boolean =>
  status === 'ok' && 'percent' in details && details.percent > details.clear

const isTrouble = (status: Status): boolean => status === 'warning' || status === 'critical'

const isWell = (status: Status): boolean => status === 'ok' || status === 'removed'
