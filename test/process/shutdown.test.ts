import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent, type Agent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import type { Folder } from '../support/folder.ts'
import { createHost, setMemory } from '../support/host-folder.ts'
import { startN8n } from '../support/n8n-server.ts'
import { heartbeats, whatsApp, type Environment } from './environment.ts'

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
