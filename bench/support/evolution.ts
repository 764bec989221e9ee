import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface EvolutionProcess extends AsyncDisposable {
  readonly url: string
  /** Waits for the next message that is accepted and holds this. */
  readonly accepted: (part: string) => Promise<void>
}

const patience = 30_000

/** Starts an Evolution API in a process of its own, so that what it costs is not the agent's. */
export const startEvolutionProcess = async (signal: AbortSignal): Promise<EvolutionProcess> => {
  const child = fork(fileURLToPath(new URL('evolution-process.ts', import.meta.url)))
  const exited = once(child, 'exit')
  const next = async (): Promise<string> => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(patience)])
    const received: readonly unknown[] = await once(child, 'message', { signal: deadline })
    return String(received[0])
  }
  return {
    url: await next(),
    accepted: async (part) => {
      while (!(await next()).includes(part));
    },
    [Symbol.asyncDispose]: async () => {
      child.kill()
      await exited
    },
  }
}
