import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { NEVER, of, throwError } from 'rxjs'
import { expect, test } from 'vitest'
import { createDiskUsage } from '../../../src/sources/containers/disk-usage-source.ts'
import { parseDiskUsage } from '../../../src/sources/containers/disk-usage.ts'
import { createEngine } from '../../../src/sources/containers/index.ts'
import { readLogFiles } from '../../../src/sources/containers/log-files.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { defaultHost, describeWithEngine, dockerAt } from '../../support/docker-engine.ts'
import { createFolder } from '../../support/folder.ts'
import { only } from '../../support/only.ts'
import { record } from '../../support/virtual-time.ts'
import { clients } from '../../support/clients.ts'

await describeWithEngine('what an engine keeps on its disk', () => {
  test('a real engine says what it keeps', async () => {
    const engine = createEngine({ host: defaultHost, hostRoot: '/', connect: clients.connect, log: capturedLog().log })
    const usage = await only(engine.diskUsage())
    const size = Number(await dockerAt(defaultHost)('image', 'inspect', '--format', '{{.Size}}', 'busybox:local'))
    expect(usage.map(({ kind }) => kind).toSorted()).toEqual(['buildCache', 'containers', 'images', 'volumes'])
    expect(usage.find(({ kind }) => kind === 'images')?.bytes).toBeGreaterThanOrEqual(size)
  })
})

test('the largest comes first, with what is largest in it and what nothing uses', () => {
  const usage = parseDiskUsage({
    LayersSize: 50,
    Images: [
      { Size: 30, SharedSize: 10, Containers: 0 },
      { Size: 30, SharedSize: 10, Containers: 2 },
    ],
    Containers: [{ Names: ['/db'], SizeRw: 5 }, { Names: ['/api'] }],
    Volumes: [
      { Name: 'a', UsageData: { Size: 10 } },
      { Name: 'b', UsageData: { Size: 70 } },
      { Name: 'c', UsageData: { Size: -1 } },
    ],
    BuildCache: null,
  })
  expect(usage).toEqual([
    { kind: 'volumes', bytes: 80, largest: { name: 'b', bytes: 70 }, unusedBytes: null },
    { kind: 'images', bytes: 50, largest: null, unusedBytes: 20 },
    { kind: 'containers', bytes: 5, largest: { name: 'db', bytes: 5 }, unusedBytes: null },
    { kind: 'buildCache', bytes: 0, largest: null, unusedBytes: null },
  ])
  expect(parseDiskUsage('nonsense').every(({ bytes }) => bytes === 0)).toBe(true)
})

test('the logs of containers are what their files take up, rotated ones too', async () => {
  using root = createFolder()
  for (const id of ['one', 'two']) mkdirSync(join(root.path, 'var/lib/docker/containers', id), { recursive: true })
  root.write('var/lib/docker/containers/one/one-json.log', 'x'.repeat(10))
  root.write('var/lib/docker/containers/two/two-json.log', 'x'.repeat(20))
  root.write('var/lib/docker/containers/two/two-json.log.1', 'x'.repeat(30))
  root.write('var/lib/docker/containers/two/config.v2.json', 'x'.repeat(1_000))
  expect(await readLogFiles(root.path, (id) => `name of ${id}`)).toEqual({
    kind: 'logs',
    bytes: 60,
    largest: { name: 'name of two', bytes: 50 },
    unusedBytes: null,
  })
  expect(await readLogFiles('/nowhere', String)).toBeNull()
})

test('the engine is asked once an hour at most, and again after an error; who no longer waits ends nothing', () => {
  let asked = 0
  const usage$ = createDiskUsage({
    engine: {
      diskUsage: () => {
        asked += 1
        return asked === 1 ? throwError(() => new Error('busy')) : of([])
      },
      list: () => NEVER,
    },
    hostRoot: '/nowhere',
  })
  record(() => usage$, 1)
  record(() => usage$, 1)
  record(() => usage$, 1)
  expect(asked).toBe(2)
})
