import { readFileSync } from 'node:fs'
import { ReasonedError } from '../reasoned-error.ts'

// Reads of /proc never wait for a device, so they are synchronous: libuv's few threads may be held by a dead disk.

/**
 * The text of a file that has to be there.
 *
 * @throws ReasonedError with the path and the error's code
 */
export const readProcFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ReasonedError({ code: 'cannotBeRead', path, system: errorCode(error) }, { cause: error })
  }
}

/** Null where the file is not there, or may not or cannot be read. */
export const readOptionalProcFile = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** As in `ENOENT`; null where it has none. */
export const errorCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
