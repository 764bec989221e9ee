import { asyncScheduler, defer, map, Observable, of, repeat, startWith, switchMap, timer } from 'rxjs'
import type { MonoTypeOperatorFunction } from 'rxjs'
import type { Alert } from '../model/alert.ts'
import type { ToldLife } from '../model/memory.ts'
import type { Silence } from '../model/silence.ts'
import { createHeldAlerts } from './held-alerts.ts'

/** How long the clock is trusted not to have been set, in milliseconds. */
const look = 60_000

/**
 * Tells nothing of what somebody has silenced, and what is still so when the silence ends.
 *
 * ```
 * silences:  s---------n-----   s: db until further notice, n: none
 * alerts:    -a-b-c-d----b---   a, d: db firing, c: db resolved, b: web firing, reminder
 * silence:   ---b------d-b---
 * ```
 *
 * @param silences$  those that hold, whenever they change; each ends by itself at its time
 * @param lives      what was told before a restart
 *
 * What is told at the end counts what was held before it. A silenced notice is dropped. On error: passes it on. On
 * completion: what is held is dropped.
 *
 * @example alerts$.pipe(silence(silences$))
 */
export const silence =
  (silences$: Observable<readonly Silence[]>, lives?: readonly ToldLife[]): MonoTypeOperatorFunction<Alert> =>
  (alerts$) =>
    new Observable((subscriber) => {
      const held = createHeldAlerts(lives)
      let active: readonly Silence[] = []
      const isSilenced = (alert: Alert): boolean => active.some((one) => matches(one, alert))
      const tell = (alerts: readonly Alert[]): void => {
        for (const alert of alerts) subscriber.next(alert)
      }
      const error = (reason: unknown): void => subscriber.error(reason)

      subscriber.add(
        silences$.pipe(switchMap(untilTheyEnd)).subscribe({
          next: (silences) => {
            active = silences
            tell(held.release(isSilenced))
          },
          error,
        }),
      )
      subscriber.add(
        alerts$.subscribe({
          next: (alert) => {
            if (!isSilenced(alert)) tell(held.tell(alert))
            else if (alert.reason !== 'notice') held.hold(alert)
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })

/** Those of them that hold now, and again whenever one may have ended. */
const untilTheyEnd = (silences: readonly Silence[]): Observable<readonly Silence[]> => {
  const active = (): readonly Silence[] => silences.filter(({ until }) => until > asyncScheduler.now())
  const next = (): number => Math.min(look, ...active().map(({ until }) => until - asyncScheduler.now()))
  return defer(() =>
    silences.length === 0
      ? of([])
      : defer(() => timer(next())).pipe(
          repeat(), // for as long as they are written down: a clock that was set forward may be set back
          map(active),
          startWith(active()),
        ),
  )
}

const matches = ({ type, subject }: Silence, alert: Alert): boolean =>
  matchesWildcards(alert.type, type) && matchesWildcards(alert.subject, subject)

const matchesWildcards = (text: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'is',
  ).test(text)
