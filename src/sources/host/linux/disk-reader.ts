import fs from 'node:fs/promises'
import { posix } from 'node:path'
import { catchError, defer, finalize, forkJoin, map, of, shareReplay, timeout, type Observable } from 'rxjs'
import { concatMap, from, toArray } from 'rxjs'
import type { Disk } from '../../../model/reading.ts'
import type { Reason } from '../../../model/reason.ts'
import { diskUsage, type FileSystemStatistics } from './disk-usage.ts'
import { errorCode } from '../../proc-file.ts'
import type { DiskTarget } from './select-disks.ts'
import { threads, type StatfsInChild } from './statfs-in-child.ts'

/** Asks for the figures of the file system at a path: emits them once, or an error, or may hang. */
export type StatFileSystem = (path: string) => Observable<FileSystemStatistics>

/** By statfs(2). */
export const statFileSystem: StatFileSystem = (path) => defer(() => fs.statfs(path))

export interface DiskReaderOptions {
  readonly hostRoot: string
  /** Milliseconds that one reading waits for a file system that does not answer. */
  readonly patience: number
  /** In a thread of the agent's. */
  readonly statfs: StatFileSystem
  /** In a process of its own. */
  readonly inChild: StatfsInChild
}

/** Some are left for those that are looked at first. */
const mostHanging = threads - 4

type Target = Pick<DiskTarget, 'mount'>

const silent: Reason = { code: 'noAnswer', seconds: null }

/**
 * Reads file systems. One that does not answer is unavailable and is not asked again before it has answered. A call that
 * hangs holds one of libuv's four threads, maybe for ever: one of them at most. While one hangs, all are asked in a process of
 * their own, side by side; those that were behind it wait for the next reading. One reader serves all subscriptions: it knows
 * what hangs.
 */
export const createDiskReader = ({ hostRoot, patience, statfs, inChild }: DiskReaderOptions) => {
  const own = new Set<string>()
  const inTheChild = new Set<string>()

  const call = (mount: string, outstanding: Set<string>, ask: StatFileSystem): Observable<FileSystemStatistics> => {
    outstanding.add(mount)
    return ask(posix.join(hostRoot, mount)).pipe(
      finalize(() => {
        outstanding.delete(mount)
        if (own.size + inTheChild.size === 0) inChild.end()
      }),
      // Replayed without counting its readers: to give up on the answer does not end the call.
      shareReplay({ bufferSize: 1, refCount: false }),
    )
  }
  return (targets: readonly DiskTarget[], seenFrom: 'host' | 'engine'): Observable<readonly Disk[]> =>
    defer(() => {
      const unavailable = ({ mount }: Target, reason: Reason): Observable<Disk> => of({ mount, unavailable: reason })
      const read = (target: Target, statistics$: Observable<FileSystemStatistics>): Observable<Disk> =>
        statistics$.pipe(
          map((statistics) => diskUsage(target.mount, seenFrom, statistics)),
          timeout({ first: patience, with: () => unavailable(target, silent) }),
          catchError((error: unknown) =>
            unavailable(target, { code: 'cannotBeRead', path: null, system: errorCode(error) }),
          ),
        )
      const readOwn = (target: Target): Observable<Disk> =>
        own.size > 0 ? unavailable(target, { code: 'otherDiskHangs' }) : read(target, call(target.mount, own, statfs))
      const readInChild = (target: Target): Observable<Disk> => {
        const { mount } = target
        if (own.has(mount) || inTheChild.has(mount)) return unavailable(target, silent)
        if (inTheChild.size >= mostHanging) return unavailable(target, { code: 'otherDiskHangs' })
        return read(target, call(mount, inTheChild, inChild.statfs))
      }
      const readOne = (target: DiskTarget, how: (target: Target) => Observable<Disk>): Observable<Disk> =>
        'unavailable' in target ? of(target) : how(target)
      if (own.size + inTheChild.size === 0)
        return from(targets).pipe(
          concatMap((one) => readOne(one, readOwn)),
          toArray(),
        )
      return targets.length === 0 ? of([]) : forkJoin(targets.map((one) => readOne(one, readInChild)))
    })
}
