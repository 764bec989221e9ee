import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { describe } from 'vitest'

const run = promisify(execFile)

/** The image of the containers of the tests: a busybox. */
export const testImage = 'busybox:local'

/** Runs `docker` with its arguments and gives what it printed. */
export type DockerCommand = (...given: readonly string[]) => Promise<string>

export const dockerAt =
  (host: string): DockerCommand =>
  async (...given) =>
    (await run('docker', ['--host', host, ...given])).stdout.trim()

export const defaultHost = 'unix:///var/run/docker.sock'

/** Null where the tests can have a real engine. */
export const whyNoEngine = async (): Promise<string | null> => {
  try {
    await run('docker', ['--host', defaultHost, 'image', 'inspect', testImage], { timeout: 10_000 })
    return null
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isMissing ? 'there is no docker command' : `no Docker engine with the image ${testImage} answers`
  }
}

/** As `describe`, for what needs a Docker engine; says so in one line where there is none. */
export const describeWithEngine = async (title: string, body: () => void): Promise<void> => {
  const reason = await whyNoEngine()
  if (reason !== null) console.warn(`Skipped, as ${reason}: ${title}`)
  describe.skipIf(reason !== null)(title, body)
}

/** Containers of one test file: their names begin with a prefix of their own, and all of them can be removed. */
export const createTestContainers = (docker: DockerCommand) => {
  const prefix = `vigilo-test-${randomBytes(4).toString('hex')}-`
  return {
    /** The full name of the container that a test calls so. */
    named: (name: string): string => `${prefix}${name}`,
    /** `docker run --detach` of a shell command line, without a network; gives the id. */
    run: (name: string, command: string, ...options: readonly string[]): Promise<string> =>
      docker(
        'run',
        '--detach',
        '--network=none',
        '--name',
        `${prefix}${name}`,
        ...options,
        testImage,
        'sh',
        '-c',
        command,
      ),
    removeAll: async (): Promise<void> => {
      const ids = await docker('ps', '--all', '--quiet', '--filter', `name=${prefix}`)
      if (ids !== '') await docker('rm', '--force', '--volumes', ...ids.split('\n'))
    },
  }
}

/** The PID, as the host sees it, of a container's main process. */
export const mainPid = async (docker: DockerCommand, id: string): Promise<number> =>
  Number(await docker('inspect', '--format', '{{.State.Pid}}', id))
