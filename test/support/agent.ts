import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { createFolder } from './folder.ts'

/** The agent as a process of its own. Disposing of it kills it, if it still runs. */
export interface Agent extends AsyncDisposable {
  /** What it has written so far. */
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** Waits until it has written this to stdout. */
  readonly says: (words: string) => Promise<void>
  /** Waits for a condition; fails with the whole output when the agent ends before, or after 50 s. */
  readonly until: (condition: () => boolean) => Promise<void>
  readonly signal: (name: NodeJS.Signals) => void
  /** Waits for its end: its exit code, or the signal that ended it. */
  readonly end: () => Promise<unknown>
}

export interface AgentOptions {
  /** All that it is given beside PATH. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Its working directory, in which it also keeps its data; one of its own unless it is given. */
  readonly folder?: string
  readonly nodeOptions?: readonly string[]
  /** Its first file: that of the bundle as it is deployed, where one was built, unless another is given. */
  readonly main?: string
  /** What stands after that file. */
  readonly words?: readonly string[]
  /** The command that runs the agent's. */
  readonly wrap?: (command: readonly string[]) => readonly string[]
}

export const sourceMain = join(import.meta.dirname, '../../src/main.ts')
const builtMain = (bundle: string | undefined): string => (bundle === undefined ? sourceMain : join(bundle, 'main.mjs'))
const deadline = 50_000

/** Starts it as `npm start` does. Nobody hears at its Docker socket, unless DOCKER_HOST is given. */
export const startAgent = ({
  environment = {},
  folder: given,
  nodeOptions = [],
  main = builtMain(inject('bundle')),
  words = [],
  wrap = (command) => command,
}: AgentOptions = {}): Agent => {
  const folder = createFolder()
  const child = spawn('env', [...wrap([process.execPath, ...nodeOptions, main, ...words])], {
    cwd: given ?? folder.path,
    env: { PATH: process.env.PATH, DOCKER_HOST: `unix://${folder.path}/engine.sock`, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  let result: unknown = null
  const closed = once(child, 'close').then(([code, signal]: unknown[]) => {
    result = code ?? signal
  })

  const wait = async (condition: () => boolean): Promise<void> => {
    const late = AbortSignal.timeout(deadline)
    while (!condition()) {
      if (late.aborted) throw new Error(`waited in vain:\n${output.stdout}${output.stderr}`)
      await sleep(20)
    }
  }
  const until = (condition: () => boolean): Promise<void> =>
    wait(() => {
      if (condition()) return true
      if (result !== null) throw new Error(`the agent has ended:\n${output.stdout}${output.stderr}`)
      return false
    })
  return {
    output,
    says: (words) => until(() => output.stdout.includes(words)),
    until,
    signal: (name) => void child.kill(name),
    end: async () => {
      await wait(() => result !== null)
      return result
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await closed
      folder[Symbol.dispose]()
    },
  }
}
