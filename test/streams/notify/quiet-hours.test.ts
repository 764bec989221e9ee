import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { QuietRange } from '../../../src/model/quiet-range.ts'
import { quietHoursOf } from '../../../src/streams/notify/quiet-hours.ts'
import { day, hour, minute } from '../../support/samples.ts'

const everyDay = [0, 1, 2, 3, 4, 5, 6]
const night: QuietRange = { days: everyDay, from: 22 * 60, to: 7 * 60 }

/** A time of the second week of 2026, UTC: its first day is a Monday. */
const at = (text: string): number => Date.parse(`2026-01-${text}Z`)

describe('quiet hours', () => {
  const quietAt = quietHoursOf({ ranges: [night], timeZone: 'UTC' })

  test.each([
    ['05T21:59:59', null],
    ['05T22:00', '2026-01-05 22:00'],
    ['05T23:59:59', '2026-01-05 22:00'],
    ['06T00:00', '2026-01-05 22:00'],
    ['06T06:59:59', '2026-01-05 22:00'],
    ['06T07:00', null],
    ['06T22:00', '2026-01-06 22:00'],
    ['01T03:00', '2025-12-31 22:00'],
  ])('at %s: %s', (text, id) => {
    expect(quietAt(at(text))?.id ?? null).toBe(id)
  })

  test('end at a time', () => {
    expect(quietAt(at('05T22:00:30'))?.until).toBe(at('06T07:00'))
    expect(quietAt(at('06T06:59:59'))?.until).toBe(at('06T07:00'))
  })

  test('begin on the clock of the zone', () => {
    const inSaoPaulo = quietHoursOf({ ranges: [night], timeZone: 'America/Sao_Paulo' })
    expect(inSaoPaulo(at('06T00:59'))).toBeNull()
    expect(inSaoPaulo(at('06T01:00'))).toEqual({ id: '2026-01-05 22:00', until: at('06T10:00') })
  })

  test('that meet are one period', () => {
    const ranges = [
      { days: [5], from: 0, to: 0 },
      { days: [6], from: 0, to: 9 * 60 },
      { days: [4], from: 20 * 60, to: 0 },
    ]
    const weekend = quietHoursOf({ ranges, timeZone: 'UTC' })
    for (const text of ['09T20:00', '10T12:00', '11T08:59'])
      expect(weekend(at(text))).toEqual({ id: '2026-01-09 20:00', until: at('11T09:00') })
    expect(weekend(at('11T09:00'))).toBeNull()
  })

  test('that never end are called the same always', () => {
    const always = quietHoursOf({ ranges: [{ days: everyDay, from: 0, to: 0 }], timeZone: 'UTC' })
    expect(always(at('06T12:00'))?.id).toBe('always')
    expect(always(at('09T03:00'))?.id).toBe('always')
  })

  test('that are not configured are never', () => {
    expect(quietHoursOf({ ranges: [], timeZone: 'UTC' })(at('06T03:00'))).toBeNull()
  })
})

const ranges = fc.array(
  fc.record({
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
    from: fc.integer({ min: 0, max: 23 }).map((hours) => hours * 60),
    to: fc.integer({ min: 0, max: 23 }).map((hours) => hours * 60),
  }),
  { minLength: 1, maxLength: 3 },
)

test('whatever the ranges: a period has one name and one end, and the next one another', () => {
  fc.assert(
    fc.property(ranges, (given) => {
      const quietAt = quietHoursOf({ ranges: given, timeZone: 'UTC' })
      const looks = Array.from({ length: 14 * 24 }, (_, index) => at('05T00:30') + index * hour)
      for (const [index, time] of looks.entries()) {
        const before = quietAt(time - hour)
        const now = quietAt(time)
        if (index === 0 || now === null || now.id === 'always') continue
        if (before !== null) expect(now).toEqual(before)
        expect(now.until).toBeGreaterThan(time)
        expect(quietAt(now.until - minute)?.id).toBe(now.id)
        expect(quietAt(now.until)).toBeNull()
        if (before === null) expect(quietAt(time - day)?.id).not.toBe(now.id)
      }
    }),
  )
})

// A night in which the clock is changed is one night, an hour longer or shorter.
test.each([
  ['2026-03-29T00:30Z', '2026-03-29T01:30Z'],
  ['2026-10-25T00:30Z', '2026-10-25T01:30Z'],
])('summer time: %s and an hour later are of one night in Rome', (before, after) => {
  const quietAt = quietHoursOf({ ranges: [night], timeZone: 'Europe/Rome' })
  const first = quietAt(Date.parse(before))
  expect(first).not.toBeNull()
  expect(quietAt(Date.parse(after))?.id).toBe(first?.id)
})
