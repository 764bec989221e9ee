import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { english } from '../../src/text/en.ts'
import { createFigures } from '../../src/text/figures.ts'
import { brazilianPortuguese } from '../../src/text/pt-br.ts'
import { day, gibibyte, hour, mebibyte, minute, second } from '../support/samples.ts'

const inSaoPaulo = createFigures(brazilianPortuguese, 'America/Sao_Paulo')
const inBerlin = createFigures(english, 'Europe/Berlin')

test.each([
  [0, ''],
  [999, ''],
  [-5 * second, ''],
  [second, '1 s'],
  [59.9 * second, '59 s'],
  [2 * minute + 10 * second, '2 min 10 s'],
  [hour, '1 h'],
  [hour + 5 * second, '1 h'],
  [day, '1 dia'],
  [3 * day, '3 dias'],
  [3 * day + 59 * minute, '3 dias'],
  [15 * day + 8 * hour + 12 * minute, '15 d 8 h'],
  [400 * day + hour, '400 d 1 h'],
])('a duration of %d ms reads %j', (milliseconds, written) => {
  expect(inSaoPaulo.duration(milliseconds)).toBe(written)
})

test.each([
  [0, '0%', '0%'],
  [4.24, '4,2%', '4.2%'],
  [9.96, '10%', '10%'],
  [31.4, '31%', '31%'],
  [1799.6, '1.800%', '1,800%'],
])('%d percent', (value, portuguese, english) => {
  expect([inSaoPaulo.percent(value), inBerlin.percent(value)]).toEqual([portuguese, english])
})

test('a value that has passed its limit does not read as the limit', () => {
  expect(inSaoPaulo.percent(85.3, 85)).toBe('85,3%')
  expect(inSaoPaulo.percent(85.6, 85)).toBe('86%')
})

test.each([
  [0, '0 B'],
  [1023, '1 KB'],
  [1.5 * mebibyte, '1,5 MB'],
  [512 * mebibyte, '512 MB'],
  [1000 * mebibyte, '1 GB'],
  [4.92 * gibibyte, '4,9 GB'],
  [80 * gibibyte, '80 GB'],
  [3.64 * 1024 * gibibyte, '3,6 TB'],
])('%d bytes', (bytes, written) => {
  expect(inSaoPaulo.size(bytes)).toBe(written)
})

test('what is used is told in the unit of the whole', () => {
  expect(inSaoPaulo.usage({ usedBytes: 4.9 * gibibyte, totalBytes: 7.8 * gibibyte })).toBe('4,9 de 7,8 GB')
  expect(inBerlin.usage({ usedBytes: 4.9 * gibibyte, totalBytes: 7.8 * gibibyte })).toBe('4.9 of 7.8 GB')
  expect(inSaoPaulo.usage({ usedBytes: 200 * mebibyte, totalBytes: 80 * gibibyte })).toBe('0,2 de 80 GB')
})

describe('times', () => {
  const now = Date.UTC(2026, 2, 10, 17, 30, 7)

  test('are those of the time zone', () => {
    expect(inSaoPaulo.clock(now)).toBe('14:30:07')
    expect(inBerlin.clock(now)).toBe('18:30:07')
  })

  test('have a date where the day is another one there, and a year where that is', () => {
    const night = Date.UTC(2026, 2, 10, 2)
    expect(inSaoPaulo.moment(night, now)).toBe('09/03 23:00')
    expect(inBerlin.moment(night, now)).toBe('03:00')
    expect(inSaoPaulo.moment(Date.UTC(2025, 10, 30, 6), now)).toBe('30/11/2025 03:00')
    expect(inBerlin.moment(Date.UTC(2025, 10, 30, 6), now)).toBe('Nov 30, 2025 07:00')
  })

  test('midnight is 00:00', () => {
    expect(inSaoPaulo.clock(Date.UTC(2026, 2, 10, 3))).toBe('00:00:00')
  })

  test('follow the clock on the day on which it changes', () => {
    const changed = Date.UTC(2026, 2, 29, 12)
    expect(inBerlin.moment(Date.UTC(2026, 2, 29, 0, 59), changed)).toBe('01:59')
    expect(inBerlin.moment(Date.UTC(2026, 2, 29, 1), changed)).toBe('03:00')
    expect(inBerlin.moment(Date.UTC(2026, 2, 28, 22, 59), changed)).toBe('Mar 28 23:59')
  })
})

test('a longer duration never reads shorter', () => {
  const unitOf: Readonly<Record<string, number>> = { s: second, min: minute, h: hour, d: day, day, days: day }
  const lengthOf = (written: string): number =>
    [...written.matchAll(/(\d+) (\w+)/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * (unitOf[unit ?? ''] ?? NaN),
      0,
    )
  fc.assert(
    fc.property(fc.nat(500 * day), (milliseconds) => {
      const shown = lengthOf(inBerlin.duration(milliseconds))
      expect(shown).toBeLessThanOrEqual(milliseconds)
      expect(shown).toBeGreaterThan(milliseconds * 0.95 - second)
    }),
  )
})
