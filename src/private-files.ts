import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What an agent keeps is for its own user alone. */
const fileMode = 0o600
const folderMode = 0o700

/** Whatever group and others may do. */
const forOthers = 0o077
/** A folder that many share, as /tmp. */
const sticky = 0o1000

/** What the agent writes into its data folder, and what SQLite puts beside it. */
const ownFile = /^(?:vigilo\.db.*|lock(?:-.*|\.json)?|running\.json|host-id|unreadable\.jsonl)$/

/** Makes a folder, unless it is there. */
export const makePrivateFolder = (path: string): void => void mkdirSync(path, { recursive: true, mode: folderMode })

/** Makes an empty file, unless there is something of that name. */
export const makePrivateFile = (path: string): void => {
  if (!existsSync(path)) closeSync(openSync(path, 'a', fileMode))
}

export const writePrivateFile = (path: string, text: string): void => writeFileSync(path, text, { mode: fileMode })

/**
 * Takes from all others what they may do with a data folder and with what an agent wrote there. A folder that many share
 * stays as it is. Returns whether nobody else can open it now, or what is in it.
 */
export const makePrivate = (folder: string): boolean => {
  try {
    const isShared = isSharedFolder(folder)
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && ownFile.test(entry.name))
      .map(({ name }) => restrict(join(folder, name), fileMode))
    return [isShared || restrict(folder, folderMode), ...files].every((isPrivate) => isPrivate)
  } catch {
    return false
  }
}

/** Whether many share it, as /tmp, and the volume of the image: nobody else can remove what is in it. */
export const isSharedFolder = (folder: string): boolean => (lstatSync(folder).mode & sticky) !== 0

/** Whether somebody else may open a folder, as its mode has it. Throws where it is not there. */
export const isOpenToOthers = (folder: string): boolean => (lstatSync(folder).mode & forOthers) !== 0

/** Returns whether that is so now: a folder may belong to somebody else. */
const restrict = (path: string, mode: number): boolean => {
  try {
    if (isOpenToOthers(path)) chmodSync(path, mode)
    return true
  } catch {
    return false
  }
}
