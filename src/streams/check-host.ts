import { defer, type OperatorFunction } from 'rxjs'
import type { Check, Status } from '../model/check.ts'
import type { Disk, HostReading, Reading } from '../model/reading.ts'
import { concatMapArrays } from './concat-map-arrays.ts'

/** In percent: above its threshold, a value is trouble; that ends below the clear value. */
export interface HostLimits {
  readonly cpu: Limit
  readonly ram: Limit
  readonly disk: Limit
}

interface Limit {
  readonly threshold: number
  readonly clear: number
}

/**
 * Judges the host: CPU, memory, and the space and the inodes of each file system.
 *
 * ```
 * cpu = 85
 * readings:   a----b----x   a: cpu 40, b: cpu 91, x: host unavailable
 * checkHost:  o----c----u   o: cpu ok, c: cpu critical, u: cpu unknown
 * ```
 *
 * @param limits  percent; those of disk hold for inodes too, where a file system has them
 *
 * A host that cannot be seen, or never was, makes everything known of it `unknown`; a file system that is no longer there is
 * `removed`. On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkHost({ cpu: limit, ram: limit, disk: limit }))
 */
export const checkHost =
  (limits: HostLimits): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      let mounts: readonly string[] = []
      return readings$.pipe(
        concatMapArrays((reading) => {
          const { at } = reading
          if (reading.kind === 'host') {
            const gone = mounts.filter((mount) => !reading.disks.some((disk) => disk.mount === mount))
            mounts = reading.disks.map(({ mount }) => mount)
            return [...judge(reading, limits), ...gone.flatMap((mount) => blindDisk(mount, at, 'removed'))]
          }
          if (reading.kind !== 'unavailable' || reading.source !== 'host') return []
          return [
            blind('CPU_CRITICAL', 'host', at, 'unknown'),
            blind('RAM_CRITICAL', 'host', at, 'unknown'),
            ...mounts.flatMap((mount) => blindDisk(mount, at, 'unknown')),
          ]
        }),
      )
    })

const judge = (host: HostReading, limits: HostLimits): readonly Check[] => {
  const { at, cpu, memory } = host
  return [
    {
      type: 'CPU_CRITICAL',
      subject: 'host',
      at,
      status: above(cpu.percent, limits.cpu),
      details: { kind: 'cpu', percent: cpu.percent, threshold: limits.cpu.threshold, clear: limits.cpu.clear, host },
    },
    {
      type: 'RAM_CRITICAL',
      subject: 'host',
      at,
      status: above(memory.percent, limits.ram),
      details: {
        kind: 'memory',
        percent: memory.percent,
        threshold: limits.ram.threshold,
        clear: limits.ram.clear,
        host,
      },
    },
    ...host.disks.flatMap((disk) => judgeDisk(disk, at, limits.disk)),
  ]
}

const judgeDisk = (disk: Disk, at: number, limit: Limit): readonly Check[] => {
  if ('unavailable' in disk) return blindDisk(disk.mount, at, 'unknown')
  const { mount: subject, percent, inodesPercent } = disk
  const space: Check = {
    type: 'DISK_CRITICAL',
    subject,
    at,
    status: above(percent, limit),
    details: { kind: 'disk', percent, threshold: limit.threshold, clear: limit.clear, disk },
  }
  if (inodesPercent === null) return [space]
  return [
    space,
    {
      type: 'INODES_CRITICAL',
      subject,
      at,
      status: above(inodesPercent, limit),
      details: { kind: 'inodes', percent: inodesPercent, threshold: limit.threshold, clear: limit.clear, disk },
    },
  ]
}

const above = (percent: number, { threshold }: Limit): Status => (percent > threshold ? 'critical' : 'ok')

const blindDisk = (mount: string, at: number, status: 'unknown' | 'removed'): readonly Check[] =>
  ['DISK_CRITICAL', 'INODES_CRITICAL'].map((type) => blind(type, mount, at, status))

const blind = (type: string, subject: string, at: number, status: 'unknown' | 'removed'): Check => ({
  type,
  subject,
  at,
  status,
  details: { kind: 'none' },
})
