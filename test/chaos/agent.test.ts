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

/** To which nothing can be sent. */
const lostGroup = '120363000000000000@g.us'

/** How many deliveries to those who can be reached are in each state. */
const countsIn = (path: string): Readonly<Record<string, number>> => {
  if (!existsSync(path)) return {}
  const database = new DatabaseSync(path, { readOnly: true })
  const rows = database
    .prepare(`SELECT state, count(*) AS n FROM delivery WHERE recipient <> '${lostGroup}' GROUP BY state`)
    .all()
  database.close()
  return Object.fromEntries(rows.map(({ state, n }) => [String(state), Number(n)]))
}

/** The names of the troubles that were written down, of those told, and of those in a message that has not room for each. */
const troublesIn = (path: string) => {
  const database = new DatabaseSync(path, { readOnly: true })
  const columnOf = (query: string): readonly string[] =>
    database
      .prepare(query)
      .all()
      .map(({ value }) => String(value))
  const lives = `SELECT DISTINCT body ->> 'subject' AS value FROM life WHERE body ->> 'type' = 'SERVICE_DOWN'`
  const troubles = {
    all: columnOf(lives),
    told: columnOf(`${lives} AND first_told_at IS NOT NULL`),
    unnamed: columnOf(
      `SELECT body AS value FROM notification WHERE json_array_length(body, '$.alerts') > 10
       AND id IN (SELECT notification FROM delivery WHERE state = 'sent')`,
    ).flatMap((body) => body.match(/site\d{4}/g) ?? []),
  }
  database.close()
  return troubles
}

/** As if an hour had passed since the last message: how many people can bear is another matter. */
const passAnHour = (path: string): void => {
  if (!existsSync(path)) return
  const database = new DatabaseSync(path)
  if (database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'notification'`).get() !== undefined)
    database.exec('UPDATE notification SET at = at - 3600000')
  database.close()
}

const nameOf = (round: number): string => `site${String(round).padStart(4, '0')}`

test(`${rounds} kills of the agent at random moments, each with a trouble of its own: none is lost (seed ${seed})`, async () => {
  const random = randomOf(seed)
  using folder = createFolder()
  cpSync(join(import.meta.dirname, '../fixtures/host/recorded/before'), join(folder.path, 'host'), { recursive: true })
  const path = join(folder.path, 'vigilo.db')
  await using evolution = await startEvolution({ lostGroups: [lostGroup] })
  let breaks = 0
  evolution.accepted = () => {
    if (isBreak(evolution.fault)) breaks += 1
    evolution.fault = faults[Math.floor(random() * faults.length)] ?? null
  }
  const start = (...names: readonly string[]): Agent =>
    startAgent({
      folder: folder.path,
      environment: {
        ...whatsApp(evolution, `5511988887777,${lostGroup}`),
        DATA_DIR: folder.path,
        HOST_ROOT: join(folder.path, 'host'),
        CHECK_INTERVAL: '1',
        STALE_AFTER: '60',
        DOCKER_FOR: '3600',
        REPORT_HOURS: '0',
        SERVICES: names.map((name) => `tcp://127.0.0.1:1 name=${name} failures=1`).join('\n'),
      },
    })
  for (let round = 0; round < rounds; round += 1) {
    evolution.isDeaf = random() < 0.1
    evolution.fault = faults[Math.floor(random() * faults.length)] ?? null
    await using agent = start(nameOf(round))
    await sleep(700 + random() * 1_300)
    agent.signal('SIGKILL')
    await agent.end()
    passAnHour(path)
  }
  evolution.fault = null
  evolution.isDeaf = false
  evolution.accepted = () => undefined
  // What was found, and not told before the kill, is found again.
  await using agent = start(...Array.from({ length: rounds + 1 }, (_, round) => nameOf(round)))
  await agent.says(`firing: SERVICE_DOWN ${nameOf(rounds)}`)
  const late = AbortSignal.timeout(600_000)
  const isDone = (): boolean => {
    const { queued = 0, sending = 0, retrying = 0 } = countsIn(path)
    const { all, told } = troublesIn(path)
    return queued + sending + retrying === 0 && told.length === all.length
  }
  while (!isDone() && !late.aborted) await sleep(250)
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)

  const { all, told, unnamed } = troublesIn(path)
  const arrivals = evolution.messages.map(({ text }) => text)
  const arrived = new Set(arrivals.flatMap((text) => text.match(/site\d{4}/g) ?? []))
  const lost = all.filter((name) => !arrived.has(name) && !unnamed.includes(name))
  const marked = arrivals.filter((text) => text.includes('(repetida)')).length
  const plain = arrivals.map((text) => text.replace(' (repetida)', ''))
  const repeats = plain.length - new Set(plain).size
  console.log(
    `seed ${seed}: ${rounds} kills of the agent, ${all.length} troubles written down, ${told.length} told, ` +
      `${arrivals.length} messages accepted, ${lost.length} troubles lost, ${repeats} repeats, ` +
      `${marked} marked as repeated, ${breaks} answers lost`,
  )
  expect(isDone()).toBe(true)
  expect(all.length).toBeGreaterThan(rounds / 4)
  expect(lost).toEqual([])
  expect(repeats).toBeLessThanOrEqual(rounds + breaks)
})
