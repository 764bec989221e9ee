import { statSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import { createDeployment, type Deployment } from './support/deployment.ts'
import { until } from './support/until.ts'

let agent: Deployment

/** `compose.yaml` after the owner has done what it says of root. */
const notRoot = (compose: string): string =>
  compose
    .replace(/# (user: )/, '$1')
    .replace(/# (group_add: )/, '$1')
    .replace('# - ./extensions', '- ./extensions')

beforeAll(async () => {
  agent = createDeployment(
    {
      DOCKER_GID: String(statSync('/var/run/docker.sock').gid),
      CHANNELS: 'console',
      MESSAGE_LANGUAGE: 'en',
      CHECK_INTERVAL: '1',
      WATCH_ALL_CONTAINERS: 'false',
    },
    notRoot,
  )
  await agent.compose('up', '--detach', '--no-build')
  return () => agent[Symbol.asyncDispose]()
})

const said = (): Promise<string> => agent.compose('logs', '--no-color')

test('it runs as nobody, in the group of the socket', async () => {
  const [, group = ''] = /^(\d+)$/.exec(String(statSync('/var/run/docker.sock').gid)) ?? []
  expect(await agent.inspect('{{.Config.User}} {{.HostConfig.GroupAdd}}')).toBe(`65532:65532 [${group}]`)
})

test('it sees the engine and the host as root does', async () => {
  const notice = await until(async () => /Vigilo \S+ is watching[^]*?Containers: [^\n]*/.exec(await said())?.[0])
  expect(notice).toContain('Connected to: Docker')
  const [, cores, gigabytes] = /, (\d+) cores?, ([\d.]+) GB of RAM/.exec(notice) ?? []
  expect(Number(cores)).toBe(availableParallelism())
  expect(Number(gigabytes)).toBeCloseTo(totalmem() / 1024 ** 3, 0)
  expect(notice).toMatch(/Disk \/ .*GB/)
})

test('it is healthy, and keeps its data', async () => {
  await until(async () => (await agent.probe()).code === 0 || undefined)
  const marker = `/proc/${await agent.inspect('{{.State.Pid}}')}/root/var/lib/vigilo/running.json`
  await until(() => statSync(marker, { throwIfNoEntry: false })?.uid === 65_532 || undefined)
})

test('it stops in time', async () => {
  await agent.compose('stop')
  expect(await agent.inspect('{{.State.Status}} {{.State.ExitCode}}')).toBe('exited 0')
})
