import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent, type Agent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder, type Folder } from '../support/folder.ts'
import { createHost, setMemory } from '../support/host-folder.ts'
import { canMount, mountHung } from '../support/hung-mount.ts'
import { startN8n } from '../support/n8n-server.ts'
import { heartbeats, whatsApp, type Environment } from './environment.ts'

const cli = join(import.meta.dirname, '../../src/cli/vigilo.ts')

const signals = ['SIGTERM', 'SIGINT'] as const

/** An agent that sees the memory of a host of ours. */
const startIn = (folder: Folder, environment: Environment): Agent =>
  startAgent({
    folder: folder.path,
    environment: { HOST_ROOT: join(folder.path, 'host'), CHECK_INTERVAL: '1', RAM_FOR: '0', ...environment },
  })

/** Once it has started there is something to tell. */
const alerted = async (agent: Agent, folder: Folder): Promise<void> => {
  await agent.says('told: startup')
  setMemory(folder, 99)
  await agent.says('told: firing RAM_CRITICAL host')
}

test.concurrent.each(signals)('%s: what is on its way arrives, and n8n hears the end', async (signal) => {
  await using evolution = await startEvolution({ fault: { delay: 1_000 } })
  await using n8n = await startN8n()
  using folder = createHost(50)
  await using agent = startIn(folder, { ...whatsApp(evolution), ...heartbeats(n8n) })
  await alerted(agent, folder)
  agent.signal(signal)
  expect(await agent.end()).toBe(0)
  expect(evolution.messages.filter(({ text }) => text.includes('RAM em'))).toHaveLength(1)
  expect(n8n.bodies.at(-1)).toMatchObject({ event_type: 'shutdown' })
  expect(agent.output.stdout).toContain(`main - INFO - ${signal}: stopping`)
  expect(agent.output.stdout).toMatch(/main - INFO - Vigilo has stopped\n$/)
  expect(agent.output.stdout).not.toContain('messages that')
  expect(existsSync(join(folder.path, '.vigilo/running.json'))).toBe(false)
})

test.concurrent('it ends as well before it has seen anything', async () => {
  await using agent = startAgent()
  await agent.says('docker: no socket')
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
})

test.concurrent('when Evolution hangs it ends by itself, and counts what remains, for each recipient', async () => {
  await using evolution = await startEvolution({ fault: 'hang' })
  using folder = createHost(50)
  await using agent = startIn(folder, whatsApp(evolution, '5511988887777,5511977776666'))
  await alerted(agent, folder)
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
  expect(agent.output.stdout).toContain('main - INFO - messages that wait for the next start: 4\n')
})

test.concurrent.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a second signal, as %s, ends it at once', async (signal, code) => {
  await using evolution = await startEvolution({ fault: 'hang' })
  using folder = createHost(50)
  await using agent = startIn(folder, whatsApp(evolution))
  await alerted(agent, folder)
  agent.signal('SIGTERM')
  await agent.says('stopping, within 8 s')
  agent.signal(signal)
  expect(await agent.end()).toBe(code)
  expect(agent.output.stdout).not.toContain('Vigilo has stopped')
})

/** An extension whose read never returns: nobody writes into what it reads, and one of libuv's threads waits for ever. */
const hangIn = (folder: Folder): Environment => {
  const fifo = join(folder.path, 'fifo')
  execFileSync('mkfifo', [fifo])
  const EXTENSIONS = join(folder.path, 'extensions')
  mkdirSync(EXTENSIONS)
  const file = folder.write(
    'extensions/hangs.js',
    `import { readFile } from 'node:fs/promises'
import { defer, ignoreElements } from 'rxjs'
export default (_readings$, { log }) => {
  log.info('reads')
  return defer(() => readFile(${JSON.stringify(fifo)})).pipe(ignoreElements())
}
`,
  )
  chmodSync(file, 0o644)
  return { EXTENSIONS }
}

test.concurrent('though a call to the system hangs, it ends, and its folder is free', async () => {
  using folder = createHost(50)
  const hanging = hangIn(folder)
  await using agent = startIn(folder, hanging)
  await agent.says('hangs - INFO - reads')
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
  expect(agent.output.stdout).toMatch(/main - INFO - Vigilo has stopped\n$/)
  expect(agent.output.stderr).toBe('')
  await using next = startIn(folder, {})
  await next.says('check #1')
})

test.concurrent.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a second signal, as %s, ends it at once though a call to the system hangs', async (signal, code) => {
  await using evolution = await startEvolution({ fault: 'hang' })
  using folder = createHost(50)
  await using agent = startIn(folder, { ...whatsApp(evolution), ...hangIn(folder) })
  await agent.says('hangs - INFO - reads')
  await alerted(agent, folder)
  agent.signal('SIGTERM')
  await agent.says('stopping, within 8 s')
  agent.signal(signal)
  expect(await agent.end()).toBe(code)
  expect(agent.output.stdout).not.toContain('Vigilo has stopped')
})

test.skipIf(!canMount)('though a disk hangs, it ends, and so does doctor', async () => {
  using folder = createFolder()
  const hung = join(folder.path, 'hung')
  using stack = new DisposableStack()
  stack.use(mountHung(hung))
  const environment = {
    CHANNELS: 'console',
    DISK_MOUNTS: hung,
    DISK_IGNORE: '/',
    CHECK_INTERVAL: '1',
    MESSAGE_LANGUAGE: 'en',
  }
  await using agent = startAgent({ folder: folder.path, environment })
  await agent.says('hung=unavailable')
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
  await using doctor = startAgent({ folder: folder.path, environment, main: cli, words: ['doctor'] })
  expect(await doctor.end()).toBe(1)
  expect(doctor.output.stdout).toContain('✓ configuration: valid')
})
