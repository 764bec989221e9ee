import { platform } from 'node:os'
import { defer, delay, switchMap, timeout, type Observable } from 'rxjs'
import type { Log } from '../../log.ts'
import type { HostReading } from '../../model/reading.ts'
import { poll } from '../poll.ts'
import { statFileSystem, type StatFileSystem } from './linux/disk-reader.ts'
import { createLinuxHost } from './linux/linux-host.ts'
import type { DiskChoice } from './linux/select-disks.ts'
import { createPortableHost } from './portable-host.ts'

export interface HostSourceOptions {
  /** Milliseconds between two readings. */
  readonly interval: number
  /** Where the host's `/` is mounted. */
  readonly hostRoot: string
  readonly disks: DiskChoice
  readonly log: Log
  /** Asks for the figures of a file system; statfs(2) unless said otherwise. */
  readonly statfs?: StatFileSystem
}

const primingTime = 1_000
const longestDiskPatience = 5_000

/**
 * Reads the host: first after one second, over which the first use of CPU is counted, and then every `interval`.
 *
 * A file system that does not answer within half an interval (5 s at most) is unavailable; anything else that cannot
 * be read is an error, whose message tells what. Create it once, and subscribe anew after an error.
 */
export const createHostSource = ({
  interval,
  hostRoot,
  disks,
  log,
  statfs = statFileSystem,
}: HostSourceOptions): Observable<HostReading> => {
  const open =
    platform() === 'linux'
      ? createLinuxHost({ hostRoot, disks, diskPatience: Math.min(interval / 2, longestDiskPatience), statfs, log })
      : createPortableHost(disks)
  return defer(open).pipe(
    timeout(interval),
    delay(primingTime),
    switchMap((read) => poll({ interval, read })),
  )
}
