import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fingerprintOf, type FiringLife } from '../../src/model/life.ts'
import { hostId } from '../../src/host-id.ts'
import { openDatabase } from '../../src/sinks/outbox/database.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { startAgent, type Agent } from '../support/agent.ts'
import { createHost, setMemory } from '../support/host-folder.ts'
import { startEvolution, type EvolutionServer } from '../support/evolution-server.ts'
import { createDisk, noDisks } from '../support/disk.ts'
import { type Folder } from '../support/folder.ts'
import { told } from '../support/notifications.ts'
import { containerDetails, crashedContainer, firingLife, minute, openAlert } from '../support/samples.ts'
import { whatsApp, type Environment } from './environment.ts'

const owner = '5511988887777'

/** An agent that sees the memory of a host of ours, and keeps its data in a folder of ours. */
const startIn = (folder: Folder, evolution: EvolutionServer, environment: Environment = {}): Agent =>
  startAgent({
    folder: folder.path,
    environment: {
      ...whatsApp(evolution, owner),
      HOST_ROOT: join(folder.path, 'host'),
      AGENT_NAME: 'vps-01',
      CHECK_INTERVAL: '1',
      RAM_FOR: '0',
      KEEP_FIRING_FOR: '0',
      DOCKER_FOR: '3600',
      ...environment,
    },
  })

const texts = ({ messages }: EvolutionServer): readonly string[] => messages.map(({ text }) => text)
const about = (evolution: EvolutionServer, words: string): readonly string[] =>
  texts(evolution).filter((text) => text.includes(words))

const crashed = (host: string, name: string, id: number): FiringLife => {
  const about = { type: 'CONTAINER_NOT_RUNNING', subject: name }
  const container = crashedContainer({}, { id: name, name })
  return firingLife(
    { ...about, details: containerDetails(container, 'crashed') },
    { id, host, fingerprint: fingerprintOf(host, about) },
  )
}

const kill = async (agent: Agent): Promise<void> => {
  agent.signal('SIGKILL')
  await agent.end()
}

test.skipIf(noDisks)(
  'a disk that is full is told at once, and so is that it has room again; nothing is lost',
  { concurrent: true },
  async () => {
    await using evolution = await startEvolution()
    using folder = createHost(50)
    using disk = createDisk('size=512k')
    await using agent = startIn(folder, evolution, { DATA_DIR: disk.path })
    await agent.until(() => evolution.messages.length === 1)
    try {
      disk.write('ballast', 'x'.repeat(1_000_000))
    } catch {
      // It is to be full.
    }
    setMemory(folder, 99)
    await agent.until(() => about(evolution, 'RAM em 99%').length === 1)
    await agent.until(() => about(evolution, 'as mensagens não são salvas em disco').length === 1)
    rmSync(join(disk.path, 'ballast'))
    await agent.until(() => about(evolution, 'as mensagens voltaram a ser salvas em disco').length === 1)
    expect(about(evolution, 'as mensagens não são salvas em disco (o disco está cheio)')).toHaveLength(1)
    agent.signal('SIGTERM')
    expect(await agent.end()).toBe(0)
    expect(agent.output.stdout).not.toContain('messages that are lost')
  },
)

test.concurrent('killed with messages that wait: all arrive after the next start', async () => {
  await using evolution = await startEvolution({ state: 'close' })
  using folder = createHost(50)
  {
    await using agent = startIn(folder, evolution)
    await agent.says('messages wait')
    setMemory(folder, 99)
    await agent.says('told: firing RAM_CRITICAL host')
    await kill(agent)
  }
  expect(evolution.messages).toEqual([])
  evolution.state = 'open'
  await using agent = startIn(folder, evolution)
  await agent.until(() => about(evolution, 'RAM em 99%').length === 1 && about(evolution, 'Vigilo').length >= 1)
  expect(texts(evolution).filter((text) => text.includes('(repetida)'))).toEqual([])
})

test.concurrent(
  'what is in trouble when the agent starts is told by its start-up notice, and its end is told',
  async () => {
    await using evolution = await startEvolution({ state: 'close' })
    using folder = createHost(99)
    {
      await using agent = startIn(folder, evolution)
      await agent.says('messages wait')
      await kill(agent)
    }
    evolution.state = 'open'
    await using agent = startIn(folder, evolution)
    await agent.until(() => about(evolution, 'RAM em 99%').length === 1)
    setMemory(folder, 20)
    await agent.until(() => texts(evolution).some((text) => /^🟢 [^\n]*RAM/.test(text)))
    expect(about(evolution, 'RAM em 99%')).toHaveLength(1)
  },
)

test.concurrent('killed while it sends: what Evolution has is not sent again', async () => {
  await using evolution = await startEvolution({ fault: { delay: 60_000 } })
  using folder = createHost(50)
  {
    await using agent = startIn(folder, evolution)
    await agent.until(() => evolution.messages.length === 1)
    await kill(agent)
  }
  evolution.fault = null
  await using agent = startIn(folder, evolution)
  await agent.until(
    () =>
      evolution.requests.some((request) => request.includes('/chat/findMessages/')) || evolution.messages.length > 1,
  )
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
  expect(texts(evolution)).toHaveLength(1)
})

test.concurrent('killed while it sends: where Evolution keeps nothing it comes once more, and says so', async () => {
  await using evolution = await startEvolution({ fault: { delay: 60_000 }, keeps: false })
  using folder = createHost(50)
  {
    await using agent = startIn(folder, evolution)
    await agent.until(() => evolution.messages.length === 1)
    await kill(agent)
  }
  evolution.fault = null
  await using agent = startIn(folder, evolution)
  const [first = ''] = texts(evolution)
  await agent.until(() => evolution.messages.length >= 2)
  expect(texts(evolution)[1]).toBe(first.replace('\n', ' (repetida)\n'))
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
  expect(about(evolution, '(repetida)')).toHaveLength(1)
})

