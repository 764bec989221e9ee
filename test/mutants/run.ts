import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { mutants, type Mutant } from './mutants.ts'

/** The tests that hold the promises of the alerts. */
const promises = ['test/streams/promises.test.ts', 'test/streams/hold-status.test.ts', 'test/streams/bounded.test.ts']

const setup = "import fc from 'fast-check'\nfc.configureGlobal({ endOnFailure: true })\n"
const config = "export default { test: { setupFiles: ['setup.ts'], bail: 1, maxWorkers: 2, testTimeout: 60_000 } }\n"

/** Runs the tests on a copy of the sources in which one line is changed, or none. */
const passes = (folder: string, tests: readonly string[]): boolean =>
  spawnSync(process.execPath, [resolve('node_modules/vitest/vitest.mjs'), 'run', ...tests], {
    cwd: folder,
  }).status === 0

const mutate = (folder: string, { file, line, becomes }: Mutant): void => {
  const text = readFileSync(join(folder, file), 'utf8')
  if (text.split(line).length !== 2) throw new Error(`${file} does not hold this line once: ${line}`)
  writeFileSync(join(folder, file), text.replace(line, becomes))
}

const inCopy = (use: (folder: string) => boolean): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'vigilo-mutant-'))
  try {
    for (const name of ['src', 'test', 'package.json', 'tsconfig.json'])
      cpSync(name, join(folder, name), { recursive: true })
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'setup.ts'), setup)
    writeFileSync(join(folder, 'vitest.config.ts'), config)
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const all = [...new Set(mutants.flatMap(({ tests = promises }) => tests))]
if (!inCopy((folder) => passes(folder, all))) throw new Error('the tests fail as they are')
let survivors = 0
for (const mutant of mutants) {
  const survives = inCopy((folder) => {
    mutate(folder, mutant)
    return passes(folder, mutant.tests ?? promises)
  })
  if (survives) survivors += 1
  console.log(`${survives ? '✗ survives' : '✓ caught  '}  ${mutant.breaks}`)
}
console.log(`${mutants.length - survivors} of ${mutants.length} mutants caught`)
process.exitCode = survivors === 0 ? 0 : 1
