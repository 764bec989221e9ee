import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolder } from '../support/folder.ts'

const root = join(import.meta.dirname, '../..')

const run = (folder: string, ...words: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'src/cli/vigilo.ts'), ...words], {
    cwd: folder,
    env: { NODE_ENV: 'production', MESSAGE_LANGUAGE: 'en' },
    encoding: 'utf8',
  })

const diagram = (input: string, operator: string, output: string, ...words: readonly string[]): string =>
  [
    '% frame = 10s',
    '',
    input,
    'title = in',
    ...words,
    '',
    `> ${operator}`,
    '',
    output,
    'title = out',
    ...words,
    '',
  ].join('\n')

const cpu = ['a := cpu 40', 'b := cpu 91', 'o := cpu ok', 'c := cpu critical'] as const

test('the diagrams of the examples hold', () => {
  const { status, stdout, stderr } = run(
    root,
    'marbles',
    'examples/extension/backup-age.txt',
    'examples/extension/many-restarts.txt',
  )
  expect(stderr).toBe('')
  expect(stdout).toBe('✓ examples/extension/backup-age.txt\n✓ examples/extension/many-restarts.txt\n')
  expect(status).toBe(0)
})

test('what does not hold is shown, and the rest is run', async () => {
  using folder = createFolder()
  folder.write(
    'own.ts',
    `import { filter, map } from 'rxjs'
import { check, type Extension } from 'vigilo'

export default ((readings$) =>
  readings$.pipe(
    filter((reading) => reading.kind === 'host'),
    map(({ cpu }) => check({ type: 'OWN', subject: 'cpu', status: cpu.percent > 85 ? 'critical' : 'ok', text: '' })),
  )) satisfies Extension
`,
  )
  folder.write(
    'others.js',
    `import { map } from 'rxjs'
import { check } from 'vigilo'

export const throws = map(() => { throw new Error('of the owner') })
export const wrong = map(() => ({ type: 'OWN' }))
export const speaks = map((value) => check({ type: 'OWN', subject: 'own', status: 'ok', text: String(value) }))
`,
  )
  folder.write('syntax.ts', 'export default () => {\n  const broken = = 3\n}\n')
  const files = {
    '01-holds.txt': diagram('a-b-a-|', 'own.ts', 'o-c-o-|', ...cpu),
    '02-differs.txt': diagram('a-b-a-|', 'own.ts', 'o-o-c-|', ...cpu),
    '03-ours.txt': diagram('a-b-a-|', 'checkHost cpu=95', 'o-o-o-|', ...cpu),
    '04-throws.txt': diagram('-a--|', 'others.js throws', '-o--|', ...cpu),
    '05-wrong.txt': diagram('-a--|', 'others.js wrong', '-o--|', ...cpu),
    '06-silence.txt': diagram('-a--|', 'others.js speaks', '----|', 'a := 27'),
    '07-no-such-export.txt': diagram('-a--|', 'others.js shouts', '-o--|', ...cpu),
    '08-syntax.txt': diagram('-a--|', 'syntax.ts', '-o--|', ...cpu),
    '09-no-such-file.txt': diagram('-a--|', 'absent.ts', '-o--|', ...cpu),
    '10-no-such-word.txt': diagram('-a--|', 'own.ts', '-o--|', 'a := cpu high', 'o := cpu ok'),
    '11-no-such-operator.txt': diagram('-a--|', 'checkNothing', '-o--|', ...cpu),
    '12-no-diagram.txt': 'no diagram\n',
  }
  for (const [name, text] of Object.entries(files)) folder.write(name, text)
  const { status, stdout, stderr } = run(folder.path, 'marbles', ...Object.keys(files), '13-absent.txt')
  expect(stderr).toBe('')
  await expect(stdout.replaceAll(folder.path, 'FOLDER')).toMatchFileSnapshot('marbles.golden.txt')
  expect(status).toBe(1)
})

test.each([[[]], [['marbles']], [['marble', 'own.txt']]])('%j is no command', (words) => {
  const { status, stdout, stderr } = run(root, ...words)
  expect(stdout).toBe('')
  expect(stderr).toContain('vigilo marbles FILE…')
  expect(status).toBe(64)
})
