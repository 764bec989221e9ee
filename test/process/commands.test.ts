import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, inject, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder, type Folder } from '../support/folder.ts'
import { vigilo as runVigilo } from '../support/run-vigilo.ts'
import { whatsApp, type Environment } from './environment.ts'

const language = { MESSAGE_LANGUAGE: 'en', TZ: 'UTC', AGENT_NAME: 'vps-01' } as const

/** Runs a command in a folder in which an agent runs, or not. */
const vigilo = (folder: Folder, environment: Environment, ...words: readonly string[]) =>
  runVigilo(folder, { ...language, ...environment }, ...words)

/** A service of this machine, and how to end and to begin it. */
const startService = async () => {
  const open = async (port: number) => {
    const server = createServer((socket) => socket.destroy())
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  const server = await open(0)
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return { port, stop: () => void server.close(), [Symbol.dispose]: () => void server.close() }
}

const watching = (port: number): Environment => ({
  ...language,
  CHECK_INTERVAL: '1',
  SERVICES: `tcp://127.0.0.1:${port} name=shop interval=1 failures=1`,
})

/** An agent that watches a service called shop, and what its owner is told of that. */
const startShop = async () => {
  await using stack = new AsyncDisposableStack()
  const evolution = stack.use(await startEvolution())
  const folder = stack.use(createFolder())
  const service = stack.use(await startService())
  const environment = { ...whatsApp(evolution), ...watching(service.port) }
  const agent = stack.use(startAgent({ environment, folder: folder.path }))
  await agent.until(() => evolution.messages.length === 1)
  const told = () => evolution.messages.map((message) => message.text).filter((one) => one.includes('shop'))
  const started = stack.move()
  return { agent, folder, environment, service, told, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

test('what is silenced is not told, and is when that is taken back; the log says both', async () => {
  await using shop = await startShop()
  const { agent, folder, environment, service, told } = shop

  const silenced = await vigilo(folder, environment, 'silence', 'shop', '2h', '--reason', 'a move')
  expect(silenced.stdout).toMatch(/^Silence 1 added: no messages about shop, until .+\.\n$/)
  expect(silenced.code).toBe(0)
  await agent.says('commands - INFO - silenced by ')
  service.stop()
  await agent.says('firing: SERVICE_DOWN shop')
  const status = await vigilo(folder, environment, 'status')
  expect(status.stdout).toMatch(/SERVICE_DOWN shop: critical, since \S+, not told yet: silenced until .+ \(silence 1\)/)
  expect(status.stdout).toContain('  ✓ whatsapp (…7777): delivered at ')
  const why = await vigilo(folder, environment, 'why', 'SHOP')
  expect(why.stdout).toContain('not told yet: silenced until')
  expect(why.stdout).toMatch(/Silences:\n {2}1 {2}shop: until .+, 1 problem now: a move\n/)
  expect(told()).toEqual([])

  const takenBack = await vigilo(folder, environment, 'unsilence', '1')
  await agent.until(() => told().length === 1)
  expect(takenBack.stdout).toBe('Silence 1 removed: messages about shop are back.\n')
  expect((await vigilo(folder, environment, 'status')).stdout).toMatch(
    /SERVICE_DOWN shop: critical, since \S+, told at /,
  )
})

test('one that runs out while its trouble lasts: then that is told', async () => {
  await using shop = await startShop()
  const { agent, folder, environment, service, told } = shop
  await vigilo(folder, environment, 'silence', 'shop', '4s', '--type', 'SERVICE_*')
  service.stop()
  await agent.says('firing: SERVICE_DOWN shop')
  expect(told()).toEqual([])
  await agent.until(() => told().length === 1)
  expect((await vigilo(folder, environment, 'silences')).stdout).toBe('Nothing is silenced.\n')
})

test('one that matches nothing known says so, holds all the same, and outlives a kill', async () => {
  using folder = createFolder()
  const environment = { ...language, CHECK_INTERVAL: '1' }
  {
    await using agent = startAgent({ environment, folder: folder.path })
    await agent.says('check #1')
    const { stdout, code } = await vigilo(folder, {}, 'silence', 'no-such', 'mon-fri', '22:00-06:00')
    expect(stdout).toContain('Nothing that the agent knows matches no-such. The silence applies all the same.')
    expect(code).toBe(0)
    const known = await vigilo(folder, {}, 'silence', 'cpu', 'daily', '02:00-04:00')
    expect(known.stdout).toBe('Silence 2 added: no messages about CPU_CRITICAL host, daily 02:00-04:00.\n')
    expect(statSync(join(folder.path, '.vigilo/vigilo.sock')).mode & 0o777).toBe(0o600)
    const unknown = await vigilo(folder, {}, 'unsilence', '7')
    expect(unknown).toMatchObject({ stderr: 'There is no silence 7: `vigilo silences` lists them.\n', code: 1 })
  }
  // What it left is no agent.
  const left = await vigilo(folder, {}, 'silences')
  expect(left.stderr).toContain('No agent is running with this data folder.')
  expect(left.stdout).toContain('1  no-such: mon-fri 22:00-06:00, ')
  expect(left.code).toBe(0)
  const refused = await vigilo(folder, {}, 'silence', 'db', '2h')
  expect(refused).toEqual({
    stdout: '',
    stderr: 'The agent does not answer, and only it can do that. Start it, and repeat the command.\n',
    code: 1,
  })
  await using agent = startAgent({ environment, folder: folder.path })
  await agent.says('check #1')
  const { stdout, stderr } = await vigilo(folder, {}, 'silences', '--json')
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, silences: [{ id: '1' }, { id: '2' }] })
})

test('a file of silences is taken over once', async () => {
  using folder = createFolder()
  const lines = [
    'what',
    '{"subject":"db","until":"2099-01-01T00:00:00Z","by":"ana"}',
    '{"until":"2020-01-01T00:00:00Z"}',
  ]
  const environment = { ...language, SILENCES_FILE: folder.write('silences.jsonl', lines.join('\n')) }
  {
    await using agent = startAgent({ environment, folder: folder.path })
    await agent.says('SILENCES_FILE line 1: is no JSON object')
    await agent.says('silences that were taken over: 1. Remove the variable')
    await agent.says('check #1')
    expect((await vigilo(folder, {}, 'silences')).stdout).toMatch(
      /^1 {2}db: until Jan 1, 2099 00:00, by ana .+: SILENCES_FILE\n$/,
    )
    await vigilo(folder, {}, 'unsilence', '1')
  }
  await using agent = startAgent({ environment, folder: folder.path })
  await agent.says('SILENCES_FILE was taken over, and is not used any more')
  expect((await vigilo(folder, {}, 'silences')).stdout).toBe('Nothing is silenced.\n')
})

describe('without an agent', () => {
  test('that ever ran', async () => {
    using folder = createFolder()
    expect(await vigilo(folder, {}, 'status')).toEqual({
      stdout: '',
      stderr: 'There is nothing to read in DATA_DIR: no agent of this version has run with it.\n',
      code: 1,
    })
  })

  test('whoever reads is gone', async () => {
    using folder = createFolder()
    const command = `set -o pipefail; '${process.execPath}' '${join(inject('bundle'), 'cli.mjs')}' doctor 2>&1 | true`
    const child = spawn('bash', ['-c', command], {
      cwd: folder.path,
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const closed = once(child, 'close')
    expect(await text(child.stderr)).toBe('')
    expect([0, 1]).toContain((await closed)[0])
  })

  test.each([
    [['status', 'db'], 'vigilo status [--json]'],
    [['why'], 'vigilo why SUBJECT'],
    [['alerts', '--since', 'yesterday'], 'vigilo alerts [--since 24h]'],
    [['silence', 'db'], 'vigilo silence SUBJECT 2h'],
    [['silence', 'db', '0h'], 'vigilo silence SUBJECT 2h'],
    [['silence', 'db', 'daily', '25:00-26:00'], 'vigilo silence SUBJECT daily'],
    [['silence', 'db', '2h', '--until', 'x'], 'vigilo silence SUBJECT 2h'],
    [['unsilence', 'db'], 'vigilo unsilence ID'],
    [['stauts'], 'There is no command "stauts". Did you mean "status"? There are:'],
    [['constructor'], 'There is no command "constructor". There are:'],
  ])('%j is no command', async (words, help) => {
    using folder = createFolder()
    const { stdout, stderr, code } = await vigilo(folder, {}, ...words)
    expect({ stdout, code }).toEqual({ stdout: '', code: 64 })
    expect(stderr).toContain(help)
  })
})
