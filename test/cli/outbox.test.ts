import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readHostId } from '../../src/host-id.ts'
import { openDatabase } from '../../src/sinks/outbox/database.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { whatsApp } from '../process/environment.ts'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { firing, report, told } from '../support/notifications.ts'
import { parseObject } from '../support/parse-object.ts'
import { hour, sampleHostId, sampleTime } from '../support/samples.ts'
import { vigilo } from '../support/run-vigilo.ts'

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
