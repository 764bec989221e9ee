import { posix } from 'node:path'
import { mountTablePath, parseMountTable } from './mount-table.ts'
import { readOptionalProcFile } from '../../proc-file.ts'
import { isContainerRoot } from './select-disks.ts'

/** Reads the name in an os-release(5), as in `Debian GNU/Linux 12 (bookworm)`. Null where there is none. */
export const parseOperatingSystem = (text: string): string | null =>
  /^PRETTY_NAME=(["']?)(.+)\1$/m.exec(text)?.[2] ?? null

/** Null too in a container that does not see the host: the name would be the image's. */
export const readOperatingSystem = (hostRoot: string): string | null => {
  const mounts = parseMountTable(readOptionalProcFile(mountTablePath(hostRoot)) ?? '')
  if (isContainerRoot(mounts)) return null
  const names = ['etc/os-release', 'usr/lib/os-release'].map((path) => readOptionalProcFile(posix.join(hostRoot, path)))
  return parseOperatingSystem(names.find((text) => text !== null) ?? '')
}
