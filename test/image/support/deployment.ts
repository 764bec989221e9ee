import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { defaultHost, dockerAt } from '../../support/docker-engine.ts'
import { createFolder } from '../../support/folder.ts'

const run = promisify(execFile)
const docker = dockerAt(defaultHost)

/** The agent as compose.yaml deploys it. Disposing of it removes it with its volume and network. */
export interface Deployment extends AsyncDisposable {
  /** `docker-compose` with these arguments. */
  readonly compose: (...given: readonly string[]) => Promise<string>
  /** The agent's container. */
  readonly id: () => Promise<string>
  /** A part of what `docker inspect` says of it, as in `{{.State.Pid}}`. */
  readonly inspect: (format: string) => Promise<string>
  /** The health probe, as the engine runs it: its exit code and what it prints. */
  readonly probe: () => Promise<{ readonly code: number; readonly said: string }>
}

/** Writes compose.yaml, as the owner may have edited it, into a folder of its own, beside an `.env` with these variables. Starts nothing. */
export const createDeployment = (
  environment: Readonly<Record<string, string>>,
  edit: (compose: string) => string = (compose) => compose,
): Deployment => {
  const folder = createFolder()
  const project = `vigilo-test-${randomBytes(4).toString('hex')}`
  folder.write('compose.yaml', edit(readFileSync('compose.yaml', 'utf8')))
  folder.write(
    '.env',
    Object.entries(environment)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )

  const compose = async (...given: readonly string[]): Promise<string> =>
    (await run('docker-compose', ['--project-name', project, ...given], { cwd: folder.path })).stdout.trim()
  const id = (): Promise<string> => compose('ps', '--quiet', 'vigilo')
  const inspect = async (format: string): Promise<string> => docker('inspect', '--format', format, await id())
  return {
    compose,
    id,
    inspect,
    probe: async () => {
      try {
        return { code: 0, said: await docker('exec', await id(), '/node/node', 'health.mjs') }
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && 'stdout' in error)) throw error
        return { code: Number(error.code), said: String(error.stdout).trim() }
      }
    },
    [Symbol.asyncDispose]: async () => {
      await compose('down', '--volumes', '--timeout', '1')
      folder[Symbol.dispose]()
    },
  }
}
