import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution, type EvolutionServer } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { startN8n } from '../support/n8n-server.ts'
import { heartbeats, whatsApp } from './environment.ts'

const preload = ['--import', join(import.meta.dirname, '../support/throw-on-signal.ts')]

const startAt = (folder: string, evolution: EvolutionServer) =>
  startAgent({
    folder,
    nodeOptions: preload,
    environment: { ...whatsApp(evolution), CHECK_INTERVAL: '1', LOG_LEVEL: 'debug' },
  })

const anHourAgo = (marker: string): string =>
  marker.replace(/(?<="noticedAt":)\d+/, (noticedAt) => String(Number(noticedAt) - 3_600_000))

test.concurrent.each([
  ['is thrown', 'SIGUSR2'],
  ['rejects a promise', 'SIGHUP'],
  ['is thrown within a stream', 'SIGWINCH'],
] as const)('an error nobody caught ends it with 70, in order and logged: it %s', async (_, signal) => {
  await using n8n = await startN8n()
  await using agent = startAgent({ nodeOptions: preload, environment: heartbeats(n8n) })
  await agent.says('check #1')
  agent.signal(signal)
  expect(await agent.end()).toBe(70)
  expect(agent.output.stdout).toContain('main - ERROR - Error: of the test')
  expect(agent.output.stdout.trimEnd()).toMatch(/Vigilo has stopped$/)
  expect(n8n.bodies.at(-1)).toMatchObject({ event_type: 'shutdown' })
})

test.concurrent('an agent that keeps crashing says so in one line, once an hour', async () => {
  await using evolution = await startEvolution()
  using folder = createFolder()
  {
    await using agent = startAt(folder.path, evolution)
    await agent.until(() => evolution.messages.length === 1)
    expect(evolution.messages[0]?.text).toContain('está monitorando')
    agent.signal('SIGUSR2')
    expect(await agent.end()).toBe(70)
  }
  {
    await using agent = startAt(folder.path, evolution)
    await agent.says('check #3')
    agent.signal('SIGKILL')
    await agent.end()
    expect(evolution.messages).toHaveLength(1)
  }
  folder.write('.vigilo/running.json', anHourAgo(folder.read('.vigilo/running.json')))
  {
    await using agent = startAt(folder.path, evolution)
    await agent.until(() => evolution.messages.length === 2)
    expect(evolution.messages[1]?.text).toMatch(/^🟡 \S+: o Vigilo caiu e voltou 2 vezes desde .*$/)
    agent.signal('SIGTERM')
    expect(await agent.end()).toBe(0)
  }
  await using agent = startAt(folder.path, evolution)
  await agent.until(() => evolution.messages.length === 3)
  expect(evolution.messages[2]?.text).toContain('está monitorando')
})
