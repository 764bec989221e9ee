import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import { availableParallelism, totalmem, uptime } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { residentMegabytes } from '../../bench/support/process-usage.ts'
import { createTestContainers, defaultHost, dockerAt, mainPid } from '../support/docker-engine.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { startN8n } from '../support/n8n-server.ts'
import { highestUsage } from './support/cgroup-usage.ts'
import { createDeployment, type Deployment } from './support/deployment.ts'
import { openGateway } from './support/host-gateway.ts'
import { until } from './support/until.ts'

const minute = 60_000
const minutes = Number(process.env.IMAGE_MINUTES ?? 1)

const docker = dockerAt(defaultHost)
const token = 'h3artbeat-t0ken'
const containers = createTestContainers(docker)
const cleanUp = new AsyncDisposableStack()
const evolution = cleanUp.use(await startEvolution())
const n8n = cleanUp.use(await startN8n({ token }))
let agent: Deployment

/** The first message that holds all of this, now or later. */
const message = (...words: readonly string[]): Promise<string> =>
  until(() => evolution.messages.map(({ text }) => text).find((text) => words.every((word) => text.includes(word))))

const agentPid = async (): Promise<number> => Number(await agent.inspect('{{.State.Pid}}'))

/** From the start of the container to a line of its log, as the engine stamps both. */
const millisecondsTo = async (words: string): Promise<number> => {
  const lines = (await docker('logs', '--timestamps', await agent.id())).split('\n')
  const [stamp = ''] = lines.find((line) => line.includes(words))?.split(' ') ?? []
  return Date.parse(stamp) - Date.parse(await agent.inspect('{{.State.StartedAt}}'))
}

beforeAll(async () => {
  agent = createDeployment({
    EVOLUTION_URL: cleanUp.use(await openGateway(evolution.url)).url,
    EVOLUTION_TOKEN: evolution.token,
    EVOLUTION_INSTANCE: evolution.instance,
    NOTIFY_NUMBER: '5511988887777',
    N8N_HEARTBEAT_URL: cleanUp.use(await openGateway(n8n.url)).url,
    N8N_HEARTBEAT_TOKEN: token,
    MESSAGE_LANGUAGE: 'en',
    // Nothing else on this machine is to raise an alert.
    WATCH_ALL_CONTAINERS: 'false',
    WATCH_CONTAINERS: containers.named('*'),
    CPU_THRESHOLD: '100',
    RAM_THRESHOLD: '100',
    DISK_THRESHOLD: '100',
  })
  cleanUp.defer(() => containers.removeAll())
  cleanUp.use(agent)
  await agent.compose('up', '--detach', '--no-build')
})

afterAll(() => cleanUp.disposeAsync())

test('it runs with the limits of compose.yaml', async () => {
  const host: unknown = JSON.parse(await agent.inspect('{{json .HostConfig}}'))
  expect(host).toMatchObject({
    Memory: 192 * 1024 ** 2,
    NanoCpus: 500_000_000,
    ReadonlyRootfs: true,
    Privileged: false,
    CapAdd: null,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true'],
    PidMode: '',
    PortBindings: {},
    RestartPolicy: { Name: 'unless-stopped' },
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    ExtraHosts: ['host.docker.internal:host-gateway'],
    Tmpfs: { '/tmp': 'size=1m' },
  })
  expect(await agent.inspect('{{.Config.StopSignal}} {{.Config.StopTimeout}}')).toBe('SIGTERM 10')
})

test('its start-up notice tells of the host, not of its container', async () => {
  const notice = await message('is watching')
  expect(notice).toContain(`*${readFileSync('/etc/hostname', 'utf8').trim()}*`)
  expect(notice).toContain('Connected to: WhatsApp, heartbeat, Docker')
  const [, cores, gigabytes] = /, (\d+) cores?, ([\d.]+) GB of RAM/.exec(notice) ?? []
  expect(Number(cores)).toBe(availableParallelism())
  expect(Number(gigabytes)).toBeCloseTo(totalmem() / 1024 ** 3, 0)
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length
  // Within its container it would be one.
  expect(Number(/, (\d+) processes/.exec(notice)?.[1])).toBeGreaterThan(processes / 2)
})

