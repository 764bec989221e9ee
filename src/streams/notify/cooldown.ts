import { filter, groupBy, map, mergeMap, skip, startWith, switchMap, take, throttleTime } from 'rxjs'
import type { OperatorFunction } from 'rxjs'

/** A reminder comes daily at the rarest, in milliseconds. */
export const rarestReminder = 86_400_000

/** What happens to a life between two words about it. */
export type CooldownEvent =
  /** It was told, for the first time or again; `age`: so many milliseconds ago. */
  | {
      readonly kind: 'told'
      readonly life: number
      readonly fingerprint: string
      readonly type: string
      readonly reminders: number
      readonly age?: number
    }
  /** It was looked at under this fingerprint, which changes with its container's name, and still fires. */
  | { readonly kind: 'look'; readonly life: number; readonly fingerprint: string }
  | { readonly kind: 'ended'; readonly life: number }

/**
 * What keeps firing is due to be told again after a while, and more and more rarely.
 *
 * ```
 * interval = 3, longest = 6
 * events:    t-l-l-l-l-l-e   t: told, l: a look, e: ended
 * cooldown:  ----r---------   r: a reminder is due, once until it is told
 * ```
 *
 * Each telling opens a window in which looks say nothing; it doubles with each reminder. Emits the fingerprint of which a
 * reminder is due. What has ended is forgotten.
 *
 * @param interval  milliseconds from a telling to the first reminder
 * @param longest   milliseconds that a window never exceeds, unless the interval does
 * @param isSlow    of which types a reminder comes after the longest window only
 *
 * On error and on completion: passes them on.
 *
 * @example events$.pipe(cooldown({ interval: 1_800_000, longest: 86_400_000 }))
 */
export const cooldown =
  ({
    interval,
    longest,
    isSlow = () => false,
  }: {
    interval: number
    longest: number
    isSlow?: (type: string) => boolean
  }): OperatorFunction<CooldownEvent, string> =>
  (events$) => {
    const windowOf = ({ type, reminders, age = 0 }: Extract<CooldownEvent, { kind: 'told' }>): number => {
      const doubled = isSlow(type) ? longest : Math.min(interval * 2 ** reminders, longest)
      return Math.max(0, Math.max(doubled, interval) - age)
    }
    return events$.pipe(
      groupBy(({ life }) => life, {
        duration: (own$) => own$.pipe(filter(({ kind }) => kind === 'ended')),
      }),
      mergeMap((own$) =>
        own$.pipe(
          filter((event) => event.kind === 'told'),
          // The telling opens the window of throttleTime; the first look after it is what is left over.
          switchMap((told) =>
            own$.pipe(
              filter((event) => event.kind === 'look'),
              startWith(told),
              throttleTime(windowOf(told)),
              skip(1),
              take(1),
            ),
          ),
        ),
      ),
      map(({ fingerprint }) => fingerprint),
    )
  }
