import { asyncScheduler, defer, distinctUntilChanged, map, repeat, startWith, timer, type Observable } from 'rxjs'
import type { QuietRange } from '../model/quiet-range.ts'

const minute = 60_000

/**
 * Says whether it is quiet now, and again when that changes. Never completes.
 *
 * ```
 * ranges = 22:00-07:00, subscribed at 20:00, frame = 1 h
 * quietTimes:  n-q--------n-------   n: not quiet, q: quiet
 * ```
 *
 * The clock of the zone is looked at once a minute: summer time and a clock that steps are followed.
 *
 * @param timeZone  an IANA name
 *
 * @example quietTimes({ ranges: [{ days: [5, 6], from: 0, to: 540 }], timeZone: 'America/Sao_Paulo' })
 */
export const quietTimes = ({
  ranges,
  timeZone,
}: {
  ranges: readonly QuietRange[]
  timeZone: string
}): Observable<boolean> =>
  defer(() => {
    const clock = clockOf(timeZone)
    const isQuiet = (): boolean => {
      const { day, minutes } = clock(asyncScheduler.now())
      return ranges.some((range) => isWithin(range, day, minutes))
    }
    return defer(() => timer(minute - (asyncScheduler.now() % minute))).pipe(
      repeat(),
      map(isQuiet),
      startWith(isQuiet()),
      distinctUntilChanged(),
    )
  })

const isWithin = ({ days, from, to }: QuietRange, day: number, minutes: number): boolean => {
  if (from < to) return days.includes(day) && minutes >= from && minutes < to
  return (days.includes(day) && minutes >= from) || (days.includes((day + 6) % 7) && minutes < to)
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const clockOf = (timeZone: string): ((at: number) => { readonly day: number; readonly minutes: number }) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (at) => {
    const [, weekday = '', hours, minutes] = /(\w+)\D+(\d+):(\d+)/.exec(format.format(at)) ?? []
    return { day: weekdays.indexOf(weekday), minutes: Number(hours) * 60 + Number(minutes) }
  }
}
