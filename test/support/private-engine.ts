import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe } from 'vitest'
import { defaultHost, dockerAt, testImage, whyNoEngine, type DockerCommand } from './docker-engine.ts'

const run = promisify(execFile)

/** An engine of one's own, which may be stopped, killed, frozen and started again. */
export interface PrivateEngine {
  readonly host: string
  readonly docker: DockerCommand
  /** Starts it anew after its end, and waits until it answers. */
  readonly start: () => Promise<void>
  /** Freezes it (SIGSTOP) or lets it go on. */
  readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void
  /** Ends it and waits until it has ended. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>
  /** Ends it with all its containers, and removes what it stored. */
  readonly remove: () => Promise<void>
}

/** As `describeWithEngine`, for what needs an engine of its own, which only root can start. */
export const describeWithPrivateEngine = async (title: string, body: () => void): Promise<void> => {
  const reason = process.getuid?.() === 0 ? await whyNoEngine() : 'only root can start an engine'
  if (reason !== null) console.warn(`Skipped, as ${reason}: ${title}`)
  describe.skipIf(reason !== null)(title, body)
}

/**
 * Starts a dockerd beside the one that is running, in a network namespace of its own, and gives it the image of the
 * tests. It has no networks for its containers.
 */
export const startPrivateEngine = async (): Promise<PrivateEngine> => {
  const directory = mkdtempSync(join(tmpdir(), 'vigilo-test-'))
  const host = `unix://${join(directory, 'docker.sock')}`
  const docker = dockerAt(host)

  const start = async (): Promise<ChildProcess> => {
    // Left by an engine that was killed, it would keep the next one from starting.
    rmSync(join(directory, 'pid'), { force: true })
    const folders = [`--data-root=${join(directory, 'data')}`, `--exec-root=${join(directory, 'exec')}`]
    const options = [`--host=${host}`, `--pidfile=${join(directory, 'pid')}`, ...folders]
    const noNetworks = ['--bridge=none', '--iptables=false', '--ip6tables=false']
    // Without a bridge, dockerd deletes the docker0 that it finds: in a namespace of its own it finds none.
    // A Swarm needs its loopback interface, which is down at first.
    const dockerd = ['sh', '-c', 'ip link set lo up; exec dockerd "$@"', 'dockerd', ...options, ...noNetworks]
    const daemon = spawn('unshare', ['--net', ...dockerd], { stdio: 'ignore' })
    while (!(await answers(docker))) {
      if (daemon.exitCode !== null) throw new Error(`dockerd ended with ${daemon.exitCode}`)
    }
    return daemon
  }

  let daemon = await start()
  const end: PrivateEngine['end'] = async (signal) => {
    const exited = once(daemon, 'exit')
    daemon.kill(signal)
    await exited
    // Its containerd dies with it, but a little later: the next engine would take it for alive.
    while (isAlive(join(directory, 'exec/containerd/containerd.pid'))) await pause()
  }

  const archive = join(directory, 'image.tar')
  await dockerAt(defaultHost)('save', '--output', archive, testImage)
  await docker('load', '--input', archive)

  return {
    host,
    docker,
    start: async () => {
      daemon = await start()
    },
    signal: (signal) => daemon.kill(signal),
    end,
    remove: async () => {
      if (daemon.exitCode !== null || daemon.signalCode !== null) daemon = await start()
      const ids = await docker('ps', '--all', '--quiet')
      if (ids !== '') await docker('rm', '--force', ...ids.split('\n'))
      await end('SIGTERM')
      // An engine leaves its folder mounted on itself, and the network namespaces of a Swarm.
      for (const path of mountsBelow(directory)) await run('umount', [path]).catch(() => undefined)
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const answers = async (docker: DockerCommand): Promise<boolean> => {
  try {
    await docker('version')
    return true
  } catch {
    await pause()
    return false
  }
}

const isAlive = (pidFile: string): boolean =>
  existsSync(pidFile) && existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}`)

/** The innermost first. */
const mountsBelow = (directory: string): readonly string[] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .filter((path) => path.startsWith(`${directory}/`))
    .toReversed()

const pause = () => new Promise((resolve) => setTimeout(resolve, 100))
