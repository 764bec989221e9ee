import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { updateDocs } from '../../src/cli/docs/update-docs.ts'
import { envExample } from '../../src/cli/docs/env-example.ts'
import { groups, variables } from '../../src/config.ts'
import { loadConfig } from '../../src/config/load.ts'
import { readersOf } from '../config/fake-readers.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigilo-test-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

test('the documentation of this repository is up to date', () => {
  expect(updateDocs(join(import.meta.dirname, '../..'), { check: true })).toEqual({ stale: [], problems: [] })
})

test('every variable stands in one group', () => {
  expect(groups.flatMap((group) => Object.keys(group.variables))).toEqual(Object.keys(variables))
})

test('what stands outside the markers is kept, and a second run changes nothing', () => {
  write('README.md', '# One\n<!-- variables -->old<!-- /variables -->\ntwo\n<!-- alerts --><!-- /alerts -->\n')
  write('README.pt-BR.md', '# Um\n<!-- variables -->\n<!-- /variables -->\ndois\n<!-- alerts --><!-- /alerts -->\n')
  const all = ['README.md', 'README.pt-BR.md', '.env.example']
  expect(updateDocs(folder, { check: true })).toEqual({ stale: all, problems: [] })
  expect(read('README.md')).toContain('old')
  expect(updateDocs(folder, { check: false })).toEqual({ stale: all, problems: [] })
  expect(updateDocs(folder, { check: true })).toEqual({ stale: [], problems: [] })
  expect(read('README.md')).toMatch(
    /^# One\n<!-- variables -->\n\n\| Variable [^]*\|\n\n<!-- \/variables -->\ntwo\n<!-- alerts -->[^]*<!-- \/alerts -->\n$/,
  )
  expect(read('README.pt-BR.md')).toMatch(
    /^# Um\n<!-- variables -->\n\n\| Variável [^]*\|\n\n<!-- \/variables -->\ndois\n<!-- alerts -->[^]*<!-- \/alerts -->\n$/,
  )
})

test('a missing file or marker is told, and the rest is written', () => {
  write('README.md', '<!-- /variables -->\n<!-- variables -->\n')
  const because = 'is missing, or lacks one of <!-- variables -->, <!-- alerts --> with its end after it'
  expect(updateDocs(folder, { check: false })).toEqual({
    stale: ['.env.example'],
    problems: [`README.md ${because}`, `README.pt-BR.md ${because}`],
  })
  expect(read('.env.example')).toBe(envExample())
})

test('.env.example sets nothing as it is, and is valid with every # taken away', () => {
  expect(parseEnv(envExample())).toEqual({})
  const everything = parseEnv(envExample().replaceAll(/^#(?=[A-Z])/gm, ''))
  expect(Object.keys(everything).toSorted()).toEqual(Object.keys(variables).toSorted())
  expect(loadConfig(everything, readersOf())).toMatchObject({ warnings: [] })
  expect(loadConfig(everything, readersOf())).not.toHaveProperty('problems')
})
