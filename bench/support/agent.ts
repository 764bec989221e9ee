import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export interface RunningAgent extends AsyncDisposable {
  readonly pid: number
  /** Waits until it has printed this, and gives the milliseconds since its start. */
  readonly printed: (text: string) => Promise<number>
}

const patience = 30_000

/** Runs the bundle as the image does, in an empty folder of its own, with this environment and nothing else. */
export const startAgent = (env: Readonly<Record<string, string>>, signal: AbortSignal): RunningAgent => {
  const folder = mkdtempSync(join(tmpdir(), 'vigilo-bench-'))
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...nodeOptions(), resolve('dist/main.mjs')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid, stdout } = child
  if (pid === undefined) throw new Error('the agent could not be started')
  const exited = once(child, 'exit')
  let output = ''
  stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  return {
    pid,
    printed: async (text) => {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(patience)])
      while (!output.includes(text)) await once(stdout, 'data', { signal: deadline })
      return performance.now() - startedAt
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true })
    },
  }
}

/** What the image gives Node: the entry point of the Dockerfile. */
const nodeOptions = (): readonly string[] => {
  const [, options = ''] = /^ENTRYPOINT \["[^"]+"(.*)\]$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? []
  return [...options.matchAll(/"([^"]+)"/g)].map(([, option = '']) => option)
}
