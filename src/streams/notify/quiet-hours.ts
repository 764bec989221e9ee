import type { QuietPeriod, QuietRange } from '../../model/quiet-range.ts'

const minute = 60_000
const minutesOfDay = 1_440
const minutesOfWeek = 7 * minutesOfDay

/** The quiet hours that a time lies in, in milliseconds since the epoch; null where it is not quiet then. */
export type QuietAt = (time: number) => QuietPeriod | null

/**
 * When it is quiet. Ranges that meet are one period, which is called the same at any time within it.
 *
 * @param timeZone  an IANA name
 */
export const quietHoursOf = ({ ranges, timeZone }: { ranges: readonly QuietRange[]; timeZone: string }): QuietAt => {
  const clock = clockOf(timeZone)
  const stretches = ranges.flatMap(stretchesOf)
  if (stretches.length === 0) return () => null
  return (now) => {
    const { date, day, minutes } = clock(now)
    const time = day * minutesOfDay + minutes
    if (!stretches.some((stretch) => isWithin(stretch, time))) return null
    const since = reach(stretches, time, -1)
    const left = reach(stretches, time, 1)
    const id = since < minutesOfWeek ? beginOf(date, minutes - since) : 'always'
    return { id, until: now - (now % minute) + left * minute }
  }
}

/** From when to when it is quiet, in minutes since Monday's midnight; the end may lie in the next week. */
interface Stretch {
  readonly from: number
  readonly to: number
}

const stretchesOf = ({ days, from, to }: QuietRange): readonly Stretch[] =>
  days.map((day) => ({
    from: day * minutesOfDay + from,
    to: day * minutesOfDay + to + (from < to ? 0 : minutesOfDay),
  }))

const isWithin = ({ from, to }: Stretch, time: number): boolean =>
  (time >= from && time < to) || (time + minutesOfWeek >= from && time + minutesOfWeek < to)

/** How many minutes before, or from, a time it is quiet without a break: a week at most. */
const reach = (stretches: readonly Stretch[], time: number, step: 1 | -1): number => {
  let minutes = step === 1 ? 1 : 0
  const isQuiet = (at: number): boolean =>
    stretches.some((stretch) => isWithin(stretch, ((at % minutesOfWeek) + minutesOfWeek) % minutesOfWeek))
  while (minutes < minutesOfWeek && isQuiet(time + step * (step === 1 ? minutes : minutes + 1))) minutes += 1
  return minutes
}

/** `2026-11-26 22:00`: the date may be one before. */
const beginOf = (date: string, minutesOfThatDay: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + minutesOfThatDay * minute).toISOString().slice(0, 16).replace('T', ' ')

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const clockOf = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (at: number): { readonly date: string; readonly day: number; readonly minutes: number } => {
    // As in `Mon, 01/05/2026, 22:00`.
    const [, weekday = '', month = '', day = '', year = '', hours, minutes] =
      /^(\w+), (\d+)\/(\d+)\/(\d+), (\d+):(\d+)$/.exec(format.format(at)) ?? []
    return {
      date: `${year}-${month}-${day}`,
      day: weekdays.indexOf(weekday),
      minutes: Number(hours) * 60 + Number(minutes),
    }
  }
}
