import { readFileSync } from 'node:fs'

// Reads of /proc never wait for a device, so they are synchronous: libuv's few threads may be held by a dead disk.

/**
 * The text of a file that has to be there.
 *
 * @throws Error with the path and the error's code
 */
export const readProcFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`cannot read ${path} (${errorCode(error)})`, { cause: error })
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

/** As in `ENOENT`. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'
