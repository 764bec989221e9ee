import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DiskPart } from '../../model/disk-usage.ts'

/** Where Docker keeps the log of each container, if nobody has moved it. */
const folder = 'var/lib/docker/containers'

/**
 * What the logs of the containers take up, as far as they can be seen under the host's root; null where they cannot.
 *
 * @param nameOf  how people call a container, by its id
 */
export const readLogFiles = async (hostRoot: string, nameOf: (id: string) => string): Promise<DiskPart | null> => {
  try {
    const ids = await readdir(join(hostRoot, folder))
    const sizes = await Promise.all(ids.map((id) => sizeOf(join(hostRoot, folder, id), id)))
    const logs = ids.map((id, index) => ({ name: nameOf(id), bytes: sizes[index] ?? 0 }))
    const [largest = null] = logs.toSorted((a, b) => b.bytes - a.bytes)
    const bytes = logs.reduce((total, log) => total + log.bytes, 0)
    return { kind: 'logs', bytes, largest, unusedBytes: null }
  } catch {
    return null
  }
}

/** Rotated files of a log lie beside it. */
const sizeOf = async (path: string, id: string): Promise<number> => {
  const files = (await readdir(path)).filter((file) => file.startsWith(`${id}-json.log`))
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(path, file))).size))
  return sizes.reduce((total, size) => total + size, 0)
}
