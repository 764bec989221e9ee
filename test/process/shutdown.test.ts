import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { startN8n } from '../support/n8n-server.ts'
import { heartbeats, whatsApp } from './environment.ts'

const signals = ['SIGTERM', 'SIGINT'] as const

/** There is something to tell from the first check on. */
const alerting = { RAM_THRESHOLD: '1', RAM_FOR: '0' }
const alerted = 'firing: RAM_CRITICAL host'

test.concurrent.each(signals)('%s: what is on its way arrives, and n8n hears the end', async (signal) => {
  await using evolution = await startEvolution({ fault: { delay: 1_000 } })
  await using n8n = await startN8n()
  using folder = createFolder()
  await using agent = startAgent({
    folder: folder.path,
    environment: { ...whatsApp(evolution), ...heartbeats(n8n), ...alerting },
  })
  await agent.says(alerted)
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

test.concurrent('when Evolution hangs it ends by itself, and counts what remains', async () => {
  await using evolution = await startEvolution({ fault: 'hang' })
  await using agent = startAgent({
    environment: { ...whatsApp(evolution, '5511988887777,5511977776666'), ...alerting },
  })
  await agent.says(alerted)
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
  expect(agent.output.stdout).toContain('main - INFO - messages that wait for the next start: 2\n')
})

test.concurrent.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a second signal, as %s, ends it at once', async (signal, code) => {
  await using evolution = await startEvolution({ fault: 'hang' })
  await using agent = startAgent({ environment: { ...whatsApp(evolution), ...alerting } })
  await agent.says(alerted)
  agent.signal('SIGTERM')
  await agent.says('stopping, within 8 s')
  agent.signal(signal)
  expect(await agent.end()).toBe(code)
  expect(agent.output.stdout).not.toContain('Vigilo has stopped')
})
