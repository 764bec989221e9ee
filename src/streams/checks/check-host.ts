import { defer, type OperatorFunction } from 'rxjs'
import type { Check, Status } from '../../model/check.ts'
import type { Limit } from '../../model/limit.ts'
import type { Disk, HostReading, Reading, Usage } from '../../model/reading.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'

export interface HostLimits {
  readonly cpu: Limit
  readonly ram: Limit
  /** Without one, swap is not judged. */
  readonly swap?: Limit
  readonly disk: Limit
}

/**
 * Judges the host: CPU, memory, swap, and the space and the inodes of each file system.
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
      let hadSwap = false
      return readings$.pipe(
        concatMapArrays((reading) => {
          const { at } = reading
          if (reading.kind === 'host') {
            const now = reading.disks.map(({ mount }) => mount)
            const gone = mounts.filter((mount) => !now.includes(mount))
            mounts = now
            const isSwapGone = hadSwap && reading.swap === null
            hadSwap = limits.swap !== undefined && reading.swap !== null
            return [
              ...judge(reading, limits),
              ...(isSwapGone ? [blind('SWAP_CRITICAL', 'host', at, 'removed')] : []),
              ...gone.flatMap((mount) => blindDisk(mount, at, 'removed')),
            ]
          }
          if (reading.kind !== 'unavailable' || reading.source !== 'host') return []
          return [
            blind('CPU_CRITICAL', 'host', at, 'unknown'),
            blind('RAM_CRITICAL', 'host', at, 'unknown'),
            ...(hadSwap ? [blind('SWAP_CRITICAL', 'host', at, 'unknown')] : []),
            ...mounts.flatMap((mount) => blindDisk(mount, at, 'unknown')),
          ]
        }),
      )
    })

const judge = (host: HostReading, limits: HostLimits): readonly Check[] => {
  const { at, cpu, memory, swap, disks } = host
  const judgeUsage = (
    type: string,
    kind: 'cpu' | 'memory',
    { percent }: Pick<Usage, 'percent'>,
    limit: Limit,
  ): Check => ({
    type,
    subject: 'host',
    at,
    status: above(percent, limit),
    details: { kind, percent, threshold: limit.threshold, clear: limit.clear, host },
  })
  return [
    judgeUsage('CPU_CRITICAL', 'cpu', cpu, limits.cpu),
    judgeUsage('RAM_CRITICAL', 'memory', memory, limits.ram),
    ...(swap && limits.swap ? [judgeUsage('SWAP_CRITICAL', 'memory', swap, limits.swap)] : []),
    ...disks.flatMap((disk) => judgeDisk(disk, at, limits.disk)),
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
