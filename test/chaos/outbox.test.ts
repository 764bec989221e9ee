import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { faults, isBreak, randomOf } from './faults.ts'

const rounds = Number(process.env['CHAOS_ROUNDS'] ?? 200)
const seed = Number(process.env['CHAOS_SEED'] ?? randomInt(1_000_000))

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

/** A line that the kill cut short was not said. */
const numbersIn = (output: string): readonly number[] =>
  output
    .slice(0, output.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number)

test(`${rounds} kills at random moments, with a channel that fails at random: nothing is lost`, async () => {
  const random = randomOf(seed)
  using folder = createFolder()
  const path = join(folder.path, 'vigilo.db')
  await using evolution = await startEvolution({ token: 'k' })
  const written = new Set<number>()
  let breaks = 0
  evolution.accepted = () => {
    if (isBreak(evolution.fault)) breaks += 1
    evolution.fault = faults[Math.floor(random() * faults.length)] ?? null
  }
  let from = 1
  for (let round = 0; round < rounds; round += 1) {
    evolution.fault = faults[Math.floor(random() * faults.length)] ?? null
    const sender = start(path, evolution.url, from, 20)
    await sleep(200 + random() * 500)
    sender.child.kill('SIGKILL')
    await sender.closed
    for (const number of numbersIn(sender.output())) written.add(number)
    from += 1_000
  }
  evolution.fault = null
  evolution.accepted = () => undefined
  const last = start(path, evolution.url, from, 0)
  const late = AbortSignal.timeout(120_000)
  while (!/waiting 0\n$/.test(last.output()) && !late.aborted) await sleep(50)
  last.child.kill('SIGKILL')
  await last.closed

  const arrivals = evolution.messages.map(({ text }) => text)
  const times = (number: number): number => arrivals.filter((text) => text.startsWith(`n${number}.`)).length
  const lost = [...written].filter((number) => times(number) === 0)
  const repeats = arrivals.length - new Set(arrivals.map((text) => /^n\d+/.exec(text)?.[0])).size
  const marked = arrivals.filter((text) => text.endsWith('(repetida)')).length
  console.log(
    `seed ${seed}: ${rounds} kills, ${written.size} notifications written down, ${arrivals.length} accepted, ` +
      `${lost.length} lost, ${repeats} repeats, ${marked} marked as repeated, ${breaks} answers lost`,
  )
  expect(written.size).toBeGreaterThan(rounds)
  expect(lost).toEqual([])
  expect(repeats).toBeLessThanOrEqual(rounds + breaks)
  const seen = new Set<string>()
  for (const text of arrivals) {
    const name = /^n\d+/.exec(text)?.[0] ?? ''
    // What came before comes again only with its mark.
    if (seen.has(name)) expect(text).toMatch(/\(repetida\)$/)
    seen.add(name)
  }
})
