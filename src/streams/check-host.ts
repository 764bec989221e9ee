import { defer, map, type OperatorFunction } from 'rxjs'
import type { Check, Status } from '../model/check.ts'
import type { Disk, HostReading, Reading } from '../model/reading.ts'
import { concatArrays } from './concat-arrays.ts'

export interface HostThresholds {
  readonly cpu: number
  readonly ram: number
  readonly disk: number
}

/**
 * Judges the host: CPU, memory and each file system against its threshold.
 *
 * ```
 * cpu = 85
 * readings:   a----b----x   a: cpu 40, b: cpu 91, x: host unavailable
 * checkHost:  o----c----u   o: cpu ok, c: cpu critical, u: cpu unknown
 * ```
 *
 * @param thresholds  percent; a value above its threshold is critical
 *
 * A host that cannot be seen makes everything known of it `unknown`; a file system that is no longer there is
 * `removed`. On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkHost({ cpu: 85, ram: 90, disk: 90 }))
 */
export const checkHost =
  (thresholds: HostThresholds): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      let mounts: readonly string[] | null = null
      return readings$.pipe(
        map((reading) => {
          if (reading.kind === 'host') {
            const gone = (mounts ?? []).filter((mount) => !reading.disks.some((disk) => disk.mount === mount))
            mounts = reading.disks.map(({ mount }) => mount)
            return [
              ...judge(reading, thresholds),
              ...gone.map((mount) => blind('DISK_CRITICAL', mount, reading.at, 'removed')),
            ]
          }
          if (reading.kind !== 'unavailable' || reading.source !== 'host' || mounts === null) return []
          return [
            blind('CPU_CRITICAL', 'host', reading.at, 'unknown'),
            blind('RAM_CRITICAL', 'host', reading.at, 'unknown'),
            ...mounts.map((mount) => blind('DISK_CRITICAL', mount, reading.at, 'unknown')),
          ]
        }),
        concatArrays(),
      )
    })

const judge = (host: HostReading, thresholds: HostThresholds): readonly Check[] => {
  const { at, cpu, memory } = host
  return [
    {
      type: 'CPU_CRITICAL',
      subject: 'host',
      at,
      status: above(cpu.percent, thresholds.cpu),
      details: { kind: 'cpu', percent: cpu.percent, threshold: thresholds.cpu, host },
    },
    {
      type: 'RAM_CRITICAL',
      subject: 'host',
      at,
      status: above(memory.percent, thresholds.ram),
      details: { kind: 'memory', percent: memory.percent, threshold: thresholds.ram, host },
    },
    ...host.disks.map((disk) => judgeDisk(disk, at, thresholds.disk)),
  ]
}

const judgeDisk = (disk: Disk, at: number, threshold: number): Check =>
  'unavailable' in disk
    ? blind('DISK_CRITICAL', disk.mount, at, 'unknown')
    : {
        type: 'DISK_CRITICAL',
        subject: disk.mount,
        at,
        status: above(disk.percent, threshold),
        details: { kind: 'disk', percent: disk.percent, threshold, disk },
      }

const above = (percent: number, threshold: number): Status => (percent > threshold ? 'critical' : 'ok')

const blind = (type: string, subject: string, at: number, status: 'unknown' | 'removed'): Check => ({
  type,
  subject,
  at,
  status,
  details: { kind: 'none' },
})
