import type { Disk } from '../../../model/reading.ts'
import { percentOf } from '../percent.ts'

/** What statfs(2) says; blocks are counted in fragments. */
export interface FileSystemStatistics {
  readonly frsize: number
  readonly blocks: number
  readonly bfree: number
  readonly bavail: number
  readonly files: number
  readonly ffree: number
}

/**
 * The figures that `df` shows (before it rounds them up): what is reserved for root counts neither as used nor as
 * available.
 */
export const diskUsage = (mount: string, seenFrom: 'host' | 'engine', statistics: FileSystemStatistics): Disk => {
  const { frsize, blocks, bfree, bavail, files, ffree } = statistics
  const used = blocks - bfree
  return {
    mount,
    seenFrom,
    percent: percentOf(used, used + bavail),
    usedBytes: used * frsize,
    totalBytes: blocks * frsize,
    inodesPercent: files === 0 ? null : percentOf(files - ffree, files),
  }
}
