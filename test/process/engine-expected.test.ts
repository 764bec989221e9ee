import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/sinks/outbox/database.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { startAgent, type Agent } from '../support/agent.ts'
import { createFolder, type Folder } from '../support/folder.ts'
import { isMissing } from '../support/is-missing.ts'
import { sampleHostId } from '../support/samples.ts'

const ownMounts = ['unshare', '--mount', '--map-root-user'] as const
const emptyRun = 'mount -t tmpfs none /run'
/** What an engine leaves that was killed: a socket at which nobody listens. */
const deadSocket = `${emptyRun} && "$1" -e 'require("net").createServer().listen("/run/docker.sock", () => process.exit())'`
/** Not even root may then do what is not permitted. */
const withoutCapabilities = 'setpriv --bounding-set=-all --inh-caps=-all'

/** An agent on a host of which only the Docker socket is another. */
const startOn = (
  host: string,
  environment: Readonly<Record<string, string>> = {},
  { folder, run = '' }: { folder?: Folder; run?: string } = {},
): Agent =>
  startAgent({
    environment: {
      DOCKER_HOST: undefined,
      DOCKER_FOR: '1',
      CHECK_INTERVAL: '1',
      MESSAGE_LANGUAGE: 'en',
      ...environment,
    },
    wrap: (command) => [...ownMounts, 'sh', '-c', `${host} && exec ${run} "$@"`, 'sh', ...command],
    ...(folder === undefined ? {} : { folder: folder.path }),
  })

const notice = /(🟢|🟡) .*Vigilo \S+ is watching/
const missed = 'firing: DOCKER_CONNECTION_ERROR docker'

const isTold = async (agent: Agent, reason: string): Promise<void> => {
  await agent.until(() => notice.test(agent.output.stdout))
  await agent.says(missed)
  const { stdout } = agent.output
  expect(notice.exec(stdout)?.[1]).toBe('🟡')
  expect(stdout).toContain(`⚠️ Not connected to Docker: ${reason}`)
}

const reason = isMissing('an engine that is expected', ...ownMounts, 'setpriv', '--version')

describe.skipIf(reason)('an engine that is not connected at the start is told in the notice, and is an outage', () => {
  test.concurrent('where DOCKER_HOST names it', async () => {
    await using agent = startOn(emptyRun, { DOCKER_HOST: 'unix:///run/other.sock' })
    await isTold(agent, 'no socket at /run/other.sock')
  })

  test.concurrent('where a socket is there', async () => {
    await using agent = startOn(deadSocket)
    await isTold(agent, 'connection refused')
  })

  test.concurrent('where the agent may not use the socket: a forgotten group_add', async () => {
    await using agent = startOn(`${deadSocket} && chmod 0 /run/docker.sock`, {}, { run: withoutCapabilities })
    await isTold(agent, 'permission denied on the socket')
  })

  test.concurrent('where WATCH_CONTAINERS names anything', async () => {
    await using agent = startOn(emptyRun, { WATCH_CONTAINERS: 'db' })
    await isTold(agent, 'no socket at /var/run/docker.sock')
  })

  test.concurrent('where the last run saw one, before a reboot', async () => {
    using folder = createFolder()
    const database = openDatabase(join(folder.path, 'vigilo.db'), sampleHostId)
    createStore(database).notePresence({ at: 1_000, bootId: 'another', running: [], sawEngine: true })
    database.close()
    await using agent = startOn(emptyRun, { DATA_DIR: folder.path }, { folder })
    await isTold(agent, 'no socket at /var/run/docker.sock')
  })
})
