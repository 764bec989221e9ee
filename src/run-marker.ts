import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from './log.ts'
import { makePrivateFolder, writePrivateFile } from './private-files.ts'
import type { PreviousRun } from './streams/notify/startup.ts'

const hour = 3_600_000

/** What stands in the marker's file while an agent runs; times are milliseconds since the epoch. */
interface Marker {
  /** When the last start-up notice was made. */
  readonly noticedAt: number
  /** Starts since that notice. */
  readonly restarts: number
}

/** Tells a clean end from a crash: a file in the data folder that only a clean end takes away. */
export interface RunMarker {
  readonly previousRun: PreviousRun
  /** The start-up notice was made. */
  readonly noticed: () => void
  /** The agent ends as it should. */
  readonly remove: () => void
}

/** Opens the marker. A folder that cannot be written is a warning: every start then counts as clean. */
export const openRunMarker = ({ dataDir, now, log }: { dataDir: string; now: () => number; log: Log }): RunMarker => {
  const path = join(dataDir, 'running.json')
  const attempt = (what: string, action: () => void): void => {
    try {
      action()
    } catch (error) {
      log.warn(
        `cannot ${what} the run marker in DATA_DIR: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'}`,
      )
    }
  }
  const write = (marker: Marker): void =>
    attempt('write', () => {
      makePrivateFolder(dataDir)
      writePrivateFile(path, JSON.stringify(marker))
    })

  const before = read(path)
  const restarts = before ? before.restarts + 1 : 0
  write({ noticedAt: before?.noticedAt ?? now(), restarts })
  return {
    previousRun: before
      ? {
          ended: 'uncleanly',
          restarts,
          since: before.noticedAt,
          quietFor: Math.min(hour, Math.max(0, before.noticedAt + hour - now())),
        }
      : { ended: 'cleanly' },
    noticed: () => write({ noticedAt: now(), restarts: 0 }),
    remove: () => attempt('remove', () => rmSync(path, { force: true })),
  }
}

const read = (path: string): Marker | null => {
  try {
    const marker: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isMarker(marker) ? marker : { noticedAt: 0, restarts: 0 }
  } catch (error) {
    // A marker cut short by a crash is a marker all the same.
    return error instanceof SyntaxError ? { noticedAt: 0, restarts: 0 } : null
  }
}

const isMarker = (value: unknown): value is Marker =>
  typeof value === 'object' &&
  value !== null &&
  'noticedAt' in value &&
  typeof value.noticedAt === 'number' &&
  'restarts' in value &&
  typeof value.restarts === 'number'
