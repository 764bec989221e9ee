import { Observable, timer, type OperatorFunction, type Subscription } from 'rxjs'
import {
  hasEnded,
  type Alert,
  type FiringAlert,
  type Instability,
  type LifeAlert,
  type UnstableAlert,
} from '../model/alert.ts'
import { withoutInstability, type ToldLife } from '../model/memory.ts'

/** This many changes of state within the window are too many. */
const tooMany = 3

/** What is known of one fingerprint that has changed of late. */
interface Changing {
  /** The newest of it, told or not. */
  readonly latest: LifeAlert
  /** The newest changes that are still within the window, the oldest first; never as many as would be too many. */
  readonly recent: readonly Change[]
  readonly unstable: { readonly instability: Instability; readonly settling: Subscription } | null
}

interface Change {
  /** In milliseconds since the epoch. */
  readonly at: number
  readonly expiry: Subscription
}

/**
 * Tells of what changes to and fro once, then again when it has stayed the same.
 *
 * ```
 * window = 8, unstableFor = 6
 * alerts:    f-e-f-e-f-m-----e     f: firing, m: reminder, e: resolved
 * flapping:  f-e-u---------s-e     u: unstable, s: settled
 * ```
 *
 * The third change of state within the window is told as `unstable`. From then on nothing is told until the state has
 * been the same for `unstableFor`: that state is told, as `settled` where it is trouble. Each fingerprint is on its own,
 * and is forgotten when it is well and its last change has left the window.
 *
 * @param window       milliseconds
 * @param unstableFor  milliseconds
 * @param lives        what was told before a restart: what was unstable is, until it has settled
 *
 * On error and on completion: passes them on; what has not settled is not told.
 *
 * @example lives$.pipe(flapping({ window: 1_800_000, unstableFor: 900_000 }))
 */
export const flapping =
  ({
    window,
    unstableFor,
    lives = [],
  }: {
    window: number
    unstableFor: number
    lives?: readonly ToldLife[]
  }): OperatorFunction<LifeAlert, Alert> =>
  (alerts$) =>
    new Observable((subscriber) => {
      const changingBy = new Map<string, Changing>()
      const error = (reason: unknown): void => subscriber.error(reason)

      const remember = (fingerprint: string, changing: Changing): void => {
        const { latest, recent, unstable } = changing
        if (hasEnded(latest) && recent.length === 0 && unstable === null) changingBy.delete(fingerprint)
        else changingBy.set(fingerprint, changing)
      }

      /** The oldest change leaves the window first. */
      const forgetOldest = (fingerprint: string): void => {
        const changing = changingBy.get(fingerprint)
        if (changing) remember(fingerprint, { ...changing, recent: changing.recent.slice(1) })
      }

      const settle = (fingerprint: string): void => {
        const changing = changingBy.get(fingerprint)
        if (!changing?.unstable) return
        remember(fingerprint, { ...changing, unstable: null })
        subscriber.next(settled(changing.latest, changing.unstable.instability))
      }

      const change = (alert: LifeAlert): void => {
        const { fingerprint } = alert
        const { recent, unstable } = changingBy.get(fingerprint) ?? { recent: [], unstable: null }
        const next = () => forgetOldest(fingerprint)
        const changes = [...recent, { at: changedAt(alert), expiry: timer(window).subscribe({ next, error }) }]
        for (const { expiry } of changes.slice(0, 1 - tooMany)) expiry.unsubscribe()
        const kept = changes.slice(1 - tooMany)
        if (unstable === null && changes.length < tooMany) {
          remember(fingerprint, { latest: alert, recent: kept, unstable })
          subscriber.next(alert)
          return
        }
        unstable?.settling.unsubscribe()
        const instability = unstable ? another(unstable.instability) : instabilityOf(changes)
        const settling = timer(unstableFor).subscribe({ next: () => settle(fingerprint), error })
        remember(fingerprint, { latest: alert, recent: kept, unstable: { instability, settling } })
        if (unstable === null) subscriber.next(toUnstable(alert, instability))
      }

      const remind = (alert: FiringAlert): void => {
        const { recent, unstable } = changingBy.get(alert.fingerprint) ?? { recent: [], unstable: null }
        remember(alert.fingerprint, { latest: alert, recent, unstable })
        if (unstable === null) subscriber.next(alert)
      }

      for (const { alert } of lives) {
        if (alert.reason !== 'unstable') continue
        const { fingerprint, instability } = alert
        const settling = timer(unstableFor).subscribe({ next: () => settle(fingerprint), error })
        remember(fingerprint, { latest: withoutInstability(alert), recent: [], unstable: { instability, settling } })
      }
      subscriber.add(() => {
        for (const { recent, unstable } of changingBy.values()) {
          for (const { expiry } of recent) expiry.unsubscribe()
          unstable?.settling.unsubscribe()
        }
      })
      subscriber.add(
        alerts$.subscribe({
          next: (alert) => (alert.reason === 'reminder' ? remind(alert) : change(alert)),
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })

const changedAt = (alert: LifeAlert): number => (hasEnded(alert) ? alert.endsAt : alert.startsAt)

const instabilityOf = (changes: readonly Change[]): Instability => ({
  changes: changes.length,
  since: Math.min(...changes.map(({ at }) => at)),
})

const another = ({ changes, since }: Instability): Instability => ({ changes: changes + 1, since })

const toUnstable = (alert: LifeAlert, instability: Instability): UnstableAlert => {
  const { fingerprint, type, subject, severity, startsAt, withheld, check } = alert
  const now = hasEnded(alert) ? 'ended' : 'firing'
  return { fingerprint, type, subject, severity, startsAt, withheld, check, reason: 'unstable', now, instability }
}

const settled = (latest: LifeAlert, instability: Instability): LifeAlert =>
  hasEnded(latest) ? { ...latest, instability } : { ...latest, reason: 'settled', instability }