test.concurrent('what was told is not told again after a crash, and its end is', async () => {
  await using evolution = await startEvolution()
  using folder = createHost(50)
  {
    await using agent = startIn(folder, evolution)
    await agent.until(() => evolution.messages.length === 1)
    setMemory(folder, 99)
    await agent.until(() => about(evolution, 'RAM em 99%').length === 1)
    await kill(agent)
  }
  {
    await using agent = startIn(folder, evolution, { LOG_LEVEL: 'debug' })
    await agent.says('check #4')
    agent.signal('SIGTERM')
    expect(await agent.end()).toBe(0)
  }
  setMemory(folder, 20)
  await using agent = startIn(folder, evolution)
  await agent.until(() => texts(evolution).some((text) => /^🟢 [^\n]*RAM/.test(text)))
  // The kill may have come between the server's answer and its being noted.
  const alerts = about(evolution, 'RAM em 99%').filter((text) => text.startsWith('🔴') && !text.includes('(repetida)'))
  expect(alerts).toHaveLength(1)
})

test.concurrent('SIGTERM with fifty that wait: it ends in time, and they are there at the next start', async () => {
  await using evolution = await startEvolution({ fault: 'hang' })
  using folder = createHost(50)
  const host = hostId(folder.path)
  const database = openDatabase(folder.write('vigilo.db', ''), host)
  const store = createStore(database)
  const at = new Date().getTime() - 20 * minute
  for (let number = 1; number <= 50; number += 1) {
    const life = crashed(host, `container-${number}`, number)
    store.keep([life])
    store.accept({ ...told(openAlert(life)), at }, [{ channel: 'whatsapp', recipient: owner }], at)
  }
  database.close()
  const environment = { DATA_DIR: folder.path, STALE_AFTER: '3600' }
  {
    await using agent = startIn(folder, evolution, environment)
    await agent.says('check #1')
    agent.signal('SIGTERM')
    expect(await agent.end()).toBe(0)
    expect(agent.output.stdout).toMatch(/messages that wait for the next start: 5[01]\n/)
  }
  evolution.fault = null
  await using agent = startIn(folder, evolution, { ...environment, STALE_AFTER: '60' })
  await agent.until(() => texts(evolution).join().includes('container-50'))
  const all = texts(evolution).join('\n')
  for (let number = 1; number <= 50; number += 1) expect(all).toContain(`container-${number}`)
  expect(evolution.messages.length).toBeLessThan(8)
})

test.concurrent('a wrong key that is corrected by a restart: nothing is lost', async () => {
  await using evolution = await startEvolution()
  using folder = createHost(50)
  {
    await using agent = startIn(folder, evolution, { EVOLUTION_TOKEN: 'wrong-key-0123456789' })
    await agent.says('messages wait: ')
    setMemory(folder, 99)
    await agent.says('told: firing RAM_CRITICAL host')
    expect(agent.output.stdout).toContain('EVOLUTION_TOKEN')
    agent.signal('SIGTERM')
    expect(await agent.end()).toBe(0)
    expect(agent.output.stdout).not.toContain('wrong-key')
  }
  await using agent = startIn(folder, evolution)
  await agent.until(() => about(evolution, 'RAM em 99%').length === 1)
})

test.concurrent('one agent for each data folder: the second says who has it, and a killed one frees it', async () => {
  await using evolution = await startEvolution()
  using folder = createHost(50)
  await using first = startIn(folder, evolution)
  await first.says('check #1')
  {
    await using second = startIn(folder, evolution)
    expect(await second.end()).toBe(75)
    expect(second.output.stdout).toMatch(
      /DATA_DIR is in use by an agent \(pid \d+, host \S+, since \S+\): each agent needs/,
    )
  }
  // One that is not let in has not started: it is no crash that the owner hears of.
  expect(readFileSync(join(folder.path, '.vigilo/running.json'), 'utf8')).toContain('"restarts":0')
  await kill(first)
  await using third = startIn(folder, evolution)
  await third.says('check #1')
})

test.concurrent('a restart of the server is told, with how long it was away', async () => {
  await using evolution = await startEvolution()
  using folder = createHost(50)
  const path = join(folder.path, 'vigilo.db')
  const environment = { DATA_DIR: folder.path }
  {
    await using agent = startIn(folder, evolution, environment)
    await agent.until(() => evolution.messages.length === 1)
    agent.signal('SIGTERM')
    expect(await agent.end()).toBe(0)
  }
  const database = openDatabase(path, hostId(folder.path))
  const store = createStore(database)
  store.notePresence({ at: 1_000, bootId: 'another', running: [], sawEngine: false })
  database.close()
  await using agent = startIn(folder, evolution, environment)
  await agent.until(() => about(evolution, 'o servidor reiniciou').length === 1)
  expect(about(evolution, 'o servidor reiniciou')[0]).toMatch(/o servidor reiniciou\. Ficou fora do ar por \d+ d/)
})

test.concurrent('a database that is garbage is moved aside, and the owner hears of it', async () => {
  await using evolution = await startEvolution()
  using folder = createHost(50)
  folder.write('vigilo.db', 'no database at all\n'.repeat(500))
  await using agent = startIn(folder, evolution, { DATA_DIR: folder.path })
  await agent.says('the outbox was corrupt: it is now called vigilo.db.corrupt-')
  await agent.until(() => about(evolution, 'o banco de mensagens estava corrompido').length === 1)
  expect(readdirSync(folder.path).filter((name) => name.startsWith('vigilo.db.corrupt-'))).toHaveLength(1)
})
