import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/sinks/outbox/database.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { whatsApp, type Environment } from '../process/environment.ts'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder, type Folder } from '../support/folder.ts'
import { firing, report, told } from '../support/notifications.ts'
import { parseObject } from '../support/parse-object.ts'
import { hour } from '../support/samples.ts'

const vigilo = async (folder: Folder, environment: Environment, ...words: readonly string[]) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/cli/vigilo.ts'), ...words], {
    cwd: folder.path,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close').then(([code]: unknown[]) => code)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { stdout, stderr, code }
}

test('test: a real message to everybody, and what became of it', async () => {
  await using evolution = await startEvolution({ strangers: ['5511977776666'] })
  using folder = createFolder()
  const environment = { ...whatsApp(evolution, '5511988887777,5511977776666'), AGENT_NAME: 'vps-01' }
  const { stdout, code } = await vigilo(folder, environment, 'test')
  expect(stdout).toMatch(/^✓ whatsapp \(…7777\): accepted as 3EB0\d+\n✗ whatsapp \(…6666\): the number …6666 is not on/)
  expect(code).toBe(1)
  expect(evolution.messages.map((message) => message.text)).toEqual([
    '🟢 *vps-01*: esta é uma mensagem de teste. Os alertas vão chegar como ela.',
  ])
  const accepted = await vigilo(
    folder,
    { ...environment, NOTIFY_NUMBER: '5511988887777' },
    'test',
    '--channel',
    'whatsapp',
  )
  expect(accepted.code).toBe(0)
})

test('test: a wrong key and a channel that is not set up', async () => {
  await using evolution = await startEvolution()
  using folder = createFolder()
  const environment = { ...whatsApp(evolution), EVOLUTION_TOKEN: 'wrong-key-0123456789' }
  const refused = await vigilo(folder, environment, 'test')
  expect(refused.stdout).toContain('✗ whatsapp (…7777): ')
  expect(refused.stdout + refused.stderr).not.toContain('wrong-key')
  expect(refused.code).toBe(1)
  const absent = await vigilo(folder, environment, 'test', '--channel', 'ntfy')
  expect(absent).toEqual({
    stdout: '',
    stderr: 'ntfy is no channel of this configuration, which has: whatsapp\n',
    code: 64,
  })
})

test('outbox: what waits and what was refused, as a table and as JSON; retry and drop', async () => {
  using folder = createFolder()
  const environment = { DATA_DIR: folder.path, CHANNELS: 'console' }
  expect(await vigilo(folder, environment, 'outbox')).toMatchObject({
    stderr: 'there is no outbox in DATA_DIR: no agent has run with it\n',
    code: 1,
  })
  const database = openDatabase(join(folder.path, 'vigilo.db'))
  const store = createStore(database)
  const at = new Date().getTime() - 2 * hour
  const address = { channel: 'whatsapp', recipient: '5511988887777' }
  for (const notification of [told(firing('db'), firing('web')), report, told(firing('api')), told(firing('old'))])
    store.accept(notification, [address], at)
  store.refused(2, { reason: 'Evolution finds the message invalid (400)', at })
  store.again(3, { reason: 'connection refused', nextAt: at + (11 * 24 + 15.5) * hour, mayHaveArrived: true, at })
  store.sent(4, { messageId: '3EB0', done: true, at })

  const { stdout } = await vigilo(folder, environment, 'outbox')
  expect(stdout).toBe(
    `ID  STATE                                   CHANNEL   TO     AGE  MESSAGE                               WHY
1   queued                                  whatsapp  …7777  2 h  CONTAINER_NOT_RUNNING db and 1 more
2   refused                                 whatsapp  …7777  2 h  report                                Evolution finds the message invalid (400)
3   retrying (1 failed, next in 11 d 13 h)  whatsapp  …7777  2 h  CONTAINER_NOT_RUNNING api (repeated)  connection refused
Sent in the last 24 h: 1
`,
  )
  const all: unknown = JSON.parse((await vigilo(folder, environment, 'outbox', '--json')).stdout)
  expect(all).toHaveLength(4)
  expect(parseObject(JSON.stringify(Array.isArray(all) ? all[3] : null))).toMatchObject({
    id: 4,
    state: 'sent',
    recipient: '…7777',
    messageId: '3EB0',
    queuedAt: new Date(at).toISOString(),
  })

  expect((await vigilo(folder, environment, 'outbox', 'retry', '3')).stdout).toBe('message 3 waits to be sent\n')
  expect(store.isChanged()).toBe(true)
  expect(store.waitingFor(address).map(({ id, nextAt }) => ({ id, nextAt }))).toEqual([
    { id: 1, nextAt: 0 },
    { id: 3, nextAt: 0 },
  ])
  expect((await vigilo(folder, environment, 'outbox', 'drop', '1')).stdout).toBe('message 1 is dropped\n')
  expect(store.waitingFor(address).map(({ id }) => id)).toEqual([3])
  expect(await vigilo(folder, environment, 'outbox', 'retry', '4')).toMatchObject({
    stderr: 'message 4 was sent\n',
    code: 1,
  })
  expect(await vigilo(folder, environment, 'outbox', 'drop', '9')).toMatchObject({
    stderr: 'there is no message 9\n',
    code: 1,
  })
  database.close()
})

test('outbox: beside the agent, which sends at once what is retried', async () => {
  await using evolution = await startEvolution({ strangers: ['5511988887777'] })
  using folder = createFolder()
  const environment = { ...whatsApp(evolution), DATA_DIR: folder.path }
  await using agent = startAgent({ environment, folder: folder.path })
  await agent.says('is not on WhatsApp')
  expect(evolution.messages).toEqual([])
  const { stdout } = await vigilo(folder, environment, 'outbox')
  expect(stdout).toMatch(/1 +refused +whatsapp +…7777 +\S.* +startup +the number …7777 is not on WhatsApp \(400\)/)
  evolution.strangers = []
  expect((await vigilo(folder, environment, 'outbox', 'retry', '1')).stdout).toBe('message 1 waits to be sent\n')
  await agent.until(() => evolution.messages.length === 1)
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
})

test.each([[], ['nonsense'], ['outbox', 'retry'], ['outbox', 'drop', 'x'], ['doctor', 'x'], ['test', '--chanel', 'x']])(
  'words that no command knows: %s',
  async (...words) => {
    using folder = createFolder()
    const { stdout, stderr, code } = await vigilo(folder, {}, ...words)
    expect({ stdout, code }).toEqual({ stdout: '', code: 64 })
    expect(stderr).toContain('vigilo outbox drop ID')
  },
)

test('a configuration with mistakes is told as the agent tells it', async () => {
  using folder = createFolder()
  const { stderr, code } = await vigilo(folder, { CPU_THRESHOLD: 'x' }, 'outbox')
  expect(stderr).toContain('Vigilo cannot start: its configuration has 1 problem.')
  expect(code).toBe(78)
})
