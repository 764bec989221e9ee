import type { QuietAt } from './quiet-hours.ts'
import { asyncScheduler, defer, filter, map, repeat, timer, type Observable } from 'rxjs'

const minute = 60_000

/**
 * Emits when a report is due: at each hour of the clock that `hours` divides, counted from midnight (beyond a day, from
 * a Monday's); in quiet hours when they end, and then once. Emits the time, in milliseconds since the epoch, and never
 * completes.
 *
 * ```
 * hours = 4, subscribed at 02:00, frame = 1 h
 * reportTimes:  --a---a---a---a
 * ```
 *
 * The clock is looked at once a minute, so that a step of it or a change to summer time is followed: no slot is told
 * twice, and one that was skipped is told late.
 *
 * @param hours     0 is never
 * @param timeZone  an IANA name
 * @param quietAt   when it is quiet
 */
export const reportTimes = ({
  hours,
  timeZone,
  quietAt = () => null,
}: {
  hours: number
  timeZone: string
  quietAt?: QuietAt
}): Observable<number> =>
  defer(() => {
    const slotOf = slots(hours, timeZone)
    let last = slotOf(asyncScheduler.now())
    let isDue = false
    return defer(() => timer(minute - (asyncScheduler.now() % minute))).pipe(
      repeat(),
      map(() => asyncScheduler.now()),
      filter((at) => {
        const slot = slotOf(at)
        const isNew = slot > last
        // A clock that is set back over the hour does not make it due again; one that was far ahead does not silence it.
        if (isNew || slot < last - 1) last = slot
        isDue = (isDue || isNew) && hours > 0
        if (!isDue || quietAt(at) !== null) return false
        isDue = false
        return true
      }),
    )
  })

/** Numbers the slots so that a later one is greater. */
export const slots = (hours: number, timeZone: string): ((at: number) => number) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  })
  return (at) => {
    const [date = '', hour = ''] = format.format(at).split(', ')
    const days = Date.parse(date) / 86_400_000 + 3 // 1970-01-01 was a Thursday: day 0 is the Monday before.
    return hours <= 24
      ? days * Math.ceil(24 / Math.max(1, hours)) + Math.floor(Number(hour) / Math.max(1, hours))
      : Math.floor((days * 24 + Number(hour)) / hours)
  }
}
