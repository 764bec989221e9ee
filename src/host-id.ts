import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePrivateFolder, writePrivateFile } from './private-files.ts'

const file = 'host-id'

/** As in `h-3f9a1c2b7d`: what names a host in fingerprints, whatever people call it. */
const isId = (text: string): boolean => /^[a-z0-9-]{1,40}$/.test(text)

/** The id of this host as an agent wrote it down; null where none did. */
export const readHostId = (dataDir: string): string | null => {
  try {
    const text = readFileSync(join(dataDir, file), 'utf8').trim()
    return isId(text) ? text : null
  } catch {
    return null
  }
}

/** The id of this host: made once, at random, and written down. Where that cannot be it is another one after each start. */
export const hostId = (dataDir: string): string => {
  const known = readHostId(dataDir)
  if (known !== null) return known
  const made = `h-${randomBytes(5).toString('hex')}`
  try {
    makePrivateFolder(dataDir)
    writePrivateFile(join(dataDir, file), `${made}\n`)
  } catch {
    // A data folder that cannot be written is a trouble of its own, and told.
  }
  return made
}
