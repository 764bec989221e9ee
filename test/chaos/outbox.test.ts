import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { faults, isBreak, randomOf } from './faults.ts'

const rounds = Number(process.env['CHAOS_ROUNDS'] ?? 200)
const seed = Number(process.env['CHAOS_SEED'] ?? randomInt(1_000_000))

/** The number whose text is always answered with 500. */
const poisoned = 7

const start = (path: string, url: string, from: number, count: number) => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'sender.ts'), path, url, String(from), String(count)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  return { child, output: () => output, closed: once(child, 'close') }
}

const isPoisoned = (name: unknown): boolean => typeof name === 'string' && name.endsWith(`\nn${poisoned}`)

/** How long a process takes to start is the machine's affair. */
const hasBegun = async (output: () => string): Promise<void> => {
  const late = AbortSignal.timeout(60_000)
  while (output() === '' && !late.aborted) await sleep(5)
}

/** A line that the kill cut short was not said. */
const numbersIn = (output: string): readonly number[] =>
  output
    .slice(0, output.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number)

test(`${rounds} kills at random moments, with a channel that fails at random: nothing is lost (seed ${seed})`, async () => {
  const random = randomOf(seed)
  using folder = createFolder()
  const path = join(folder.path, 'vigilo.db')
  await using evolution = await startEvolution({ token: 'k', poison: 'n7.', lostGroups: ['120363000000000000@g.us'] })
  const written = new Set<number>()
  let breaks = 0
  evolution.accepted = () => {
    if (isBreak(evolution.fault)) breaks += 1
    evolution.fault = faults[Math.floor(random() * faults.length)] ?? null
  }
  let from = 1
  for (let round = 0; round < rounds; round += 1) {
    evolution.fault = faults[Math.floor(random() * faults.length)] ?? null
    // In some rounds nothing goes, though the state says that it is open.
    evolution.isDeaf = random() < 0.1
    const sender = start(path, evolution.url, from, 20)
    await hasBegun(sender.output)
    await sleep(random() * 300)
    sender.child.kill('SIGKILL')
    await sender.closed
    for (const number of numbersIn(sender.output())) written.add(number)
    from += 1_000
  }
  evolution.fault = null
  evolution.isDeaf = false
  evolution.accepted = () => undefined
  const last = start(path, evolution.url, from, 0)
  const late = AbortSignal.timeout(120_000)
  while (!/waiting 0\n$/.test(last.output()) && !late.aborted) await sleep(50)
  last.child.kill('SIGKILL')
  await last.closed

  const arrivals = evolution.messages.map(({ text }) => text)
  const times = (number: number): number => arrivals.filter((text) => text.startsWith(`n${number}.`)).length
  const lost = [...written].filter((number) => times(number) === 0 && number !== poisoned)
  const repeats = arrivals.length - new Set(arrivals.map((text) => /^n\d+/.exec(text)?.[0])).size
  const marked = arrivals.filter((text) => text.endsWith('(repetida)')).length
  console.log(
    `seed ${seed}: ${rounds} kills, ${written.size} notifications written down, ${arrivals.length} accepted, ` +
      `${lost.length} lost, ${repeats} repeats, ${marked} marked as repeated, ${breaks} answers lost`,
  )
  expect(written.size).toBeGreaterThan(rounds)
  expect(lost).toEqual([])
  expect(repeats).toBeLessThanOrEqual(rounds + breaks)
  // What people were told stands there with the message that told it, and no other.
  const database = new DatabaseSync(path, { readOnly: true })
  const namesIn = (query: string): readonly unknown[] =>
    database
      .prepare(`${query} ORDER BY name`)
      .all()
      .map(({ name }) => name)
  const messages = namesIn('SELECT fingerprints ->> 0 AS name FROM notification')
  expect(messages.length).toBeGreaterThanOrEqual(written.size)
  expect(namesIn('SELECT fingerprint AS name FROM told')).toEqual(messages)
  expect(namesIn('SELECT DISTINCT fingerprint AS name FROM sent')).toEqual(messages.filter((name) => !isPoisoned(name)))
  expect(namesIn('SELECT fingerprint AS name FROM life WHERE first_told_at IS NOT NULL')).toEqual(messages)
  // It is set aside, said as such, and nothing of it is left waiting.
  const aside = database.prepare(
    `SELECT fingerprints ->> 0 AS name FROM delivery JOIN notification ON notification.id = delivery.notification
     WHERE state = 'refused'`,
  )
  expect(
    aside
      .all()
      .map(({ name }) => name)
      .filter((name) => !isPoisoned(name)),
  ).toEqual([])
  database.close()
  const seen = new Set<string>()
  for (const text of arrivals) {
    const name = /^n\d+/.exec(text)?.[0] ?? ''
    // What came before comes again only with its mark.
    if (seen.has(name)) expect(text).toMatch(/\(repetida\)$/)
    seen.add(name)
  }
})
