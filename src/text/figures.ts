import type { Language } from './language.ts'

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const
const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Figures as the reader writes them. */
export interface Figures {
  readonly number: (value: number) => string
  /** `31%`, `4,2%`; with a decimal too where it would otherwise read as its `limit`. */
  readonly percent: (value: number, limit?: number) => string
  readonly size: (bytes: number) => string
  /** `4,9 de 7,8 GB` */
  readonly usage: (usage: { readonly usedBytes: number; readonly totalBytes: number }) => string
  /** Of milliseconds, in its two greatest units: `2 min 10 s`. Less than a second is `''`. */
  readonly duration: (milliseconds: number) => string
  /** `14:30:07` */
  readonly clock: (time: number) => string
  /** `03:12`, with the date where it is not the day of `now`, and the year where it is not that year. */
  readonly moment: (time: number, now: number) => string
}

/**
 * Numbers and times for one language and time zone (an IANA name). Sizes are powers of 1024 under the names GB and MB,
 * as `free -h` and `df -h` count and as a server of "8 GB" is sold.
 */
export const createFigures = ({ locale, day: dayFormat, days, usedOf }: Language, timeZone: string): Figures => {
  const format = (value: number, fractionDigits: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: fractionDigits }).format(value)
  const time = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options })

  const inUnit = (bytes: number, unit: number): string => {
    const value = bytes / 1024 ** unit
    return format(value, unit >= units.indexOf('GB') || value < 10 ? 1 : 0)
  }
  const clock = time({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const shortClock = time({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const sameDay = time({ day: 'numeric', month: 'numeric', year: 'numeric' })
  const sameYear = time({ year: 'numeric' })
  const thisYear = time(dayFormat)
  const anyYear = time({ ...dayFormat, year: 'numeric' })

  return {
    number: (value) => format(value, 1),
    percent: (value, limit) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        maximumFractionDigits: value < 10 || Math.round(value) === limit ? 1 : 0,
      }).format(value / 100),
    size: (bytes) => `${inUnit(bytes, unitOf(bytes))} ${units[unitOf(bytes)] ?? ''}`,
    usage: ({ usedBytes, totalBytes }) => {
      const unit = unitOf(totalBytes)
      return usedOf(inUnit(usedBytes, unit), `${inUnit(totalBytes, unit)} ${units[unit] ?? ''}`)
    },
    duration: (milliseconds) => {
      const parts: readonly (readonly [number, string])[] = [
        [Math.floor(milliseconds / day), 'd'],
        [Math.floor((milliseconds % day) / hour), 'h'],
        [Math.floor((milliseconds % hour) / minute), 'min'],
        [Math.floor((milliseconds % minute) / second), 's'],
      ]
      const first = parts.findIndex(([count]) => count > 0)
      const shown = first < 0 ? [] : parts.slice(first, first + 2).filter(([count]) => count > 0)
      const [only] = shown.length === 1 ? shown : []
      return only?.[1] === 'd' ? days(only[0]) : shown.map(([count, unit]) => `${count} ${unit}`).join(' ')
    },
    clock: (at) => clock.format(at),
    moment: (at, now) => {
      if (sameDay.format(at) === sameDay.format(now)) return shortClock.format(at)
      const date = sameYear.format(at) === sameYear.format(now) ? thisYear : anyYear
      return `${date.format(at)} ${shortClock.format(at)}`
    },
  }
}

/** The index of the unit in which people would say it: from 1000 on, the next. */
const unitOf = (bytes: number): number => {
  const unit = units.findIndex((_, index) => Math.abs(bytes) / 1024 ** index < 1000)
  return unit < 0 ? units.length - 1 : unit
}
