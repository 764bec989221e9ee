import { describe, expect, test } from 'vitest'
import { map } from 'rxjs'
import { quietHoursOf } from '../../../src/streams/notify/quiet-hours.ts'
import { reportTimes } from '../../../src/streams/notify/report-times.ts'
import { hour } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

/** Virtual time begins in 1970: whole hours UTC from there. */
const dueHours = (hours: number, timeZone: string, until: number): readonly unknown[] =>
  record(() => reportTimes({ hours, timeZone }).pipe(map((at) => at / hour)), until * hour).map(([, at]) => at)

describe('reportTimes', () => {
  test('every four hours on the clock', () => {
    expect(dueHours(4, 'UTC', 13)).toEqual([4, 8, 12])
  })

  test('on the clock of the zone: 00:00 in São Paulo is 03:00 UTC', () => {
    expect(dueHours(4, 'America/Sao_Paulo', 12)).toEqual([3, 7, 11])
  })

  test('a zone that is half an hour off', () => {
    expect(dueHours(12, 'Asia/Kolkata', 31)).toEqual([6.5, 18.5, 30.5])
  })

  test('hours that do not divide a day start over at midnight', () => {
    expect(dueHours(5, 'UTC', 26)).toEqual([5, 10, 15, 20, 24])
  })

  test('a week begins on Monday: 1970-01-05', () => {
    expect(dueHours(168, 'UTC', 24 * 12)).toEqual([24 * 4, 24 * 11])
  })

  test('0 is never', () => {
    expect(dueHours(0, 'UTC', 50)).toEqual([])
  })

  test('summer time in both directions skips no report and tells none twice', () => {
    // Lisbon in 1970 had none; Rome went to summer time on 31 May and back on 27 September.
    const year = dueHours(4, 'Europe/Rome', 24 * 365)
    const gaps = year.slice(1).map((at, index) => Number(at) - Number(year[index]))
    expect(new Set(gaps)).toEqual(new Set([4, 3, 5]))
    expect(gaps.filter((gap) => gap !== 4)).toEqual([3, 5])
  })
  describe('in quiet hours', () => {
    const everyDay = [0, 1, 2, 3, 4, 5, 6]
    /** From and to in hours. */
    const dueBeside = (hours: number, from: number, to: number, until: number): readonly unknown[] => {
      const quietAt = quietHoursOf({ ranges: [{ days: everyDay, from: from * 60, to: to * 60 }], timeZone: 'UTC' })
      const times$ = () => reportTimes({ hours, timeZone: 'UTC', quietAt }).pipe(map((at) => at / hour))
      return record(times$, until * hour).map(([, at]) => at)
    }

    test('it comes when they end, and then once, however many were due', () => {
      expect(dueBeside(4, 22, 7, 36)).toEqual([7, 8, 12, 16, 20, 31, 32])
      expect(dueBeside(1, 2, 4.5, 7)).toEqual([1, 4.5, 5, 6])
    })

    test('where they end on an hour of its own it is one', () => {
      expect(dueBeside(4, 22, 8, 24)).toEqual([8, 12, 16, 20])
    })

    test('what was not due in them does not come when they end', () => {
      expect(dueBeside(24, 1, 5, 30)).toEqual([24])
      expect(dueBeside(0, 22, 7, 36)).toEqual([])
    })
  })
})
