import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { createFolder, type Folder } from './folder.ts'

/** Percent of the memory that is in use. */
export const setMemory = (folder: Folder, percent: number): void =>
  void folder.write('host/proc/meminfo', `MemTotal: 1000 kB\nMemFree: 0 kB\nMemAvailable: ${1_000 - 10 * percent} kB\n`)

/** A folder whose `host` is the root of a recorded host, with so much of its memory in use, in percent. */
export const createHost = (percent: number): Folder => {
  const folder = createFolder()
  cpSync(join(import.meta.dirname, '../fixtures/host/recorded/before'), join(folder.path, 'host'), { recursive: true })
  setMemory(folder, percent)
  return folder
}
