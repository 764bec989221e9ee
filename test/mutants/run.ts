import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { mutants, type Mutant } from './mutants.ts'

/** One after the other in each of so many folders. */
const folders = Math.min(4, availableParallelism())

const setup = `import fc from 'fast-check'
const seed = process.env.PROPERTY_SEED
fc.configureGlobal({ endOnFailure: true, ...(seed === undefined ? {} : { seed: Number(seed) }) })
`
const config = `export default {
  test: { setupFiles: ['setup.ts'], bail: 1, maxWorkers: 1, testTimeout: 240_000 },
}
`

/** Seconds of the processor, and of the clock: a mutant may never end, which is as good as failing. */
const most = { cpu: 100, time: 300 }

/** How often a property is tried: a rare history may be needed, and what is caught ends at once. */
const runs = 5

interface Result {
  readonly passes: boolean
  readonly seconds: number
}

/** Runs tests in a folder. `timeout` leads a group of its own, which ends with it: the workers would outlive their parent. */
const runTests = (folder: string, { files, name, patience }: Mutant, times: number): Promise<Result> => {
  const vitest = [process.execPath, resolve('node_modules/vitest/vitest.mjs'), 'run', ...files]
  const named = name === undefined ? [] : ['--testNamePattern', name]
  const patient = patience === undefined ? [] : [`--testTimeout=${patience}`]
  const began = performance.now()
  const bounds = [`--cpu=${most.cpu}`, 'timeout', '--signal=KILL', String(most.time)]
  const child = spawn('prlimit', [...bounds, ...vitest, ...named, ...patient], {
    cwd: folder,
    env: { ...process.env, PROPERTY_RUNS: String(times) },
    stdio: 'ignore',
  })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done({ passes: code === 0, seconds: Math.round((performance.now() - began) / 1_000) }))
  })
}

const mutated = ({ file, line, becomes }: Mutant): string => {
  const text = readFileSync(file, 'utf8')
  if (text.split(line).length !== 2) throw new Error(`${file} does not hold this line once: ${line}`)
  return text.replace(line, () => becomes)
}

const createCopy = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vigilo-mutant-'))
  for (const name of ['src', 'test', 'marbles', 'package.json', 'tsconfig.json'])
    cpSync(name, join(folder, name), { recursive: true })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'setup.ts'), setup)
  writeFileSync(join(folder, 'vitest.config.ts'), config)
  return folder
}

/** Does it with each, one after the other in each folder. */
const inFolders = async <T>(all: readonly T[], work: (one: T, folder: string) => Promise<void>): Promise<void> => {
  const queue = [...all]
  await Promise.all(
    copies.map(async (folder) => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one, folder)
    }),
  )
}

/** A word of what it breaks chooses among them. */
const [word = ''] = process.argv.slice(2)
const chosen = mutants.filter(({ breaks }) => breaks.includes(word))
for (const mutant of chosen) mutated(mutant)
const suites = [...new Map(chosen.map((one) => [`${one.files.join()} ${one.name}`, one])).values()]
const survivors: string[] = []
const copies = Array.from({ length: folders }, createCopy)
try {
  await inFolders(suites, async (suite, folder) => {
    const { passes } = await runTests(folder, suite, 1)
    if (!passes) throw new Error(`these tests fail as they are: ${suite.files.join()} ${suite.name ?? ''}`)
  })
  console.log(`${suites.length} suites of tests pass as they are`)
  await inFolders(chosen, async (mutant, folder) => {
    const path = join(folder, mutant.file)
    const original = readFileSync(path)
    writeFileSync(path, mutated(mutant))
    const { passes, seconds } = await runTests(folder, mutant, runs)
    writeFileSync(path, original)
    if (passes) survivors.push(mutant.breaks)
    console.log(`${passes ? '✗ survives' : '✓ caught  '}  ${mutant.breaks} (${seconds} s)`)
  })
} finally {
  for (const folder of copies) rmSync(folder, { recursive: true, force: true })
}
console.log(survivors.length === 0 ? `all ${chosen.length} mutants caught` : `${survivors.length} mutants survive`)
process.exitCode = survivors.length === 0 ? 0 : 1
