import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, inject, test } from 'vitest'
import { openDatabase } from '../../src/sinks/outbox/database.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { whatsApp } from '../process/environment.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { firing, report, told } from '../support/notifications.ts'
import { hour, sampleHostId } from '../support/samples.ts'
import { vigilo } from '../support/run-vigilo.ts'

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
