import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../image/support/until.ts'
import { createTestContainers, defaultHost, dockerAt, mainPid } from '../support/docker-engine.ts'
import { createFolder } from '../support/folder.ts'

const run = promisify(execFile)
const docker = dockerAt(defaultHost)
const containers = createTestContainers(docker)
const folder = createFolder()
const project = `vigilo-test-${randomBytes(4).toString('hex')}`
const compose = async (...given: readonly string[]): Promise<string> =>
  (await run('docker-compose', ['--project-name', project, ...given], { cwd: folder.path })).stdout.trim()

let agent = ''
let proxy = ''

/** What a line of JavaScript prints in the agent's container, as its user. */
const inAgent = (script: string): Promise<string> => docker('exec', agent, '/node/node', '--eval', script)

beforeAll(async () => {
  cpSync('examples/hardened/compose.yaml', join(folder.path, 'compose.yaml'))
  cpSync('test/support/socket-proxy.ts', join(folder.path, 'socket-proxy.ts'))
  const environment = {
    DOCKER_GID: statSync('/var/run/docker.sock').gid,
    CHANNELS: 'console',
    MESSAGE_LANGUAGE: 'en',
    // Nothing else on this machine is to raise an alert.
    WATCH_ALL_CONTAINERS: 'false',
    WATCH_CONTAINERS: containers.named('*'),
    STOP_GRACE: '3600',
    CHECK_INTERVAL: '1',
  }
  folder.write(
    '.env',
    Object.entries(environment)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  // The real proxy is not on every machine: in its place a script takes its arguments, in the image that is at hand.
  folder.write(
    'compose.override.yaml',
    `
services:
  socket-proxy:
    image: vigilo
    env_file: []
    entrypoint: [/node/node, /socket-proxy.ts]
    volumes: ['${folder.path}/socket-proxy.ts:/socket-proxy.ts:ro']
    healthcheck: { disable: true }
`,
  )
  await compose('-f', 'compose.yaml', '-f', 'compose.override.yaml', 'up', '--detach', '--no-build')
  agent = await compose('ps', '--quiet', 'vigilo')
  proxy = await compose('ps', '--quiet', 'socket-proxy')
  await until(async () => (await docker('logs', agent)).includes('docker - INFO - connected') || undefined)
})

afterAll(async () => {
  await containers.removeAll()
  await compose('down', '--volumes', '--timeout', '2')
  folder[Symbol.dispose]()
})

describe('the agent', () => {
  test('is nobody, may do nothing, and is given no socket', async () => {
    expect(await docker('inspect', '--format', '{{.Config.User}}', agent)).toBe('65532:65532')
    const host: unknown = JSON.parse(await docker('inspect', '--format', '{{json .HostConfig}}', agent))
    expect(host).toMatchObject({
      CapDrop: ['ALL'],
      CapAdd: null,
      GroupAdd: null,
      Privileged: false,
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges:true'],
      Memory: 192 * 1024 ** 2,
      NanoCpus: 500_000_000,
    })
    expect(JSON.stringify(host)).not.toContain('docker.sock')
  })

  test.each(['/host/run/docker.sock', '/host/var/run/docker.sock', '/var/run/docker.sock'])(
    'cannot open %s',
    async (path) => {
      const said = await inAgent(
        `require('net').connect('${path}').on('connect', () => process.exit(console.log('open'))).on('error', (e) => console.log(e.code))`,
      )
      expect(['EACCES', 'ENOENT']).toContain(said)
    },
  )

  test('is kept from /host/run/docker.sock by its rights: the socket is there', async () => {
    expect(await inAgent(`console.log(require('fs').statSync('/host/run/docker.sock').isSocket())`)).toBe('true')
  })

  test('sees a crash, with the last words', async () => {
    const id = await containers.run('crashing', 'echo the last words; exec sleep 1000')
    await until(async () => (await docker('logs', agent)).includes('docker - INFO - connected') || undefined)
    process.kill(await mainPid(docker, id), 'SIGKILL')
    const said = await until(async () => {
      const [, message] = (await docker('logs', agent)).split(`container ${containers.named('crashing')} `)
      return message?.includes('the last words') ? message : undefined
    })
    expect(said).toContain('code 137')
  })

  test('is refused nothing', async () => {
    expect(await docker('logs', proxy)).toBe('')
  })
})

describe('the proxy', () => {
  /** What it answers to the agent. */
  const answer = (method: string, path: string): Promise<string> =>
    inAgent(
      `fetch('http://socket-proxy:2375${path}', { method: '${method}' }).then(({ status }) => console.log(status))`,
    )

  test.each(['/_ping', '/containers/json?all=1', '/containers/vigilo/json'])('lets GET %s through', async (path) => {
    expect(['200', '404']).toContain(await answer('GET', path))
  })

  test.each([
    ['POST', '/containers/json'],
    ['POST', '/containers/vigilo/stop'],
    ['DELETE', '/containers/vigilo'],
    ['HEAD', '/_ping'],
    ['GET', '/info'],
    ['GET', '/images/json'],
    ['GET', '/secrets'],
    ['GET', '/containers/vigilo/archive?path=/'],
    ['GET', '/containers/vigilo/top'],
    ['GET', '/containers/a%2Fb/json'],
    ['GET', '/v1.41/info'],
    ['GET', '/eventsx'],
  ])('refuses %s %s', async (method, path) => {
    expect(['403', '405']).toContain(await answer(method, path))
  })

  test('is reached by the agent alone: its network leads nowhere', async () => {
    const networks = await docker(
      'inspect',
      '--format',
      '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}',
      proxy,
    )
    expect(networks.trim()).toBe(`${project}_socket-proxy`)
    expect(await docker('network', 'inspect', '--format', '{{.Internal}}', networks.trim())).toBe('true')
    expect(await docker('inspect', '--format', '{{json .HostConfig.PortBindings}}', proxy)).toBe('{}')
  })
})
