import type { Reason } from '../../model/reason.ts'
import { reasonOfError } from '../../reasoned-error.ts'

/** SQLite's primary result codes (sqlite.org/rescode.html) that mean something to the owner. */
const meanings: Readonly<Partial<Record<number, Reason>>> = {
  5: { code: 'databaseLocked' },
  8: { code: 'folderNotWritable' },
  10: { code: 'diskErrors' },
  11: { code: 'databaseCorrupt' },
  13: { code: 'diskFull' },
  14: { code: 'folderNotWritable' },
  26: { code: 'databaseCorrupt' },
}

const codeOf = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null

/** Why something could not be written down, without paths. */
export const storageReason = (error: unknown): Reason => {
  const number = codeOf(error)
  if (number !== null) return meanings[number] ?? { code: 'databaseFailed', number }
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'ENOSPC') return { code: 'diskFull' }
    if (error.code === 'EIO') return { code: 'diskErrors' }
    if (error.code === 'EROFS' || error.code === 'EACCES' || error.code === 'EPERM')
      return { code: 'folderNotWritable' }
    return { code: 'quoted', text: String(error.code) }
  }
  return reasonOfError(error)
}

/** SQLite's codes of what is our own fault: it says nothing of the disk. */
const ofOurs: readonly number[] = [1, 18, 19, 20, 21, 25]

/** Whether it says that the file or its disk cannot be used. */
export const isOfStorage = (error: unknown): boolean => {
  const code = codeOf(error)
  return code === null ? error instanceof Error && 'code' in error : !ofOurs.includes(code)
}

/** Another process has the database at this moment. */
export const isBusy = (error: unknown): boolean => codeOf(error) === 5

/** What the file holds is no database (any more). */
export const isCorrupt = (error: unknown): boolean => {
  const code = codeOf(error)
  return code === 11 || code === 26
}
