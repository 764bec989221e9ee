import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const run = promisify(execFile)

const docker = async (...given: readonly string[]): Promise<string> => (await run('docker', given)).stdout.trim()

export interface Containers extends AsyncDisposable {
  /** What the names of all of them begin with. */
  readonly prefix: string
  readonly names: readonly string[]
}

/** Runs so many busybox containers that only sleep. They are removed when they are disposed of. */
export const runContainers = async (count: number): Promise<Containers> => {
  const prefix = `vigilo-bench-${randomBytes(4).toString('hex')}-`
  const names = Array.from({ length: count }, (_, index) => `${prefix}${index}`)
  const remove = async (): Promise<void> => {
    const ids = await docker('ps', '--all', '--quiet', '--filter', `name=${prefix}`)
    if (ids !== '') await docker('rm', '--force', ...ids.split('\n'))
  }
  const started = await Promise.allSettled(
    names.map((name) =>
      docker('run', '--detach', '--name', name, 'busybox:local', 'sh', '-c', 'echo started; exec sleep 86400'),
    ),
  )
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) {
    await remove()
    throw new Error('no Docker engine here runs containers of the image busybox:local', { cause: failed.reason })
  }
  return { prefix, names, [Symbol.asyncDispose]: remove }
}

/** The PID, as the host sees it, of a container's main process. */
export const mainPid = async (name: string): Promise<number> =>
  Number(await docker('inspect', '--format', '{{.State.Pid}}', name))
