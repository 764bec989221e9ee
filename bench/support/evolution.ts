import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface EvolutionProcess extends AsyncDisposable {
  readonly url: string
  /** Waits until a message that holds this was accepted. */
  readonly accepted: (part: string) => Promise<void>
}

const patience = 30_000

/** Starts an Evolution API in a process of its own, so that what it costs is not the agent's. */
export const startEvolutionProcess = async (signal: AbortSignal): Promise<EvolutionProcess> => {
  const child = fork(fileURLToPath(new URL('evolution-process.ts', import.meta.url)))
  const exited = once(child, 'exit')
  const messages: string[] = []
  child.on('message', (message: unknown) => messages.push(String(message)))
  const nextMessage = async (): Promise<void> => {
    await once(child, 'message', { signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) })
  }
  await nextMessage()
  const [url = ''] = messages
  return {
    url,
    accepted: async (part) => {
      while (!messages.some((message) => message.includes(part))) await nextMessage()
    },
    [Symbol.asyncDispose]: async () => {
      child.kill()
      await exited
    },
  }
}
