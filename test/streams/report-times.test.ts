import { describe, expect, test } from 'vitest'
import { map } from 'rxjs'
import { reportTimes } from '../../src/streams/report-times.ts'
import { record } from '../support/virtual-time.ts'

const hour = 3_600_000

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
})
