import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readOptionalProcFile } from '../../proc-file.ts'

/** Where the files of one container's control group are. */
export interface CgroupLocation {
  readonly version: 1 | 2
  readonly cpu: string
  readonly memory: string
}

/**
 * Finds a container's control group by its id in the /proc/PID/cgroup of its main process (cgroups(7)), for both
 * versions. Null where it cannot be seen from here.
 *
 * @param hostRoot  where the host's `/` is mounted
 */
export const findCgroup = (hostRoot: string, pid: number, id: string): CgroupLocation | null => {
  const mount = join(hostRoot, 'sys/fs/cgroup')
  const entries = readEntries(join(hostRoot, 'proc', String(pid), 'cgroup'))
  const directory = (base: string, controller: string): string | null => {
    const path = entries.find(({ controllers }) => controllers.includes(controller))?.path
    return path === undefined ? null : resolve(base, path, id)
  }
  const cpu = directory(join(mount, 'cpuacct'), 'cpuacct')
  const memory = directory(join(mount, 'memory'), 'memory')
  if (cpu !== null && memory !== null) return { version: 1, cpu, memory }
  const unified = directory(mount, '')
  return unified === null ? null : { version: 2, cpu: unified, memory: unified }
}

interface Entry {
  /** A single empty name for version 2. */
  readonly controllers: readonly string[]
  readonly path: string
}

const readEntries = (file: string): readonly Entry[] =>
  (readOptionalProcFile(file) ?? '').split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    return controllers === undefined || path === undefined ? [] : [{ controllers: controllers.split(','), path }]
  })

/** The outermost group that bears the id: a container may have groups of its own within. */
const resolve = (base: string, path: string, id: string): string | null => {
  const parts = path.split('/')
  const depth = parts.findIndex((part) => part.includes(id))
  if (depth === -1) return null
  // Within a cgroup namespace of our own, the path climbs out of it to where we cannot tell.
  return parts.includes('..') ? searchFor(id, base, deepest) : join(base, ...parts.slice(0, depth + 1))
}

const deepest = 4

const searchFor = (id: string, base: string, levels: number): string | null => {
  const names = directoriesIn(base)
  const found = names.find((name) => name.includes(id))
  if (found !== undefined) return join(base, found)
  if (levels === 1) return null
  for (const name of names) {
    const within = searchFor(id, join(base, name), levels - 1)
    if (within !== null) return within
  }
  return null
}

const directoriesIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  } catch {
    return []
  }
}
