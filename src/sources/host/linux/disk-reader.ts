import fs from 'node:fs/promises'
import { posix } from 'node:path'
import {
  catchError,
  concatMap,
  defer,
  finalize,
  from,
  map,
  of,
  shareReplay,
  timeout,
  toArray,
  type Observable,
} from 'rxjs'
import type { Disk } from '../../../model/reading.ts'
import { diskUsage, type FileSystemStatistics } from './disk-usage.ts'
import { errorCode } from './proc-file.ts'
import type { DiskTarget } from './select-disks.ts'

/** Asks for the figures of the file system at a path: emits them once, or an error, or may hang. */
export type StatFileSystem = (path: string) => Observable<FileSystemStatistics>

/** By statfs(2). */
export const statFileSystem: StatFileSystem = (path) => defer(() => fs.statfs(path))

export interface DiskReaderOptions {
  readonly hostRoot: string
  /** Milliseconds that one reading waits for a file system that does not answer. */
  readonly patience: number
  readonly statfs: StatFileSystem
}

// A call that hangs holds one of libuv's four threads, maybe for ever. What is named may depend on another machine and
// holds two at most; one is always left free.
const mostCalls = { local: 3, named: 2 } as const

/**
 * Reads file systems one after the other. One that does not answer is unavailable and is not asked again before it
 * has answered; those behind it wait for the next reading. One reader serves all subscriptions: it knows what hangs.
 */
export const createDiskReader = ({ hostRoot, patience, statfs }: DiskReaderOptions) => {
  const outstanding = new Set<string>()

  const call = (mount: string): Observable<FileSystemStatistics> => {
    outstanding.add(mount)
    return statfs(posix.join(hostRoot, mount)).pipe(
      finalize(() => outstanding.delete(mount)),
      // Replayed without counting its readers: to give up on the answer does not end the call.
      shareReplay({ bufferSize: 1, refCount: false }),
    )
  }

  return (targets: readonly DiskTarget[], seenFrom: 'host' | 'engine'): Observable<readonly Disk[]> =>
    defer(() => {
      let gaveUp = false
      const read = (target: DiskTarget): Observable<Disk> => {
        if ('unavailable' in target) return of(target)
        const { mount, kind } = target
        const unavailable = (reason: string): Observable<Disk> => of({ mount, unavailable: reason })
        if (outstanding.has(mount)) return unavailable('does not answer')
        if (gaveUp || outstanding.size >= mostCalls[kind]) return unavailable('another file system does not answer')
        const giveUp = (): Observable<Disk> => {
          gaveUp = true
          return unavailable('does not answer')
        }
        return call(mount).pipe(
          map((statistics) => diskUsage(mount, seenFrom, statistics)),
          timeout({ first: patience, with: giveUp }),
          catchError((error: unknown) => unavailable(`cannot be read (${errorCode(error)})`)),
        )
      }
      return from(targets).pipe(concatMap(read), toArray())
    })
}
