import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { QuietRange } from '../../../src/model/quiet-range.ts'
import { quietHoursOf } from '../../../src/streams/notify/quiet-hours.ts'
import { quietTimes } from '../../../src/streams/notify/quiet-times.ts'
import { day, hour, minute } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const everyDay = [0, 1, 2, 3, 4, 5, 6]
const night: QuietRange = { days: everyDay, from: 22 * 60, to: 7 * 60 }

const isQuiet$ = (ranges: readonly QuietRange[], timeZone: string) =>
  quietTimes(quietHoursOf({ ranges, timeZone })).pipe(map((period) => period !== null))

/** When it becomes quiet or no longer is, in hours since 1970-01-01 00:00 UTC, a Thursday. */
const changes = (ranges: readonly QuietRange[], timeZone: string, until: number) =>
  record(() => isQuiet$(ranges, timeZone), until * hour).map(([time, quiet]) => [time / hour, quiet])

test('at night, over midnight', () => {
  expect(changes([night], 'UTC', 48)).toEqual([
    [0, true],
    [7, false],
    [22, true],
    [31, false],
    [46, true],
  ])
})

test('in the time of the zone', () => {
  expect(changes([night], 'America/Sao_Paulo', 24)).toEqual([
    [0, false], // 21:00
    [1, true],
    [10, false],
  ])
})

test('on some days: those on which it begins', () => {
  const thursdays = { ...night, days: [3] }
  expect(changes([thursdays], 'UTC', 7 * 24)).toEqual([
    [0, false],
    [22, true],
    [31, false],
  ])
})

test('ranges that touch are one, and none is never', () => {
  expect(
    changes(
      [
        { ...night, to: 0 },
        { ...night, from: 0 },
      ],
      'UTC',
      24,
    ),
  ).toEqual([
    [0, true],
    [7, false],
    [22, true],
  ])
  expect(changes([], 'UTC', 48)).toEqual([[0, false]])
})

test('each night is a period of its own, and the night of the start too', () => {
  const periods = record(() => quietTimes(quietHoursOf({ ranges: [night], timeZone: 'UTC' })), 24 * hour)
  expect(periods).toEqual([
    [0, { id: '1969-12-31 22:00', until: 7 * hour }],
    [7 * hour, null],
    [22 * hour, { id: '1970-01-01 22:00', until: 31 * hour }],
  ])
})

// Virtual time begins in 1970: zones that changed their clocks twice in its first 290 days, one on the north and one on the south.
describe.each(['Europe/Rome', 'America/Santiago'])('summer time in %s', (timeZone) => {
  const onTheWall = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', timeStyle: 'short' })
  const isNight = (at: number): boolean => onTheWall.format(at) >= '22:00' || onTheWall.format(at) < '07:00'

  test('in both directions, it is what the clock on the wall says', () => {
    const seen = record(() => isQuiet$([night], timeZone), 290 * day)
    const lengths = seen.flatMap(([time, quiet], index) => {
      const next = seen[index + 1]?.[0]
      return quiet === true && time > 0 && next !== undefined ? [(next - time) / hour] : []
    })
    // A night is an hour shorter when the clock goes forward, and an hour longer when it goes back.
    expect(lengths.filter((length) => length !== 9).toSorted()).toEqual([10, 8])
    for (const [time, quiet] of seen) {
      expect(isNight(time)).toBe(quiet)
      if (time > 0) expect(isNight(time - minute)).toBe(!quiet)
    }
  })
})
