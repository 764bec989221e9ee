import { Observable, timer, type MonoTypeOperatorFunction, type Subscription } from 'rxjs'
import { hasEnded, type Alert, type NoticeAlert } from '../model/alert.ts'
import type { Check } from '../model/check.ts'

export interface Cooldown {
  readonly first: number
  readonly longest: number
  readonly isSlow?: (type: string) => boolean
}

/** What was last told of one fingerprint, while it is too early to tell it again. */
interface Told {
  readonly check: Check
  /** How long it is quiet after this, in milliseconds. */
  readonly quiet: number
  readonly timer: Subscription
  readonly isNotice: boolean
  /** The newest notice since then. */
  readonly waiting: NoticeAlert | null
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
 * The quiet between two reminders doubles with each. A reminder says what the alert before it said. A notice that comes
 * again within the quiet waits for its end. All else passes: another fingerprint's alerts, an end, and the first
 * firing of a new life.
 *
 * @param first    milliseconds after which the first reminder may come
 * @param longest  milliseconds that the quiet never exceeds
 * @param isSlow   of which types a reminder comes after the longest quiet only
 *
 * On error: passes it on. On completion: what waits leaves first.
 *
 * @example alerts$.pipe(cooldown({ first: 1_800_000, longest: 86_400_000 }))
 */
export const cooldown =
  ({ first, longest, isSlow = () => false }: Cooldown): MonoTypeOperatorFunction<Alert> =>
  (alerts$) =>
    new Observable((subscriber) => {
      const toldBy = new Map<string, Told>()
      const quietBy = (fingerprint: string, quiet: number): Subscription =>
        timer(quiet).subscribe({ next: () => end(fingerprint), error: (error: unknown) => subscriber.error(error) })

      const tell = (alert: Alert, quiet: number): void => {
        const { fingerprint, check } = alert
        toldBy.get(fingerprint)?.timer.unsubscribe()
        if (hasEnded(alert)) toldBy.delete(fingerprint)
        else
          toldBy.set(fingerprint, {
            check,
            quiet,
            timer: quietBy(fingerprint, quiet),
            isNotice: alert.reason === 'notice',
            waiting: null,
          })
        subscriber.next(alert)
      }

      const quietOf = ({ type }: Alert): number => (isSlow(type) ? longest : first)
      const longer = (quiet: number): number => Math.min(quiet * 2, longest)

      const end = (fingerprint: string): void => {
        const told = toldBy.get(fingerprint)
        if (told?.waiting) tell(told.waiting, longer(told.quiet))
        else if (told?.isNotice) toldBy.delete(fingerprint)
      }

      const judge = (alert: Alert): void => {
        const told = toldBy.get(alert.fingerprint)
        if (told === undefined) tell(alert, quietOf(alert))
        else if (alert.reason === 'notice') {
          const withheld = told.waiting === null ? 0 : told.waiting.withheld + 1
          toldBy.set(alert.fingerprint, { ...told, waiting: { ...alert, withheld } })
        } else if (alert.reason !== 'reminder') tell(alert, quietOf(alert))
        else if (told.timer.closed) tell({ ...alert, before: told.check }, longer(told.quiet))
      }

      subscriber.add(() => {
        for (const { timer } of toldBy.values()) timer.unsubscribe()
      })
      subscriber.add(
        alerts$.subscribe({
          next: judge,
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            for (const { waiting } of toldBy.values()) if (waiting) subscriber.next(waiting)
            subscriber.complete()
          },
        }),
      )
    })
