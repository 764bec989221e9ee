import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isTimeZone } from './texts.ts'

/** What the configuration has to look up beyond the environment. None of it throws. */
export interface Readers {
  /** The text of a file; null where it cannot be read. */
  readonly file: (path: string) => string | null
  /** The name of the host whose `/` is mounted at `hostRoot`. */
  readonly hostName: (hostRoot: string) => string
  /** The time zone of the host whose `/` is mounted at `hostRoot`. */
  readonly timeZone: (hostRoot: string) => string
  /** Whether the agent itself runs in a container. */
  readonly inContainer: () => boolean
}

const orNull = (read: () => string): string | null => {
  try {
    return read()
  } catch {
    return null
  }
}

const file = (path: string): string | null => orNull(() => readFileSync(path, 'utf8'))

// A container's own name is a random id, so the host's file comes first.
const hostName = (hostRoot: string): string => {
  const mounted = hostRoot === '/' ? null : file(join(hostRoot, 'etc/hostname'))
  return mounted?.trim() || hostname()
}

const timeZone = (hostRoot: string): string => {
  const link = orNull(() => readlinkSync(join(hostRoot, 'etc/localtime')))?.split('/zoneinfo/')[1]
  const written = file(join(hostRoot, 'etc/timezone'))?.trim()
  const known = [link, written].find((name) => name !== undefined && isTimeZone(name))
  // Of a TZ that it does not understand, Node says no zone at all.
  const own: unknown = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return known ?? (typeof own === 'string' ? own : 'UTC')
}

const inContainer = (): boolean => existsSync('/.dockerenv') || existsSync('/run/.containerenv')

/** Looks at this machine. */
export const systemReaders: Readers = { file, hostName, timeZone, inContainer }
