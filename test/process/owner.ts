import { startAgent, type Agent } from '../support/agent.ts'
import { mainPid, testImage } from '../support/docker-engine.ts'
import { startEvolution, type AcceptedMessage } from '../support/evolution-server.ts'
import type { PrivateEngine } from '../support/private-engine.ts'
import { whatsApp, type Environment } from './environment.ts'

/** Somebody whose agent watches the containers of an engine. Disposing of it ends the agent. */
export interface Owner extends AsyncDisposable {
  readonly agent: Agent
  readonly messages: readonly AcceptedMessage[]
  /** The lines with these words of all that was told so far. */
  readonly linesWith: (words: string) => readonly string[]
  /** Waits until exactly one line has these words. */
  readonly isTold: (words: string) => Promise<void>
}

export const graceSeconds = 2

/** Starts the agent, which looks away from what is ignored, and waits for its start-up notice. */
export const startOwner = async (
  { host }: PrivateEngine,
  ignored: readonly string[],
  environment: Environment = {},
): Promise<Owner> => {
  await using stack = new AsyncDisposableStack()
  const evolution = stack.use(await startEvolution())
  const { messages } = evolution
  const agent = stack.use(
    startAgent({
      environment: {
        ...whatsApp(evolution),
        DOCKER_HOST: host,
        IGNORE_CONTAINERS: ignored.join(),
        STOP_GRACE: String(graceSeconds),
        KEEP_FIRING_FOR: '1',
        // The host that the tests run on may be busy, and its engine slow to answer.
        ...{ CHECK_INTERVAL: '2', DOCKER_FOR: '60' },
        ...{ CPU_THRESHOLD: '100', RAM_THRESHOLD: '100', DISK_THRESHOLD: '100' },
        ...environment,
      },
    }),
  )
  await agent.until(() => messages.length === 1)
  const linesWith = (words: string): readonly string[] =>
    messages.flatMap(({ text }) => text.split('\n')).filter((line) => line.includes(words))
  const started = stack.move()
  return {
    agent,
    messages,
    linesWith,
    isTold: (words) => agent.until(() => linesWith(words).length === 1),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

/** Starts a container without a network that runs a shell command line. */
export const run = (
  { docker }: PrivateEngine,
  name: string,
  command = 'sleep 1000',
  ...options: readonly string[]
): Promise<string> =>
  docker('run', '--detach', '--network=none', '--name', name, ...options, testImage, 'sh', '-c', command)

export const crash = async ({ docker }: PrivateEngine, name: string): Promise<void> =>
  void process.kill(await mainPid(docker, name), 'SIGKILL')
