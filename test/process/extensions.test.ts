import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { sourceMain, startAgent, type Agent, type AgentOptions } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder, type Folder } from '../support/folder.ts'
import { occurrences } from '../support/occurrences.ts'
import { whatsApp } from './environment.ts'

const root = join(import.meta.dirname, '../..')

/** A folder outside any node_modules, with extensions in it. */
const folderOf = (files: Readonly<Record<string, string>>): Folder => {
  const folder = createFolder()
  for (const [name, text] of Object.entries(files)) chmodSync(folder.write(name, text), 0o644)
  return folder
}

const startWith = (folder: Folder, { environment, ...options }: AgentOptions = {}): Agent =>
  startAgent({
    environment: {
      EXTENSIONS: folder.path,
      CHECK_INTERVAL: '1',
      MESSAGE_LANGUAGE: 'en',
      AGENT_NAME: 'vps-01',
      ...environment,
    },
    ...options,
  })

const whichRxjs = `
import { concat, NEVER, Observable, of } from 'rxjs'
import { map } from 'rxjs/operators'
import { check } from 'vigilo'

interface Answer { readonly isOurs: boolean }

export default (readings$: Observable<unknown>) =>
  concat(of<Answer>({ isOurs: readings$ instanceof Observable }), NEVER).pipe(
    map(({ isOurs }) => check({ type: 'OWN', subject: 'rxjs', status: 'critical', text: \`one instance: \${isOurs}\` })),
  )
`

const inJavaScript = `
import { map } from 'rxjs'
import { check } from 'vigilo'

export default (readings$, { config, log }) => {
  log.info(\`knows \${Object.keys(config).length > 5} and \${JSON.stringify(config)}\`)
  return readings$.pipe(map(() => check({ type: 'OWN', subject: 'javascript', status: 'warning', text: 'it runs' })))
}
`

const throwsLater = `
import { concatMap, of, throwError } from 'rxjs'
import { check } from 'vigilo'

export default (readings$) =>
  readings$.pipe(
    concatMap((_, index) => {
      if (index > 0) throw new Error('the second reading')
      return of(check({ type: 'OWN', subject: 'own', status: 'critical', text: 'as long as it lasts' }))
    }),
  )
`

test.concurrent('TypeScript and JavaScript raise alerts, with the one RxJS and without any secret', async () => {
  await using evolution = await startEvolution()
  using folder = folderOf({
    'rxjs.ts': whichRxjs,
    'script.js': inJavaScript,
    'package.json': '{ "type": "commonjs" }',
  })
  await using agent = startWith(folder, {
    main: sourceMain,
    environment: { ...whatsApp(evolution), CHANNELS: 'console' },
  })
  await agent.says('one instance: true')
  await agent.says('firing: OWN javascript')
  const [, line = ''] = agent.output.stdout.split(' - script - INFO - ')
  expect(line).toMatch(/^knows true and .*"agentName":"vps-01"/)
  expect(line.split('\n', 1).join()).not.toContain('***')
  expect(agent.output.stdout).not.toContain(evolution.token)
  expect(agent.output.stderr).toBe('')
})

test.concurrent('one that throws later is said once, and harms nothing else', async () => {
  using folder = folderOf({ 'breaks.js': throwsLater, 'well.js': inJavaScript })
  await using agent = startWith(folder, { environment: { LOG_LEVEL: 'debug' } })
  await agent.says('check #5')
  expect(occurrences(agent.output.stdout, 'breaks - ERROR - broke, and is called anew: the second reading')).toBe(1)
  expect(agent.output.stdout).toContain('firing: OWN javascript')
  expect(agent.output.stdout).not.toContain('resolved: OWN own')
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)
})

test.concurrent(
  'those that do not load end it with 78, each with file, line and reason, and none is started',
  async () => {
    using folder = folderOf({
      'a-syntax.ts': "import { of } from 'rxjs'\nexport default () => {\n  const broken = = 3\n}\n",
      'b-syntax.js': "import { of } from 'rxjs'\nexport default () => {\n  await of(1)\n}\n",
      'c-throws.ts':
        "const limit: number = 1\n\nif (limit > 0) throw new Error('too many')\nexport default () => limit\n",
      'd-export.ts': "import { check } from 'vigilo'\nimport { nothing } from 'vigilo'\nexport default () => nothing\n",
      'e-package.ts': "// lodash\nimport chunk from 'lodash/chunk.js'\nexport default chunk\n",
      'f-file.ts': "import { of } from 'rxjs'\nimport { help } from './help/absent.ts'\nexport default help\n",
      'g-enum.ts': 'export default () => 1\nenum Level { Low }\n',
      'h-default.ts': 'export const checks = () => 1\n',
      'i-value.ts': 'export default 1\n',
      'j-starts.js': "export default (readings$, { log }) => { log.error('started'); return readings$ }\n",
      'notes.txt': 'no extension',
    })
    await using agent = startWith(folder)
    expect(await agent.end()).toBe(78)
    const lines = [...agent.output.stdout.matchAll(/ - extensions - ERROR - (.*)/g)].map(([, line = '']) => line)
    expect(lines.map((line) => line.replaceAll(folder.path, 'FOLDER'))).toEqual([
      'a-syntax.ts:3: Expression expected',
      "b-syntax.js:3: await isn't allowed in non-async function",
      'c-throws.ts:3: too many',
      "d-export.ts:2: The requested module 'vigilo' does not provide an export named 'nothing'",
      "e-package.ts:2: Cannot find package 'lodash' imported from FOLDER/e-package.ts",
      "f-file.ts:2: Cannot find module 'FOLDER/help/absent.ts' imported from FOLDER/f-file.ts",
      'g-enum.ts:2: TypeScript enum is not supported in strip-only mode',
      'h-default.ts: its default export is no function',
      'i-value.ts: its default export is no function',
    ])
    expect(agent.output.stdout).not.toContain('started')
    expect(agent.output.stdout).not.toContain('check #')
  },
)

