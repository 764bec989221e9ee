import { asyncScheduler, Observable, type OperatorFunction, type Subscription } from 'rxjs'
import type { Check, Details, Ending, Status, SustainedCheck } from '../../model/check.ts'
import type { Life } from '../../model/life.ts'
import { checksOf } from '../../model/memory.ts'
import { createByFingerprint } from '../lib/by-fingerprint.ts'

/** What is held to be so of one fingerprint, and what may soon be. */
interface Held {
  readonly status: Status
  readonly since: number
  /** The newest that said so. */
  readonly said: Check
  readonly waiting: Waiting | null
}

interface Waiting {
  readonly duration: number
  readonly since: number
  /** The newest of its kind: that one passes. */
  last: Check
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
 * (hysteresis). What is held of a container follows it when it is renamed, and is said once under the new name. Only what
 * is not well, or waits, is remembered.
 *
 * @param durationOf  how long the status of a check must hold before it counts, in milliseconds: 0 is at once
 * @param lives       those from before the start: they have held
 * @param countsBefore  whether what waits counts at once, now that something else follows it
 *
 * On error and on completion: passes them on; what still waits is dropped.
 */
export const holdStatus =
  (
    durationOf: (check: Check) => number,
    lives: readonly Life[] = [],
    countsBefore: (waiting: Check, next: Check) => boolean = () => false,
  ): OperatorFunction<Check, SustainedCheck> =>
  (checks$) =>
    new Observable((subscriber) => {
      const heldBy = createByFingerprint<Held>()
      for (const check of checksOf(lives))
        heldBy.set(check, { status: check.status, since: check.since, said: check, waiting: null })

      const fail = (error: unknown): void => subscriber.error(error)

      const settle = ({ last, since: from }: { last: Check; since: number }): void => {
        const since = Math.min(from, endOf(last) ?? from)
        if (isWell(last.status)) heldBy.delete(last)
        else heldBy.set(last, { status: last.status, since, said: last, waiting: null })
        subscriber.next({ ...last, since })
      }

      const wait = (check: Check, since: number): Waiting => {
        const duration = durationOf(check)
        const waiting: Waiting = {
          duration,
          since,
          last: check,
          timer: asyncScheduler.schedule(() => settle(waiting), duration),
        }
        return waiting
      }

      const judge = (given: Check): void => {
        const held = heldBy.get(given)
        const moved = held === undefined ? heldBy.follow(given) : undefined
        // Nearly always all is well.
        if (held === undefined && moved === undefined && isWell(given.status)) {
          const { type, subject, at, status, details } = given
          subscriber.next({ type, subject, at, status, details, since: at }) // spread, it would cost twice as much
          return
        }
        // While its end is waited for, nothing else says that it goes on under another name.
        if (moved !== undefined && isTrouble(moved.status) && isWell(given.status) && !isEasing(given))
          sayAs(given, moved)
        const waited = moved?.waiting?.last
        judgeHeld(given, held ?? moved ?? { status: 'ok', since: given.at, said: given, waiting: null })
        // That it is gone under its old name is waited for no longer.
        if (waited?.status === 'removed') subscriber.next({ ...waited, since: waited.at })
      }

      const sayAs = ({ subject, at, details }: Check, { said, status, since }: Held): void =>
        subscriber.next({ ...said, subject, at, status, since, details: renamed(said.details, details) })

      const judgeHeld = (given: Check, held: Held): void => {
        const check = isEasing(given) && isTrouble(held.status) ? { ...given, status: held.status } : given
        const { waiting } = held
        if (waiting !== null && countsBefore(waiting.last, check)) {
          waiting.timer.unsubscribe()
          settle(waiting)
          judgeHeld(given, heldBy.get(given) ?? { status: 'ok', since: given.at, said: given, waiting: null })
          return
        }
        if (check.status === held.status || check.status === 'unknown') {
          waiting?.timer.unsubscribe()
          if (held.status === 'ok') heldBy.delete(check)
          else heldBy.set(check, { ...held, said: check.status === 'unknown' ? held.said : check, waiting: null })
          subscriber.next({ ...check, since: check.status === 'unknown' ? check.at : held.since })
          return
        }
        const goesOn = waiting !== null && isSame(waiting.last.status, check.status)
        const since = goesOn ? waiting.since : check.at
        if (goesOn && waiting.duration === durationOf(check)) {
          waiting.last = check
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

/** The same of a container under the name that it has now. */
const renamed = (said: Details, now: Details): Details => {
  if (!('container' in said) || !('container' in now)) return said
  const { name, containerName } = now.container
  return { ...said, container: { ...said.container, name, containerName } }
}

const haveAnEnd: readonly (Ending | null)[] = ['crashed', 'completed', 'stopped', 'unwitnessed']

/** When the container ended that does not run: that may have been before anybody looked. */
const endOf = ({ status, details }: Check): number | null =>
  isTrouble(status) && details.kind === 'container' && haveAnEnd.includes(details.ending)
    ? (details.container.end?.at ?? null)
    : null

/** Whoever is gone is well. */
const isSame = (one: Status, other: Status): boolean => one === other || (isWell(one) && isWell(other))

/** No longer above its threshold, and not clear of it either. */
const isEasing = ({ status, details }: Check): boolean =>
  status === 'ok' && 'percent' in details && details.percent > details.clear

const isTrouble = (status: Status): boolean => status === 'warning' || status === 'critical'

const isWell = (status: Status): boolean => status === 'ok' || status === 'removed'
