/** SQLite's primary result codes (sqlite.org/rescode.html) that mean something to the owner. */
const meanings: Readonly<Record<number, string>> = {
  5: 'the database is locked by another process',
  8: 'the data folder cannot be written',
  10: 'the disk reports errors',
  11: 'the database is corrupt',
  13: 'the disk is full',
  14: 'the data folder cannot be written',
  26: 'the database is corrupt',
}

const codeOf = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null

/** Why something could not be written down, without paths. */
export const storageReason = (error: unknown): string => {
  const code = codeOf(error)
  if (code !== null) return meanings[code] ?? `SQLite's error ${code}`
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'ENOSPC') return 'the disk is full'
    if (error.code === 'EROFS' || error.code === 'EACCES' || error.code === 'EPERM')
      return 'the data folder cannot be written'
    return String(error.code)
  }
  return error instanceof Error ? error.message : 'unknown error'
}

export const isBusy = (error: unknown): boolean => codeOf(error) === 5

/** What the file holds is no database (any more). */
export const isCorrupt = (error: unknown): boolean => {
  const code = codeOf(error)
  return code === 11 || code === 26
}
