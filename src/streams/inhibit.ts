import { Observable, timer, type MonoTypeOperatorFunction, type Subscription } from 'rxjs'
import { hasEnded, isOpen, type Alert } from '../model/alert.ts'
import type { Inhibition } from '../model/alert-types.ts'
import type { ToldLife } from '../model/memory.ts'
import { createHeldAlerts } from './held-alerts.ts'

/** What is not told of while an alert of this type fires. */
export type InhibitionsOf = (type: string) => readonly Inhibition[]

/**
 * Tells of the cause and not of what follows from it.
 *
 * ```
 * docker mutes containers
 * alerts:   f-d-g---h-e-d---   d: docker firing, then resolved; f, g, h: db, web, api firing; e: web resolved
 * inhibit:  f-d---------dh--
 * ```
 *
 * What a cause mutes is held while it fires: what came and went meanwhile is not told; what outlives its cause is told
 * `patience` after the end of it, so that what ends together with its cause is not. A muted notice is dropped.
 *
 * @param inhibitionsOf  what an alert of a type mutes
 * @param patience       milliseconds
 * @param lives          what was told before a restart: it mutes what follows from it
 *
 * On error and on completion: passes them on; what is held is dropped, since its cause was told.
 *
 * @example alerts$.pipe(inhibit({ inhibitionsOf, patience: 1_000 }))
 */
export const inhibit =
  ({
    inhibitionsOf,
    patience,
    lives = [],
  }: {
    inhibitionsOf: InhibitionsOf
    patience: number
    lives?: readonly ToldLife[]
  }): MonoTypeOperatorFunction<Alert> =>
  (alerts$) =>
    new Observable((subscriber) => {
      const causes = new Map<string, Alert>()
      const endings = new Map<string, Subscription>()
      const held = createHeldAlerts(lives)
      const error = (reason: unknown): void => subscriber.error(reason)
      const isMuted = (alert: Alert): boolean => [...causes.values()].some((cause) => mutes(cause, alert))
      const mutes = (cause: Alert, alert: Alert): boolean =>
        cause.fingerprint !== alert.fingerprint &&
        inhibitionsOf(cause.type).some(
          ({ types, subject, of }) =>
            (subject === 'any' || cause.subject === alert.subject) &&
            (of === undefined || cause.subject === of) &&
            typesOf(alert).some((type) => types.includes(type)),
        )
      const tell = (alerts: readonly Alert[]): void => {
        for (const alert of alerts) subscriber.next(alert)
      }
      const end = (fingerprint: string): void => {
        causes.delete(fingerprint)
        endings.delete(fingerprint)
        tell(held.release(isMuted))
      }
      const follow = (alert: Alert): void => {
        const { fingerprint, type } = alert
        if (inhibitionsOf(type).length === 0) return
        if (isOpen(alert)) {
          endings.get(fingerprint)?.unsubscribe()
          endings.delete(fingerprint)
          causes.set(fingerprint, alert)
        } else if (hasEnded(alert) && causes.has(fingerprint))
          endings.set(fingerprint, timer(patience).subscribe({ next: () => end(fingerprint), error }))
      }

      for (const { alert } of lives) follow(alert)
      subscriber.add(() => {
        for (const ending of endings.values()) ending.unsubscribe()
      })
      subscriber.add(
        alerts$.subscribe({
          next: (alert) => {
            follow(alert)
            if (!isMuted(alert)) tell(held.tell(alert))
            else if (alert.reason !== 'notice') held.hold(alert)
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })

/** A trouble that is nothing but blindness stands for all that cannot be seen. */
const typesOf = ({ type, check: { details } }: Alert): readonly string[] =>
  details.kind === 'blind' ? details.types : [type]
