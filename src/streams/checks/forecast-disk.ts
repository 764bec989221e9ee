import { interval, Observable, type OperatorFunction } from 'rxjs'
import type { Check } from '../../model/check.ts'
import type { Life } from '../../model/life.ts'
import { checksOf } from '../../model/memory.ts'
import type { Disk, HostReading, Reading } from '../../model/reading.ts'
import { trendOf, type Sample } from './trend.ts'

const type = 'DISK_FORECAST'

const hour = 3_600_000

/** One sample in five minutes, over four hours; nothing is said of less than one hour. */
const sampleEvery = 300_000
const mostSamples = 48
const fewestSamples = 12

/** Full within a day is trouble, until it is not within a day and a half. */
const horizon = { from: 24 * hour, clear: 36 * hour }
const goodFit = { from: 0.8, clear: 0.6 }

/** The last hour and a half must go on at least at this part of the pace: what has stopped growing is not forecast. */
const recentSamples = 18
const pace = { from: 0.5, clear: 0.25 }

/** A fall by this part of the disk is a clean-up: what was before says nothing about what comes. */
const cleanUp = 0.01

/** For a day after it, what fills up as before is expected to be cleaned up as before, unless it is this much faster. */
const usual = { ticks: 288, pace: 2 }

type VisibleDisk = Exclude<Disk, { unavailable: unknown }>

/** What is remembered of one disk. */
interface Past {
  readonly samples: readonly Sample[]
  /** How far it had filled up, and how fast, before it was cleaned up. */
  readonly peak: (Sample & { readonly slope: number }) | null
  /** Whether it was forecast to be full the last time. */
  readonly wasForecast: boolean
}

const nothing: Past = { samples: [], peak: null, wasForecast: false }

/**
 * Judges whether a disk will be full within a day, at the trend of the last hours.
 *
 * ```
 * frame = 1 h
 * readings:      a-a-b-c-d-e   a: 40 of 100 GB, b: 46, c: 52, d: 58, e: 64
 * forecastDisk:  o-o-o-w-w-w   o: ok, w: warning, full at an hour
 * ```
 *
 * A sample is kept every five minutes, for four hours. There is no forecast before an hour has passed, while no line fits
 * the samples, when it has not grown lately, nor of
 * what was cleaned up when it had filled up before. Time is counted in ticks of a timer: neither a
 * clock that steps nor a machine that was suspended looks like growth. A disk that is gone is `removed`, one that cannot
 * be seen is `unknown`.
 *
 * @param lives  those from before the start: it is forecast until there are samples enough to say otherwise
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(forecastDisk(), sustain(durations))
 */
export const forecastDisk =
  (lives: readonly Life[] = []): OperatorFunction<Reading, Check> =>
  (readings$) =>
    new Observable((subscriber) => {
      let newest: HostReading | null = null
      const pasts = new Map<string, Past>()
      for (const check of checksOf(lives))
        if (check.type === type) pasts.set(check.subject, { ...nothing, wasForecast: true })
      const tell = (checks: readonly Check[]): void => {
        for (const check of checks) subscriber.next(check)
      }
      const error = (reason: unknown): void => subscriber.error(reason)

      const sample = (tick: number): readonly Check[] => {
        if (newest === null) return []
        const { at, disks } = newest
        const gone = [...pasts.keys()].filter((mount) => !disks.some((disk) => disk.mount === mount))
        for (const mount of gone) pasts.delete(mount)
        return [
          ...gone.map((mount) => blind(mount, at, 'removed')),
          ...disks.map((disk) => {
            if ('unavailable' in disk) return blind(disk.mount, at, 'unknown')
            const past = add(pasts.get(disk.mount) ?? nothing, disk, tick)
            const check = judge(disk, past, at)
            const wasForecast = check.status === 'warning' || (check.status === 'unknown' && past.wasForecast)
            pasts.set(disk.mount, { ...past, wasForecast })
            return check
          }),
        ]
      }

      /** A clean-up ends a forecast at once. */
      const cleanedUp = (disk: Disk, at: number): readonly Check[] => {
        const past = pasts.get(disk.mount)
        if ('unavailable' in disk || !past?.wasForecast || !isCleanUp(past, disk)) return []
        pasts.set(disk.mount, { ...past, wasForecast: false })
        return [{ type, subject: disk.mount, at, status: 'ok', details: { kind: 'none' } }]
      }

      subscriber.add(interval(sampleEvery).subscribe({ next: (tick) => tell(sample(tick)), error }))
      subscriber.add(
        readings$.subscribe({
          next: (reading) => {
            if (reading.kind === 'host') {
              newest = reading
              tell(reading.disks.flatMap((disk) => cleanedUp(disk, reading.at)))
            }
            if (reading.kind !== 'unavailable' || reading.source !== 'host') return
            newest = null
            tell([...pasts.keys()].map((mount) => blind(mount, reading.at, 'unknown')))
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })

const isCleanUp = ({ samples }: Past, { usedBytes, totalBytes }: VisibleDisk): boolean => {
  const newest = samples.at(-1)
  return newest !== undefined && newest.value - usedBytes > totalBytes * cleanUp
}

const add = (past: Past, disk: VisibleDisk, tick: number): Past => {
  const { usedBytes: value } = disk
  const newest = past.samples.at(-1)
  if (newest === undefined || !isCleanUp(past, disk))
    return { ...past, samples: [...past.samples.slice(1 - mostSamples), { tick, value }] }
  const slope = past.samples.length < fewestSamples ? 0 : trendOf(past.samples).slope
  return { ...past, samples: [{ tick, value }], peak: { ...newest, slope: Math.max(slope, past.peak?.slope ?? 0) } }
}

const judge = (disk: VisibleDisk, { samples, peak, wasForecast }: Past, at: number): Check => {
  const about = { type, subject: disk.mount, at }
  const newest = samples.at(-1)
  if (newest === undefined || samples.length < fewestSamples)
    return { ...about, status: peak === null ? 'unknown' : 'ok', details: { kind: 'none' } }
  const { slope, fit } = trendOf(samples)
  const side = wasForecast ? 'clear' : 'from'
  const before = samples.at(-recentSamples) ?? samples[0] ?? newest
  const goesOn = newest.value - before.value > slope * (newest.tick - before.tick) * pace[side]
  const isUsual =
    peak !== null &&
    newest.tick - peak.tick < usual.ticks &&
    newest.value <= peak.value + disk.totalBytes * cleanUp &&
    slope < peak.slope * usual.pace
  const timeLeft = slope > 0 ? ((disk.totalBytes - disk.usedBytes) / slope) * sampleEvery : Infinity
  const isForecast = goesOn && !isUsual && fit >= goodFit[side] && timeLeft < horizon[side]
  if (!isForecast) return { ...about, status: 'ok', details: { kind: 'none' } }
  const bytesPerHour = (slope * hour) / sampleEvery
  return { ...about, status: 'warning', details: { kind: 'forecast', disk, fullAt: at + timeLeft, bytesPerHour } }
}

const blind = (mount: string, at: number, status: 'unknown' | 'removed'): Check => ({
  type,
  subject: mount,
  at,
  status,
  details: { kind: 'none' },
})
