import { randomInt } from 'node:crypto'
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { whatsApp } from '../process/environment.ts'
import { startAgent, type Agent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { faults, isBreak, randomOf } from './faults.ts'

const rounds = Number(process.env['CHAOS_ROUNDS'] ?? 200)
const seed = Number(process.env['CHAOS_SEED'] ?? randomInt(1_000_000))

/** How many deliveries are in each state. */
const countsIn = (path: string): Readonly<Record<string, number>> => {
  if (!existsSync(path)) return {}
  const database = new DatabaseSync(path, { readOnly: true })
  const rows = database.prepare('SELECT state, count(*) AS n FROM delivery GROUP BY state').all()
  database.close()
  return Object.fromEntries(rows.map(({ state, n }) => [String(state), Number(n)]))
}

/** The names of all troubles that were written down. */
const namesIn = (path: string): readonly string[] => {
  const database = new DatabaseSync(path, { readOnly: true })
  const rows = database.prepare(`SELECT DISTINCT body FROM notification WHERE kind = 'alerts'`).all()
  database.close()
  return [...new Set(rows.flatMap(({ body }) => String(body).match(/site\d{4}/g) ?? []))]
}

test(`${rounds} kills of the agent at random moments, each with a trouble of its own: none is lost`, async () => {
  const random = randomOf(seed)
  using folder = createFolder()
  cpSync(join(import.meta.dirname, '../fixtures/host/recorded/before'), join(folder.path, 'host'), { recursive: true })
  const path = join(folder.path, 'vigilo.db')
  await using evolution = await startEvolution()
  let breaks = 0
  evolution.accepted = () => {
    if (isBreak(evolution.fault)) breaks += 1
    evolution.fault = faults[Math.floor(random() * faults.length)] ?? null
  }
  const start = (name: string): Agent =>
    startAgent({
      folder: folder.path,
      environment: {
        ...whatsApp(evolution),
        DATA_DIR: folder.path,
        HOST_ROOT: join(folder.path, 'host'),
        CHECK_INTERVAL: '1',
        STALE_AFTER: '60',
        DOCKER_FOR: '3600',
        REPORT_HOURS: '0',
        SERVICES: `tcp://127.0.0.1:1 name=${name} failures=1`,
      },
    })
  for (let round = 0; round < rounds; round += 1) {
    evolution.fault = faults[Math.floor(random() * faults.length)] ?? null
    await using agent = start(`site${String(round).padStart(4, '0')}`)
    await sleep(700 + random() * 1_300)
    agent.signal('SIGKILL')
    await agent.end()
  }
  evolution.fault = null
  evolution.accepted = () => undefined
  await using agent = start('site9999')
  await agent.says('firing: SERVICE_DOWN site9999')
  const late = AbortSignal.timeout(600_000)
  const isDone = (): boolean => {
    const { queued = 0, sending = 0, retrying = 0 } = countsIn(path)
    return queued + sending + retrying === 0
  }
  while (!isDone() && !late.aborted) await sleep(250)
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)

  const written = namesIn(path)
  const arrivals = evolution.messages.map(({ text }) => text)
  const lost = written.filter((name) => !arrivals.some((text) => text.includes(name)))
  const marked = arrivals.filter((text) => text.includes('(repetida)')).length
  const plain = arrivals.map((text) => text.replace(' (repetida)', ''))
  const repeats = plain.length - new Set(plain).size
  console.log(
    `seed ${seed}: ${rounds} kills of the agent, ${written.length} troubles written down, ${arrivals.length} messages ` +
      `accepted, ${lost.length} troubles lost, ${repeats} repeats, ${marked} marked as repeated, ${breaks} answers lost`,
  )
  expect(isDone()).toBe(true)
  expect(written.length).toBeGreaterThan(rounds / 4)
  expect(lost).toEqual([])
  expect(repeats).toBeLessThanOrEqual(rounds + breaks)
})
