import { execFile } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../image/support/until.ts'
import { startAgent, type Agent } from '../support/agent.ts'
import { defaultHost, dockerAt, mainPid, testImage } from '../support/docker-engine.ts'
import { createFolder } from '../support/folder.ts'
import { startPrivateEngine, type PrivateEngine } from '../support/private-engine.ts'

const run = promisify(execFile)
const cleanUp = new AsyncDisposableStack()
let engine: PrivateEngine

const service = (action: string, ...given: readonly string[]): Promise<string> =>
  engine.docker('service', action, '--detach', ...given)

/** The ids of the containers of a service that run. */
const running = async (name: string): Promise<readonly string[]> =>
  (await engine.docker('ps', '--quiet', '--filter', `label=com.docker.swarm.service.name=${name}`))
    .split('\n')
    .filter((id) => id !== '')

const untilRunning = (name: string, count: number): Promise<readonly string[]> =>
  until(async () => {
    const ids = await running(name)
    return ids.length === count ? ids : undefined
  })

const untilGone = (name: string) =>
  until(async () => {
    const ids = await engine.docker('ps', '--all', '--quiet', '--filter', `label=com.docker.swarm.service.name=${name}`)
    return ids === '' || undefined
  })

beforeAll(async () => {
  engine = await startPrivateEngine()
  cleanUp.defer(async () => {
    await engine.docker('swarm', 'leave', '--force')
    await engine.remove()
  })
  await engine.docker('swarm', 'init', '--advertise-addr', '127.0.0.1')
})

afterAll(() => cleanUp.disposeAsync())

describe('a service', () => {
  let agent: Agent
  const quick = ['--no-resolve-image', '--restart-delay', '1s', '--update-delay', '0s']
  const command = ['sh', '-c', 'trap "exit 0" TERM; echo the last words; sleep 1000 & wait']

  /** What was told of the service's trouble and its end, as in `firing web.1`. */
  const told = (): readonly string[] =>
    [...agent.output.stdout.matchAll(/(firing|reminder|resolved|removed): CONTAINER_\w+ (\S+)/g)].map(
      ([, reason, subject]) => `${reason} ${subject}`,
    )

  /** Waits until the agent has looked several times at things as they are now. */
  const untilSettled = async (): Promise<void> => {
    const checks = agent.output.stdout.split('check #').length
    await agent.until(() => agent.output.stdout.split('check #').length > checks + 3)
  }

  beforeAll(async () => {
    agent = cleanUp.use(
      startAgent({
        environment: {
          DOCKER_HOST: engine.host,
          CHECK_INTERVAL: '1',
          LOG_LEVEL: 'debug',
          MESSAGE_LANGUAGE: 'en',
          WATCH_ALL_CONTAINERS: 'false',
          WATCH_CONTAINERS: 'web',
        },
      }),
    )
    await service('create', '--name', 'web', '--replicas', '2', ...quick, testImage, ...command)
    await untilRunning('web', 2)
    // What is trouble before that stands in the notice of the start.
    await agent.says('told: startup')
  })

  test('a task that crashes is told by its slot; its replacement is its end', async () => {
    const [id = ''] = (await running('web')).slice(-1)
    const name = await engine.docker('inspect', '--format', '{{.Name}}', id)
    const slot = /^\/(web\.\d)\./.exec(name)?.[1]
    process.kill(await mainPid(engine.docker, id), 'SIGKILL')
    await agent.says(`container ${slot} crashed`)
    await agent.says(`${slot} is back`)
    expect(agent.output.stdout).toContain('the last words')
    expect(told()).toEqual([`firing ${slot}`, `resolved ${slot}`])
  })

  test('scaled up and down, updated and removed, it is no trouble', async () => {
    const before = told()
    await service('scale', 'web=3')
    await untilRunning('web', 3)
    await service('scale', 'web=1')
    const [old] = await untilRunning('web', 1)
    await service('update', '--force', 'web')
    await until(async () => {
      const [id, ...others] = await running('web')
      return (id !== undefined && id !== old && others.length === 0) || undefined
    })
    await untilSettled()
    await engine.docker('service', 'rm', 'web')
    await untilGone('web')
    await untilSettled()
    expect(told()).toEqual(before)
  })
})

test('the stack: one agent on the node, called as the node is, which sees its engine', async () => {
  const folder = cleanUp.use(createFolder())
  const archive = join(folder.path, 'image.tar')
  await dockerAt(defaultHost)('save', '--output', archive, 'vigilo')
  await engine.docker('load', '--input', archive)
  copyFileSync('examples/swarm/stack.yaml', join(folder.path, 'stack.yaml'))
  // The socket that the stack mounts is that of another engine here.
  const socket = engine.host.replace('unix://', 'unix:///host')
  folder.write('.env', `CHANNELS=console\nMESSAGE_LANGUAGE=en\nDOCKER_HOST=${socket}\n`)
  const stack = ['stack', 'deploy', '--compose-file', 'stack.yaml', '--resolve-image=never', 'vigilo']
  await run('docker', ['--host', engine.host, ...stack], { cwd: folder.path })

  const [id = ''] = await untilRunning('vigilo_agent', 1)
  const notice = await until(async () => {
    const logs = await engine.docker('logs', id)
    return logs.includes('is watching') ? logs : undefined
  })
  const node = await engine.docker('info', '--format', '{{.Name}}')
  expect(notice).toContain(`${node}: Vigilo`)
  expect(notice).toContain('Connected to: Docker')
  expect(JSON.parse(await engine.docker('inspect', '--format', '{{json .HostConfig}}', id))).toMatchObject({
    Memory: 192 * 1024 ** 2,
    NanoCpus: 500_000_000,
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
  })
  await until(async () => (await engine.docker('exec', id, '/node/node', 'health.mjs')) === 'healthy' || undefined)
})
