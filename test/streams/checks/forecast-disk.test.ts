import fc from 'fast-check'
import { Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import type { Check } from '../../../src/model/check.ts'
import type { Disk, Reading } from '../../../src/model/reading.ts'
import { forecastDisk } from '../../../src/streams/checks/forecast-disk.ts'
import { gibibyte, hour, minute, sampleDisk, sampleHost, unavailableReading } from '../../support/samples.ts'
import { quoted } from '../../support/reasons.ts'

const total = 100 * gibibyte

const usedOf = (gigabytes: number): Disk =>
  sampleDisk({ usedBytes: gigabytes * gibibyte, totalBytes: total, percent: gigabytes })

/** The checks of `hours` in which the disk is as `disksAt` says, looked at once a minute. */
const judge = (
  hours: number,
  disksAt: (hours: number) => readonly Disk[] | Reading,
  clockAt: (time: number) => number = (time) => time,
): readonly (readonly [number, Check])[] => {
  const checks: [number, Check][] = []
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    const readings$ = new Observable<Reading>((subscriber) => {
      const look = (): void => {
        const time = scheduler.now()
        if (time > hours * hour) {
          subscriber.complete()
          return
        }
        const seen = disksAt(time / hour)
        subscriber.next('kind' in seen ? seen : sampleHost({ at: clockAt(time), disks: seen }))
        scheduler.schedule(look, minute)
      }
      look()
    })
    readings$.pipe(forecastDisk()).subscribe({
      next: (check) => checks.push([scheduler.now() / hour, check]),
      error: (error: unknown) => expect.unreachable(String(error)),
    })
  })
  return checks
}

const statuses = (checks: readonly (readonly [number, Check])[]): readonly string[] => {
  const all = checks.map(([, { status }]) => status)
  return all.filter((status, index) => status !== all[index - 1])
}

const growing =
  (gigabytesPerHour: number, from = 40) =>
  (hours: number): readonly Disk[] => [usedOf(Math.min(100, from + hours * gigabytesPerHour))]

describe('a disk that fills up', () => {
  test('is told after an hour, with the time at which it is full', () => {
    const checks = judge(2, growing(6))
    expect(statuses(checks)).toEqual(['unknown', 'warning'])
    const [time = NaN, first] = checks.find(([, { status }]) => status === 'warning') ?? []
    expect(time).toBeCloseTo(1, 1)
    expect(first?.details).toMatchObject({ kind: 'forecast' })
    if (first?.details.kind !== 'forecast') return
    expect(first.details.fullAt / hour).toBeCloseTo(10, 1) // 60 GB at 6 GB an hour
    expect(first.details.bytesPerHour / gibibyte).toBeCloseTo(6, 5)
  })

  test('in more than a day is not told', () => {
    expect(statuses(judge(6, growing(2)))).toEqual(['unknown', 'ok'])
  })

  test('and is cleaned up is fine at once, and is watched anew', () => {
    const checks = judge(6, (hours) => [usedOf(hours < 3 ? 60 + 6 * hours : 20 + 0.5 * (hours - 3))])
    expect(statuses(checks)).toEqual(['unknown', 'warning', 'ok'])
    expect(checks.find(([time, { status }]) => time > 2 && status === 'ok')?.[0]).toBeLessThan(3.1)
  })

  test('and stops growing is fine when the last hour shows it', () => {
    const checks = judge(6, (hours) => [usedOf(40 + 6 * Math.min(hours, 3))])
    expect(statuses(checks)).toEqual(['unknown', 'warning', 'ok'])
  })

  test('is not told again and again when it is on the edge', () => {
    // Full in 24 h sometimes a little more, sometimes a little less.
    const edge = (hours: number): readonly Disk[] => [usedOf(40 + 2.4 * hours + 0.3 * Math.sin(hours * 3))]
    expect(statuses(judge(5, edge)).filter((status) => status === 'warning').length).toBeLessThanOrEqual(1)
  })

  test('each on its own; one that is unmounted is removed, one that hangs is unknown', () => {
    const checks = judge(3, (hours) => [
      ...growing(6)(hours),
      ...(hours < 2 ? [{ ...usedOf(50), mount: '/data' }] : []),
      hours < 2 ? { ...usedOf(50), mount: '/mnt' } : { mount: '/mnt', unavailable: quoted('hangs') },
    ])
    const of = (mount: string) => statuses(checks.filter(([, { subject }]) => subject === mount))
    expect(of('/')).toEqual(['unknown', 'warning'])
    expect(of('/data')).toEqual(['unknown', 'ok', 'removed'])
    expect(of('/mnt')).toEqual(['unknown', 'ok', 'unknown'])
  })

  test('is unknown while the host cannot be seen', () => {
    const checks = judge(3, (hours) => (hours < 2 ? growing(6)(hours) : unavailableReading('host')))
    expect(statuses(checks)).toEqual(['unknown', 'warning', 'unknown'])
  })
})

describe('what is no trend', () => {
  test('one big file', () => {
    expect(statuses(judge(8, (hours) => [usedOf(hours < 2 ? 40 : 75)]))).toEqual(['unknown', 'ok'])
  })

  test('logs that are rotated every two hours', () => {
    const checks = judge(24, (hours) => [usedOf(60 + 8 * (hours % 2))])
    // The first time nobody can know.
    expect(statuses(checks).filter((status) => status === 'warning').length).toBe(1)
  })

  test('unless they grow much faster than before', () => {
    const checks = judge(6, (hours) => [usedOf(hours < 2 ? 60 + 4 * hours : 40 + 12 * (hours - 2))])
    expect(statuses(checks).at(-1)).toBe('warning')
  })

  test('a clock that steps by a month, either way', () => {
    const stepped = (time: number): number => time + (time > 2 * hour && time < 4 * hour ? 30 * 24 * hour : 0)
    expect(statuses(judge(6, growing(2), stepped))).toEqual(['unknown', 'ok'])
    expect(statuses(judge(6, growing(6, 20), stepped))).toEqual(['unknown', 'warning'])
  })

  test('what goes up and down by chance', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 480, maxLength: 480 }), (steps) => {
        // Each minute up to 20 MB more or less, as a database and its logs breathe.
        const walk = steps.reduce<number[]>((levels, step) => [...levels, (levels.at(-1) ?? 0) + step], [])
        const checks = judge(8, (hours) => [usedOf(60 + (walk[Math.floor(hours * 60)] ?? 0) / 1024)])
        expect(statuses(checks)).not.toContain('warning')
      }),
      { numRuns: 20 },
    )
  })

  test('noise around a growth that is too slow', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 480, maxLength: 480 }), (noise) => {
        const checks = judge(8, (hours) => [usedOf(40 + hours * 1.2 + (noise[Math.floor(hours * 60)] ?? 0) / 1024)])
        expect(statuses(checks)).not.toContain('warning')
      }),
      { numRuns: 20 },
    )
  })

  test('noise hides no growth that matters', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 240, maxLength: 240 }), (noise) => {
        const checks = judge(4, (hours) => [usedOf(40 + hours * 6 + (noise[Math.floor(hours * 60)] ?? 0) / 1024)])
        expect(statuses(checks).at(-1)).toBe('warning')
      }),
      { numRuns: 20 },
    )
  })
})
