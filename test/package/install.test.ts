import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { createFolder } from '../support/folder.ts'
import { containersReading, sampleContainer } from '../support/samples.ts'

const root = join(import.meta.dirname, '../..')
const folder = createFolder()
const { typescript, '@types/node': nodeTypes } = packageJson.devDependencies

const run = (command: string, words: readonly string[], cwd = folder.path): string => {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}

const readings = [0, 1].map((at) =>
  containersReading(
    ['a', 'b', 'c', 'd'].map((name) => sampleContainer({ name, startedAt: at })),
    { at },
  ),
)

const use = `
import { from, take } from 'rxjs'
import type { Reading } from 'vigilo'
import { judge } from './backup-age.ts'
import manyRestarts from './many-restarts.ts'

const readings: readonly Reading[] = ${JSON.stringify(readings)}

from([3, 30, null]).pipe(judge).subscribe(({ status }) => console.log(status))
manyRestarts(from(readings)).pipe(take(4)).subscribe(({ status }) => console.log(status))
`

beforeAll(() => {
  folder.write('package.json', '{ "private": true, "type": "module" }')
  run('npm', ['pack', '--pack-destination', folder.path], root)
  const tarball = `./${packageJson.name}-${packageJson.version}.tgz`
  run('npm', ['install', tarball, `typescript@${typescript}`, `@types/node@${nodeTypes}`])
  folder.copy(join(root, 'examples/extension'))
  folder.write('use.ts', use)
})

afterAll(() => folder[Symbol.dispose]())

test.each(['nodenext', 'preserve'])(
  'the examples are type-checked where only the package is installed: %s',
  (module) => {
    const options = ['--noEmit', '--strict', '--erasableSyntaxOnly', '--allowImportingTsExtensions', '--types', 'node']
    const files = ['backup-age.ts', 'many-restarts.ts', 'use.ts']
    expect(run('npx', ['tsc', ...options, '--module', module, '--target', 'es2024', ...files])).toBe('')
  },
)

test('a mistake is seen there', () => {
  folder.write(
    'mistake.ts',
    "import { check } from 'vigilo'\ncheck({ type: 'A', subject: 'a', status: 'fine', text: '' })\n",
  )
  expect(() => run('npx', ['tsc', '--noEmit', '--strict', '--module', 'nodenext', 'mistake.ts'])).toThrow(
    `Type '"fine"' is not assignable to type 'Status'`,
  )
})

test('the examples run there', () => {
  expect(run(process.execPath, ['use.ts'])).toBe('ok\ncritical\ncritical\nok\nok\nok\ncritical\n')
})

test('nothing but the package itself can be imported', () => {
  expect(() => run(process.execPath, ['--eval', "import('vigilo/lib/log.js')"])).toThrow(
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
  )
})
