import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder, type Folder } from '../support/folder.ts'

const version = '2.41.1'
const token = 'heartbeat-token-0123456789'
const root = join(import.meta.dirname, '../..')

/** Where n8n is installed. Most of its packages need no build; its database does. */
const install = (folder: Folder): string => {
  const given = process.env['N8N_FOLDER']
  if (given !== undefined) return given
  folder.write('package.json', '{ "private": true }')
  run(folder.path, 'npm', [
    'install',
    `n8n@${version}`,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  run(folder.path, 'npm', ['rebuild', 'sqlite3'])
  return folder.path
}

const run = (cwd: string, command: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): void => {
  const { status, stdout, stderr } = spawnSync(command, [...words], { cwd, env, encoding: 'utf8', timeout: 800_000 })
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stdout}${stderr}`.slice(-4_000))
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The workflow of the examples, with settings of one's own. */
const workflowWith = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings).reduce(
    (text, [name, value]) =>
      text.replace(new RegExp(`("name": "${name}",\\s*"type": "string",\\s*"value": )"[^"]*"`), `$1"${value}"`),
    readFileSync(join(root, 'examples/n8n/workflow.json'), 'utf8'),
  )

const credential = (id: string, name: string, header: string, value: string) => ({
  id,
  name,
  type: 'httpHeaderAuth',
  data: { name: header, value },
})

test('an agent that is killed is told as silent, and as back afterwards', async () => {
  using folder = createFolder()
  await using evolution = await startEvolution()
  const installed = install(folder)
  const n8n = join(installed, 'node_modules/n8n/bin/n8n')
  const port = await freePort()
  const env = {
    PATH: process.env['PATH'],
    N8N_USER_FOLDER: folder.path,
    N8N_ENCRYPTION_KEY: 'only-for-this-test',
    N8N_PORT: String(port),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
  }
  const credentials = [
    credential('vigiloHeartbeat1', 'Vigilo heartbeat', 'Authorization', `Bearer ${token}`),
    credential('vigiloEvolution1', 'Evolution API', 'apikey', evolution.token),
  ]
  const settings = { evolutionUrl: evolution.url, instance: evolution.instance, number: '5511988887777' }
  const files = {
    credentials: folder.write('credentials.json', JSON.stringify(credentials)),
    workflow: folder.write('workflow.json', workflowWith(settings)),
  }
  run(root, process.execPath, [n8n, 'import:credentials', `--input=${files.credentials}`], env)
  run(root, process.execPath, [n8n, 'import:workflow', `--input=${files.workflow}`], env)
  run(root, process.execPath, [n8n, 'publish:workflow', '--id=vigiloHeartbeats'], env)

  const server = spawn(process.execPath, [n8n, 'start'], { env, stdio: ['ignore', 'ignore', 'ignore'] })
  const ended = once(server, 'exit')
  try {
    await until(async () => (await fetch(`http://127.0.0.1:${port}/healthz/readiness`)).ok)
    const start = () =>
      startAgent({
        environment: {
          AGENT_NAME: 'vps-01',
          N8N_HEARTBEAT_URL: `http://127.0.0.1:${port}/webhook/vigilo`,
          N8N_HEARTBEAT_TOKEN: token,
          HEARTBEAT_INTERVAL: '5',
          CHECK_INTERVAL: '1',
        },
      })
    {
      await using agent = start()
      await agent.says('heartbeat: connected')
      // It is noted, and n8n has looked: from then on its silence counts.
      await sleep(70_000)
      expect(agent.output.stdout).not.toContain('heartbeat - WARNING')
      expect(evolution.messages).toEqual([])
      agent.signal('SIGKILL')
      await agent.end()
    }
    await until(() => evolution.messages.length === 1)
    expect(evolution.messages[0]?.text).toMatch(
      /^🔴 \*vps-01\*: sem heartbeat desde \d\d:\d\d \(há [23] min\)\. O servidor, a rede dele ou o Vigilo parou\.$/,
    )
    await using agent = start()
    await agent.says('heartbeat: connected')
    await until(() => evolution.messages.length === 2)
    expect(evolution.messages[1]?.text).toMatch(
      /^🟢 \*vps-01\*: voltou a enviar heartbeats\. Ficou em silêncio por \d min\.$/,
    )
    await sleep(65_000)
    expect(evolution.messages).toHaveLength(2)
  } finally {
    server.kill('SIGTERM')
    await ended
  }
})

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const late = AbortSignal.timeout(300_000)
  const isMet = async (): Promise<boolean> => {
    try {
      return await condition()
    } catch {
      return false
    }
  }
  while (!(await isMet())) {
    if (late.aborted) throw new Error('waited in vain')
    await sleep(500)
  }
}