test('its heartbeat tells how long the host is up', async () => {
  const stats = await until(() => n8n.bodies.find(({ status }) => status === 'alive')?.stats)
  const seconds = Number(/"uptime_seconds":(\d+)/.exec(JSON.stringify(stats))?.[1])
  expect(seconds).toBeGreaterThan(uptime() - 600)
  expect(seconds).toBeLessThanOrEqual(uptime())
})

test('doctor, test and outbox work in it, beside the agent', async () => {
  const vigilo = async (...words: readonly string[]) => docker('exec', await agent.id(), 'vigilo', ...words)
  const found = await vigilo('doctor')
  expect(found).toContain('✓ whatsapp: connected')
  expect(found).toContain('✓ data folder /var/lib/vigilo: a volume, and writable')
  expect(found).toContain('✓ agent: running (pid 1, ')
  expect(found).toContain('✓ clock: right')
  expect(found).not.toContain('✗')
  expect(await vigilo('test')).toMatch(/^✓ whatsapp \(…7777\): accepted as 3EB0\d+$/)
  await message('this is a test message')
  expect(await vigilo('outbox')).toMatch(/^No pending messages\.\nSent in the last 24 h: \d+$/)
})

test('a container that crashes is told', async () => {
  const id = await containers.run('crashing', 'echo the last words; sleep 1000')
  process.kill(await mainPid(docker, id), 'SIGKILL')
  expect(await message(containers.named('crashing'), 'code 137')).toContain('the last words')
  await docker('rm', id)
})

test(`watching 20 containers for ${minutes} min, it stays small`, { timeout: (minutes + 2) * minute }, async () => {
  for (let number = 1; number <= 20; number += 1) await containers.run(`sleeper-${number}`, 'sleep 86400')
  await sleep(minutes * minute)
  const [id, pid] = [await agent.id(), await agentPid()]
  const resident = residentMegabytes(pid)
  const usage = await highestUsage({ id, pid }, () => agent.probe())
  console.log(`  start to the first look at containers: ${await millisecondsTo('docker - INFO - connected')} ms`)
  console.log(`  start to the first look at the host, over 1 s of CPU: ${await millisecondsTo('check #1')} ms`)
  console.log(`  after ${minutes} min with 20 containers: ${resident.toFixed(1)} MB resident (limit 105 MB)`)
  console.log(`  its control group, with a health probe running: ${usage.toFixed(1)} MB (limit 192 MB)`)
  expect(resident).toBeLessThanOrEqual(105)
})

test('the engine calls it healthy', { timeout: 2 * minute }, async () => {
  await until(async () => (await agent.inspect('{{.State.Health.Status}}')) === 'healthy' || undefined)
})

test('one that has stopped looking is not healthy', async () => {
  expect(await agent.probe()).toEqual({ code: 0, said: 'healthy' })
  const pid = await agentPid()
  process.kill(pid, 'SIGSTOP')
  utimesSync(`/proc/${pid}/root/tmp/vigilo-health`, 0, 0)
  expect(await agent.probe()).toMatchObject({ code: 1 })
  process.kill(pid, 'SIGCONT')
})

test('it stops in time', async () => {
  await agent.compose('stop')
  // After its time the engine kills it: 137.
  expect(await agent.inspect('{{.State.Status}} {{.State.ExitCode}}')).toBe('exited 0')
  expect(n8n.bodies).toContainEqual(expect.objectContaining({ event_type: 'shutdown' }))
})

test('after a clean end it starts as new', async () => {
  evolution.messages.length = 0
  await agent.compose('start')
  await message('is watching')
})

test('a new container finds the data of the one that crashed', async () => {
  await agent.compose('kill')
  await agent.compose('up', '--detach', '--no-build', '--force-recreate')
  const marker = `/proc/${await agentPid()}/root/var/lib/vigilo/running.json`
  // Until the new one has written it, the one before stands there, with none.
  await until(() => readFileSync(marker, 'utf8').includes('"restarts":1') || undefined)
})
