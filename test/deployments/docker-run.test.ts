import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDeployment } from '../image/support/deployment.ts'
import { until } from '../image/support/until.ts'
import { createTestContainers, defaultHost, dockerAt } from '../support/docker-engine.ts'
import { createFolder } from '../support/folder.ts'

const run = promisify(execFile)
const docker = dockerAt(defaultHost)
const containers = createTestContainers(docker)
const cleanUp = new AsyncDisposableStack()
const name = containers.named('vigilo')

beforeAll(async () => {
  const folder = cleanUp.use(createFolder())
  cleanUp.defer(async () => {
    await containers.removeAll()
    await docker('volume', 'rm', `${name}-data`)
  })
  folder.write('.env', 'CHANNELS=console\n')
  const script = readFileSync('examples/docker-run/run.sh', 'utf8')
  const renamed = script.replace('--name vigilo', `--name ${name}`).replace('vigilo-data:', `${name}-data:`)
  await run('sh', ['-c', renamed], { cwd: folder.path })
})

afterAll(() => cleanUp.disposeAsync())

test('it runs, and sees the engine', async () => {
  await until(async () => (await docker('logs', name)).includes('docker - INFO - connected') || undefined)
})

/** What a container may do and use, save its own volume. */
const settings = (id: string): Promise<string> => {
  const fields = [
    ...['Memory', 'NanoCpus', 'ReadonlyRootfs', 'Privileged', 'CapAdd', 'CapDrop', 'SecurityOpt', 'GroupAdd'],
    ...['PidMode', 'PortBindings', 'RestartPolicy', 'LogConfig', 'ExtraHosts', 'Tmpfs'],
  ]
  const host = fields.map((field) => `${field} {{json .HostConfig.${field}}}`)
  const mounts = '{{range .Mounts}}{{if eq .Type "bind"}}{{.Source}} {{.Destination}} {{.RW}};{{end}}{{end}}'
  return docker('inspect', '--format', [...host, 'stop {{.Config.StopTimeout}}', mounts].join('\n'), id)
}

/** The order of mounts means nothing. */
const sorted = (text: string): readonly string[] => text.split(/[\n;]/).toSorted()

test('it has the rights and the limits that compose.yaml gives', async () => {
  await using deployment = createDeployment({ CHANNELS: 'console' })
  await deployment.compose('up', '--no-start', '--no-build')
  const id = await deployment.compose('ps', '--all', '--quiet', 'vigilo')
  expect(sorted(await settings(name))).toEqual(sorted(await settings(id)))
})