test.concurrent('files that others may write are refused, those that they import and the folder too', async () => {
  using folder = folderOf({
    'a-group.ts': inJavaScript,
    'b-world.js': inJavaScript,
    'c-imports.ts': "import { help } from './help/help.ts'\nexport default help\n",
    'd-well.ts': inJavaScript,
    'e-linked.ts': inJavaScript,
  })
  using elsewhere = folderOf({ 'linked.js': inJavaScript })
  mkdirSync(join(folder.path, 'help'))
  folder.write('help/help.ts', 'export const help = () => 1\n')
  symlinkSync(join(elsewhere.path, 'linked.js'), join(folder.path, 'f-link.js'))
  symlinkSync('nowhere.js', join(folder.path, 'g-dangling.js'))
  chmodSync(join(folder.path, 'a-group.ts'), 0o664)
  chmodSync(join(folder.path, 'b-world.js'), 0o646)
  chmodSync(join(folder.path, 'help/help.ts'), 0o666)
  chmodSync(join(elsewhere.path, 'linked.js'), 0o666)
  const others = 'can be written by others, who may change what the agent runs: chmod go-w'
  await using agent = startWith(folder)
  expect(await agent.end()).toBe(78)
  const lines = [...agent.output.stdout.matchAll(/ - extensions - ERROR - (.*)/g)].map(([, line = '']) => line)
  expect(lines).toEqual([
    `a-group.ts ${others}`,
    `b-world.js ${others}`,
    `c-imports.ts: help/help.ts ${others}`,
    `f-link.js ${others}`,
    'g-dangling.js: cannot be found',
  ])

  using open = folderOf({ 'well.ts': inJavaScript })
  chmodSync(open.path, 0o777)
  await using second = startWith(open)
  expect(await second.end()).toBe(78)
  expect(second.output.stdout).toContain(`extensions - ERROR - the folder ${open.path} ${others}`)
})

test.concurrent('a file of another user is refused', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'only root can give a file away')
  using folder = folderOf({ 'well.ts': inJavaScript })
  chownSync(join(folder.path, 'well.ts'), 4321, 4321)
  await using agent = startWith(folder)
  expect(await agent.end()).toBe(78)
  expect(agent.output.stdout).toContain('well.ts belongs to the user 4321')
})

test.concurrent('behind a link, a fault has its line; types and tests are no extensions', async () => {
  using folder = folderOf({
    'fine.d.ts': 'export {}',
    'fine.test.ts': 'export {}',
    'throws.ts': "\nthrow new Error('no')\n",
  })
  using links = createFolder()
  const EXTENSIONS = join(links.path, 'extensions')
  symlinkSync(folder.path, EXTENSIONS)
  await using agent = startAgent({ environment: { EXTENSIONS } })
  expect(await agent.end()).toBe(78)
  expect(agent.output.stdout).toContain('throws.ts:2: no')
  expect(agent.output.stdout).not.toContain('fine')
})

test.concurrent('one that waits for ever is given up', async () => {
  using folder = folderOf({ 'waits.ts': 'await new Promise(() => undefined)\nexport default () => 1\n' })
  await using agent = startWith(folder)
  expect(await agent.end()).toBe(78)
  expect(agent.output.stdout).toContain('waits.ts: did not load within 10 s')
})

test.concurrent('a folder that was asked for must be there', async () => {
  using folder = createFolder()
  await using agent = startAgent({ environment: { EXTENSIONS: join(folder.path, 'absent') } })
  expect(await agent.end()).toBe(78)
  expect(agent.output.stdout).toContain('EXTENSIONS names a folder that cannot be read')
})

describe('the bundle', () => {
  const bundle = inject('bundle')

  test('loads them from anywhere, with the one RxJS', async () => {
    using folder = folderOf({ 'rxjs.ts': whichRxjs, 'script.js': inJavaScript })
    await using agent = startWith(folder, { main: join(bundle, 'main.mjs') })
    await agent.says('one instance: true')
    await agent.says('firing: OWN javascript')
    expect(agent.output.stderr).toBe('')
  })

  test('says where they are broken', async () => {
    using folder = folderOf({ 'syntax.js': '\nexport default () => {\n  const broken = = 3\n}\n' })
    await using agent = startWith(folder, { main: join(bundle, 'main.mjs') })
    expect(await agent.end()).toBe(78)
    expect(agent.output.stdout).toContain('extensions - ERROR - syntax.js:3: Expression expected')
  })

  test("runs the examples' diagrams", () => {
    using folder = createFolder()
    folder.copy(join(root, 'examples/extension'))
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(bundle, 'cli.mjs'), 'marbles', 'backup-age.txt', 'many-restarts.txt'],
      { cwd: folder.path, encoding: 'utf8' },
    )
    expect(stdout).toBe('✓ backup-age.txt\n✓ many-restarts.txt\n')
    expect(status).toBe(0)
  })

  test('runs diagrams behind a link', () => {
    using folder = createFolder()
    symlinkSync(join(root, 'examples/extension'), join(folder.path, 'linked'))
    const { stdout } = spawnSync(process.execPath, [join(bundle, 'cli.mjs'), 'marbles', 'linked/many-restarts.txt'], {
      cwd: folder.path,
      encoding: 'utf8',
    })
    expect(stdout).toBe('✓ linked/many-restarts.txt\n')
  })
})
