import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, inject, test } from 'vitest'
import { readHostId } from '../../src/host-id.ts'
import { openDatabase } from '../../src/sinks/outbox/database.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { whatsApp, type Environment } from '../process/environment.ts'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder, type Folder } from '../support/folder.ts'
import { firing, report, told } from '../support/notifications.ts'
import { parseObject } from '../support/parse-object.ts'
import { hour, sampleHostId, sampleTime } from '../support/samples.ts'

const vigilo = async (folder: Folder, environment: Environment, ...words: readonly string[]) => {
  const child = spawn(process.execPath, [join(inject('bundle'), 'cli.mjs'), ...words], {
    cwd: folder.path,
    env: { PATH: process.env.PATH, MESSAGE_LANGUAGE: 'en', ...environment },
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
    '🟢 *vps-01*: this is a test message. Alerts will arrive like this one.',
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
    stderr: 'channel ntfy is not in this configuration, which has: whatsapp\n',
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
  const database = openDatabase(join(folder.path, 'vigilo.db'), sampleHostId)
  const store = createStore(database)
  const at = new Date().getTime() - 2 * hour
  const address = { channel: 'whatsapp', recipient: '5511988887777' }
  for (const notification of [told(firing('db'), firing('web')), report, told(firing('api')), told(firing('old'))])
    store.accept(notification, [address], at)
  store.refused(2, { reason: { code: 'messageInvalid' }, at, isLast: true })
  store.again(3, {
    reason: { code: 'connectionRefused', system: null },
    nextAt: at + (11 * 24 + 15.5) * hour,
    mayHaveArrived: true,
    at,
  })
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

  expect((await vigilo(folder, environment, 'outbox', 'retry', '3')).stdout).toBe('message 3 will be sent\n')
  expect(store.isChanged()).toBe(true)
  expect(store.waitingFor(address).map(({ id, nextAt }) => ({ id, nextAt }))).toEqual([
    { id: 1, nextAt: 0 },
    { id: 3, nextAt: 0 },
  ])
  expect((await vigilo(folder, environment, 'outbox', 'drop', '1')).stdout).toBe('message 1 was removed\n')
  expect(store.waitingFor(address).map(({ id }) => id)).toEqual([3])
  expect(await vigilo(folder, environment, 'outbox', 'retry', '4')).toMatchObject({
    stderr: 'message 4 was already sent\n',
    code: 1,
  })
  expect(await vigilo(folder, environment, 'outbox', 'drop', '9')).toMatchObject({
    stderr: 'there is no message 9\n',
    code: 1,
  })
  database.close()
})

test('outbox: what an older version left is shown as it is, and made over for the host that it is of once it is to change', async () => {
  using folder = createFolder()
  const path = join(folder.path, 'vigilo.db')
  copyFileSync(join(import.meta.dirname, '../fixtures/outbox/first-shape.db'), path)
  const before = readFileSync(path)
  const environment = { DATA_DIR: folder.path, CHANNELS: 'console' }
  const { stdout, code } = await vigilo(folder, environment, 'outbox')
  expect(code).toBe(0)
  expect(stdout).toContain('CONTAINER_NOT_RUNNING web')
  expect(readFileSync(path)).toEqual(before)
  expect(readHostId(folder.path)).toBe(null)
  await vigilo(folder, environment, 'outbox', 'retry', '1')
  const host = readHostId(folder.path)
  const database = openDatabase(path, host ?? '')
  const { told } = createStore(database).memory(sampleTime)
  database.close()
  expect(told).toHaveLength(9)
  expect(told.filter(({ fingerprint }) => !fingerprint.startsWith(`${host}\n`))).toEqual([])
})

test('outbox: what a newer version left is said to be so, in either language', async () => {
  using folder = createFolder()
  const database = openDatabase(join(folder.path, 'vigilo.db'), 'h-1')
  database.exec('PRAGMA user_version = 1000')
  database.close()
  const environment = { DATA_DIR: folder.path, CHANNELS: 'console', MESSAGE_LANGUAGE: 'en' }
  for (const words of [['outbox'], ['outbox', 'drop', '1']]) {
    const { code, stderr } = await vigilo(folder, environment, ...words)
    expect(code).toBe(1)
    expect(stderr).toContain('the database is from a newer version of Vigilo')
  }
  const inPortuguese = await vigilo(folder, { ...environment, MESSAGE_LANGUAGE: 'pt-BR' }, 'outbox')
  expect(inPortuguese.stderr).toContain('o arquivo é de uma versão mais nova do Vigilo')
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
  expect((await vigilo(folder, environment, 'outbox', 'retry', '1')).stdout).toBe('message 1 will be sent\n')
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
    // Of one that there is, how it is used; else of all.
    expect(stderr).toContain(
      `vigilo ${words[0] === undefined || words[0] === 'nonsense' ? 'outbox drop ID' : words[0]}`,
    )
  },
)

test.each([
  ['docter', 'Did you mean "doctor"?'],
  ['tset', 'Did you mean "test"?'],
  ['out', 'Did you mean "outbox"?'],
  ['OUTBOX', 'Did you mean "outbox"?'],
  ['nonsense', 'There is no command "nonsense". There are:'],
])('an unknown command says so, and what may have been meant: %s', async (word, said) => {
  using folder = createFolder()
  const { stderr, code } = await vigilo(folder, {}, word)
  expect(stderr).toContain(said)
  expect(code).toBe(64)
})

test('the commands speak the language of the messages, which .env may name', async () => {
  await using evolution = await startEvolution()
  using folder = createFolder()
  const environment = { ...whatsApp(evolution), DATA_DIR: folder.path, MESSAGE_LANGUAGE: undefined }
  folder.write('.env', 'MESSAGE_LANGUAGE=pt-BR')
  const unknown = await vigilo(folder, environment, 'docter')
  expect(unknown.stderr).toMatch(
    /^O comando "docter" não existe\. Você quis dizer "doctor"\? Os comandos são:\nvigilo status .*\nvigilo doctor +ver/s,
  )
  const absent = await vigilo(folder, environment, 'test', '--channel', 'ntfy')
  expect(absent.stderr).toBe('o canal ntfy não está nesta configuração, que tem: whatsapp\n')
  const sent = await vigilo(folder, environment, 'test')
  expect(sent.stdout).toMatch(/^✓ whatsapp \(…7777\): aceita como 3EB0/)
  const database = openDatabase(join(folder.path, 'vigilo.db'), sampleHostId)
  const store = createStore(database)
  const at = new Date().getTime() - 2 * hour
  const address = { channel: 'whatsapp', recipient: '5511988887777' }
  for (const notification of [report, told(firing('api'), firing('db'))]) store.accept(notification, [address], at)
  store.refused(1, { reason: { code: 'answered', by: 'evolution', status: 500, check: null }, at, isLast: true })
  store.again(2, {
    reason: { code: 'connectionRefused', system: null },
    nextAt: at + 26.5 * hour,
    mayHaveArrived: true,
    at,
  })
  database.close()
  expect((await vigilo(folder, environment, 'outbox')).stdout)
    .toBe(`ID  ESTADO                                CANAL     PARA   HÁ   MENSAGEM                                       MOTIVO
1   recusada                              whatsapp  …7777  2 h  relatório                                      a Evolution respondeu 500
2   tentando (1 falha, próxima em 1 dia)  whatsapp  …7777  2 h  CONTAINER_NOT_RUNNING api e mais 1 (repetida)  conexão recusada
Enviadas nas últimas 24 h: 0
`)
  expect((await vigilo(folder, environment, 'outbox', 'drop', '9')).stderr).toBe('a mensagem 9 não existe\n')
})

test.each([
  ['outbox', [0]],
  ['outbox --json', [0]],
  ['doctor', [0, 1]], // as this machine is
  ['test', [0]],
  ['marbles absent.txt', [1]],
  ['nonsense', [64]],
])('a reader that is gone is no fault: %s', async (words, codes) => {
  using folder = createFolder()
  openDatabase(join(folder.path, 'vigilo.db'), sampleHostId).close()
  const child = spawn(process.execPath, [join(inject('bundle'), 'cli.mjs'), ...words.split(' ')], {
    cwd: folder.path,
    env: { PATH: process.env.PATH, DATA_DIR: folder.path, CHANNELS: 'console' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close').then(([exitCode]: unknown[]) => exitCode)
  child.stdout.destroy()
  const said = words === 'nonsense' ? '' : text(child.stderr)
  if (words === 'nonsense') child.stderr.destroy()
  expect(await said).toBe('')
  expect(codes).toContain(await closed)
})

test('a configuration with mistakes is told as the agent tells it', async () => {
  using folder = createFolder()
  const { stderr, code } = await vigilo(folder, { CPU_THRESHOLD: 'x' }, 'outbox')
  expect(stderr).toContain('Vigilo cannot start: its configuration has 1 problem.')
  expect(code).toBe(78)
})
