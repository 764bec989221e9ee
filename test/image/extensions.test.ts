import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createTestContainers, defaultHost, dockerAt } from '../support/docker-engine.ts'
import { until } from './support/until.ts'

const docker = dockerAt(defaultHost)
const containers = createTestContainers(docker)
const examples = join(import.meta.dirname, '../../examples/extension')
const mounted = ['--network=none', '--read-only', `--volume=${examples}:/etc/vigilo/extensions:ro`] as const

afterAll(containers.removeAll)

test('extensions run in the image, with no node_modules beside them', async () => {
  const name = containers.named('extended')
  const alone = [
    '--env=CHANNELS=console',
    '--env=MESSAGE_LANGUAGE=en',
    '--env=HOST_ROOT=/nowhere',
    '--tmpfs=/tmp',
  ] as const
  await docker('run', '--detach', '--name', name, ...mounted, ...alone, 'vigilo')
  const lines = await until(async () => {
    const log = await docker('logs', name)
    return log.includes('backup-age - ERROR') ? log.split('\n') : undefined
  })
  expect(lines.filter((line) => line.includes(' - extensions - ')).map((line) => line.split(' - ').at(-1))).toEqual([
    'backup-age is loaded',
    'many-restarts is loaded',
  ])
  expect(lines.find((line) => line.includes('backup-age - ERROR'))).toContain('broke, and is called anew: ENOENT')
})

test('their diagrams run there too', async () => {
  const files = ['backup-age.txt', 'many-restarts.txt'].map((name) => `/etc/vigilo/extensions/${name}`)
  const name = containers.named('marbles')
  expect(await docker('run', '--name', name, ...mounted, 'vigilo', 'cli.mjs', 'marbles', ...files)).toBe(
    files.map((file) => `✓ ${file}`).join('\n'),
  )
})
