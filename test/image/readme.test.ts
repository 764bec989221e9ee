import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { defaultHost, dockerAt } from '../support/docker-engine.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { openGateway } from './support/host-gateway.ts'
import { until } from './support/until.ts'

const run = promisify(execFile)
const docker = dockerAt(defaultHost)
const root = resolve('.')
const cleanUp = new AsyncDisposableStack()
const folder = cleanUp.use(createFolder())
const evolution = cleanUp.use(await startEvolution())
const origin = join(folder.path, 'origin')
const clone = join(folder.path, 'vigilo')
const project = `vigilo-test-${randomBytes(4).toString('hex')}`
const hasPlugin = await run('docker', ['compose', 'version']).then(
  () => true,
  () => false,
)

/** All that differs between what the README says and what is run here. */
const substitutions: readonly (readonly [RegExp, string])[] = [
  [/<this repository>/, origin],
  // The image is built as everywhere here, on the network of the host.
  [
    /docker compose up -d --build/,
    'docker build --quiet --network host --tag vigilo . && docker compose up -d --no-build',
  ],
  [/docker compose build/, 'docker build --quiet --network host --tag vigilo .'],
  [/docker compose logs -f/, 'docker compose logs'],
  [/docker compose/, hasPlugin ? 'docker compose' : 'docker-compose'],
]

const substituted = (command: string): string =>
  substitutions.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), command)

/** Runs a command of the README as a shell would, and returns what it prints. */
const follow = async (command: string, cwd: string): Promise<string> =>
  (await run('sh', ['-c', substituted(command)], { cwd, env: { ...process.env, COMPOSE_PROJECT_NAME: project } }))
    .stdout

const section = (title: string): string =>
  readFileSync(join(clone, 'README.md'), 'utf8').split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''

/** The numbered steps of a section, whole. */
const stepsOf = (title: string): readonly string[] =>
  section(title)
    .split(/\n(?=\d+\. )/)
    .filter((step) => /^\d+\. /.test(step))
    .map((step) => step.split(/\n\n(?=\S)/, 1).join())

/** What a step says first in code. */
const commandOf = (step: string): string => /`([^`]+)`/.exec(step)?.[1] ?? ''

const message = (...words: readonly string[]): Promise<string> =>
  until(() => evolution.messages.map(({ text }) => text).find((text) => words.every((word) => text.includes(word))))

const container = async (): Promise<string> => (await follow('docker compose ps -q vigilo', clone)).trim()

const dataOf = async (id: string): Promise<string> =>
  join('/proc', await docker('inspect', '--format', '{{.State.Pid}}', id), 'root/var/lib/vigilo')

const image = await docker('image', 'inspect', '--format', '{{.Id}}', 'vigilo')
await run('git', ['clone', '--quiet', root, origin])

afterAll(async () => {
  if (existsSync(join(clone, '.env'))) await follow('docker compose down --volumes --timeout 1', clone)
  await docker('tag', image, 'vigilo')
  await cleanUp.disposeAsync()
})

test('"Deploy" is five steps, which end with the first message', { timeout: 300_000 }, async () => {
  const first = 'git clone <this repository> vigilo'
  await follow(first, folder.path)
  const commands = stepsOf('Deploy').map(commandOf)
  expect(commands).toHaveLength(5)
  expect(commands.slice(0, 2)).toEqual([first, 'cd vigilo'])
  for (const [index, command] of commands.entries()) {
    if (index < 2) continue
    if (index === 4) await until(async () => (await follow(command, clone)).includes('starts on') || undefined)
    else await follow(command, clone)
    if (index === 2) {
      const values = {
        EVOLUTION_URL: cleanUp.use(await openGateway(evolution.url)).url,
        EVOLUTION_TOKEN: evolution.token,
        EVOLUTION_INSTANCE: evolution.instance,
        NOTIFY_NUMBER: '5511988887777',
        MESSAGE_LANGUAGE: 'en',
        WATCH_ALL_CONTAINERS: 'false', // nothing else on this machine is to raise an alert
      }
      for (const [name, value] of Object.entries(values)) appendFileSync(join(clone, '.env'), `${name}=${value}\n`)
    }
  }
  expect(await message('is watching')).toContain('Connected to: WhatsApp, Docker')
})

test('"Update" is three steps, and what the agent keeps is there afterwards', { timeout: 300_000 }, async () => {
  const before = await container()
  writeFileSync(join(await dataOf(before), 'kept'), 'yes')
  const manifest = join(origin, 'package.json')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"version": "[^"]+"/, '"version": "999.0.0"'))
  const author = ['-c', 'user.name=Author', '-c', 'user.email=author@example.com']
  await run('git', [...author, 'commit', '--quiet', '--all', '--message', 'Version 999'], { cwd: origin })

  const commands = stepsOf('Update').map(commandOf)
  expect(commands).toEqual(['git pull', 'docker compose build', 'docker compose up -d'])
  for (const command of commands) await follow(command, clone)
  await message('999.0.0', 'is watching')
  const after = await container()
  expect(after).not.toBe(before)
  expect(readFileSync(join(await dataOf(after), 'kept'), 'utf8')).toBe('yes')
})

test('"Extend" ends with a message of the reader’s own operator', { timeout: 120_000 }, async () => {
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules')) // in place of `npm ci`
  const steps = stepsOf('Extend')
  const command = /```sh\n([^]*?)```/
  let started = ''
  for (const step of steps) {
    const [, file = '', text] = /Write [^`]*`(extensions\/[^`]+)`[^]*?```\w+\n([^]*?)```/.exec(withFile(step)) ?? []
    if (text !== undefined) {
      mkdirSync(dirname(join(clone, file)), { recursive: true })
      writeFileSync(join(clone, file), unindented(text))
    } else if (step.includes('marbles')) {
      expect(await follow(unindented(command.exec(step)?.[1] ?? ''), clone)).toBe('✓ extensions/memory.txt\n')
    } else started = unindented(command.exec(step)?.[1] ?? '')
  }
  const extension = join(clone, 'extensions/memory.ts')
  writeFileSync(extension, readFileSync(extension, 'utf8').replace('limit = 70', 'limit = 1'))
  const agent = spawn('sh', ['-c', started], {
    cwd: clone,
    detached: true,
    env: { ...process.env, CHANNELS: 'console' },
  })
  let said = ''
  agent.stdout.on('data', (text: Buffer) => (said += text.toString()))
  try {
    // What is found at the start is told by the start-up notice.
    await until(() => /🟡 .*memory.*: \d+% in use/.exec(said)?.[0])
  } finally {
    if (agent.pid !== undefined) process.kill(-agent.pid, 'SIGTERM')
  }
})

/** The second step names its file after its purpose. */
const withFile = (step: string): string => step.replace(/Write what it promises as a diagram, /, 'Write ')

const unindented = (text: string): string => text.replaceAll(/^ {3}/gm, '').trimStart()
