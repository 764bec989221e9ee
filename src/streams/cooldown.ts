import { asyncScheduler, Observable, timer, type MonoTypeOperatorFunction, type Subscription } from 'rxjs'
import { hasEnded, type Alert, type FiringAlert } from '../model/alert.ts'
import type { Check } from '../model/check.ts'
import type { ToldLife } from '../model/memory.ts'

export interface Cooldown {
  readonly first: number
  readonly longest: number
  readonly isSlow?: (type: string) => boolean
  readonly lives?: readonly ToldLife[]
}

/** What was last told of one fingerprint, while it is too early to tell it again. */
interface Told {
  readonly check: Check
  /** How long it is quiet after this, in milliseconds. */
  readonly quiet: number
  readonly timer: Subscription
}

/**
 * What keeps firing speaks again after a while, and more and more rarely.
 *
 * ```
 * first = 2, longest = 4
 * alerts:    f-m-m-m-m-m-e-f-m   f: firing, m: reminder, e: resolved
 * cooldown:  f-m---m---m-e-f-m
 * ```
 *
 * The quiet between two reminders doubles with each. A reminder says what the alert before it said. All
 * else passes: another fingerprint's alerts, an end, a notice, and the first firing of a new life.
 *
 * @param first    milliseconds after which the first reminder may come
 * @param longest  milliseconds that the quiet never exceeds
 * @param isSlow   of which types a reminder comes after the longest quiet only
 * @param lives    what was told before a restart: the rhythm goes on
 *
 * On error and on completion: passes them on.
 *
 * @example alerts$.pipe(cooldown({ first: 1_800_000, longest: 86_400_000 }))
 */
export const cooldown =
  ({ first, longest, isSlow = () => false, lives = [] }: Cooldown): MonoTypeOperatorFunction<Alert> =>
  (alerts$) =>
    new Observable((subscriber) => {
      const toldBy = new Map<string, Told>()
      const error = (reason: unknown): void => subscriber.error(reason)

      const tell = (alert: Alert, quiet: number): void => {
        const { fingerprint, check } = alert
        toldBy.get(fingerprint)?.timer.unsubscribe()
        if (hasEnded(alert)) toldBy.delete(fingerprint)
        else toldBy.set(fingerprint, { check, quiet, timer: timer(quiet).subscribe({ error }) })
        subscriber.next(alert)
      }

      const remind = (alert: FiringAlert): void => {
        const told = toldBy.get(alert.fingerprint)
        if (told === undefined) tell(alert, quietOf(alert))
        else if (told.timer.closed) tell({ ...alert, before: told.check }, Math.min(told.quiet * 2, longest))
      }

      const quietOf = ({ type }: Alert): number => (isSlow(type) ? longest : first)

      for (const { alert, toldAt, reminders } of lives) {
        const quiet = Math.min(quietOf(alert) * 2 ** reminders, longest)
        const left = Math.max(0, toldAt + quiet - asyncScheduler.now())
        toldBy.set(alert.fingerprint, { check: alert.check, quiet, timer: timer(left).subscribe({ error }) })
      }
      subscriber.add(() => {
        for (const { timer } of toldBy.values()) timer.unsubscribe()
      })
      subscriber.add(
        alerts$.subscribe({
          next: (alert) => {
            if (alert.reason === 'reminder') remind(alert)
            else if (alert.reason === 'notice') subscriber.next(alert)
            else tell(alert, quietOf(alert))
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })
