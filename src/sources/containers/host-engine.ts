import { lstatSync, readdirSync, statSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { readOptionalProcFile } from '../proc-file.ts'

/** What is known of the engine's process on its host, without a word to the engine. */
export interface HostEngine {
  /** The engine's socket as the host itself has it; null where what answered so far was not the host's Docker. */
  readonly socket: () => string | null
  /** Why it must not be asked by this path now; null where it may be. */
  readonly absence: (path: string) => 'stopped' | 'stopping' | null
  /** It answered by this path. */
  readonly answered: (path: string) => void
  /** It ended a connection, or did not take one. */
  readonly lost: () => void
}

/** An engine that stops gives its containers 15 s (dockerd, `shutdown-timeout`), and some more if it has many. */
const stopTakes = 30_000

/**
 * Systemd holds Docker's socket while nobody listens behind it, and starts the engine that its owner stopped at the first
 * connection (`docker.socket`). So, once a connection was lost, and before the first one, it is looked for in the process
 * list: without a `dockerd` it is stopped, and while those run that ran when it was lost it may be stopping. Where the process
 * list cannot be seen, or the socket is not that of the host's Docker, it is asked as it ever was.
 *
 * @param hostRoot  where the host's `/` is mounted
 */
export const createHostEngine = (hostRoot: string): HostEngine => {
  const hostSocket = join(hostRoot, 'run/docker.sock')
  const proc = join(hostRoot, 'proc')
  let isSure = false
  let isHosts = false
  let pids: ReadonlySet<string> = new Set()
  let lostAt: number | null = null

  const isKept = (): boolean => look(lstatSync, hostSocket)?.isSocket() === true

  const isSame = (path: string): boolean => {
    const [one, other] = [look(statSync, path), look(statSync, hostSocket)]
    return one !== null && one.ino === other?.ino && one.dev === other.dev
  }

  const isEnabled = (): boolean =>
    look(lstatSync, join(hostRoot, 'etc/systemd/system/sockets.target.wants/docker.socket')) !== null

  const isBySystemd = (): boolean => isKept() && look(statSync, join(hostRoot, 'run/systemd/system')) !== null

  const isStopping = (now: readonly string[]): boolean =>
    now.length > 0 && lostAt !== null && performance.now() - lostAt < stopTakes && now.every((pid) => pids.has(pid))

  return {
    socket: () => (isHosts && isKept() ? hostSocket : null),
    absence: (path) => {
      if (isSure || !isBySystemd() || !isSame(path)) return null
      const now = enginesIn(proc)
      if (now === null) return null
      // Where its process never could be seen, it is not known to be Docker's own.
      if (now.length === 0) return pids.size > 0 || isEnabled() ? 'stopped' : null
      return isStopping(now) ? 'stopping' : null
    },
    answered: (path) => {
      if (isSure) return
      const now = isBySystemd() ? enginesIn(proc) : null
      // One that stops still answers what it was asked before.
      if (isStopping(now ?? [])) return
      isSure = true
      isHosts ||= isSame(path)
      lostAt = null
      pids = new Set(now)
    },
    lost: () => {
      if (isSure) lostAt = performance.now()
      isSure = false
    },
  }
}

/** The ids of the processes that are engines; null where other people's processes cannot be seen. */
const enginesIn = (proc: string): readonly string[] | null => {
  if (commandOf(proc, '1') === null) return null
  return readdirSync(proc).filter((name) => /^\d+$/.test(name) && commandOf(proc, name) === 'dockerd')
}

const commandOf = (proc: string, pid: string): string | null =>
  readOptionalProcFile(join(proc, pid, 'comm'))?.trim() ?? null

const look = (stat: (path: string) => Stats, path: string): Stats | null => {
  try {
    return stat(path)
  } catch {
    return null
  }
}
