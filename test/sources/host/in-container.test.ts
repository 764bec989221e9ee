import { randomBytes } from 'node:crypto'
import { existsSync, statfsSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { text } from 'node:stream/consumers'
import Docker from 'dockerode'
import { describe, expect, test } from 'vitest'

const image = 'busybox:local'
const docker = new Docker()
const hasEngine =
  platform() === 'linux' &&
  (await docker
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    ))

const repository = join(import.meta.dirname, '../../..')

// Node and what it is linked to come from this machine: the image has none.
const borrowed = [repository, '/usr', '/lib', '/lib64']
  .filter((path) => existsSync(path))
  .map((path) => `${path}:${path}:ro`)

/** What the source and the inventory say in a container that may do nothing. */
const look = async (hostRoot: string, binds: readonly string[]): Promise<unknown> => {
  const script = `
    import { createHostSource, readInventory } from '${repository}/src/sources/host/index.ts'
    import { firstValueFrom } from 'rxjs'
    const warnings = []
    const log = { warn: (message) => warnings.push(message) }
    const host$ = createHostSource({ interval: 1000, hostRoot: '${hostRoot}', disks: { mounts: [], ignore: [] }, log })
    const reading = await firstValueFrom(host$)
    const inventory = await firstValueFrom(readInventory({ hostRoot: '${hostRoot}' }))
    console.log(JSON.stringify({ reading, inventory, warnings }))`
  const container = await docker.createContainer({
    name: `vigilo-test-${randomBytes(4).toString('hex')}-host`,
    Image: image,
    Cmd: [execPath, '--input-type=module', '--eval', script],
    WorkingDir: repository,
    User: '65532',
    Tty: true,
    HostConfig: { Binds: [...borrowed, ...binds], CapDrop: ['ALL'], ReadonlyRootfs: true, NetworkMode: 'none' },
  })
  try {
    const output = await container.attach({ stream: true, stdout: true, stderr: true })
    await container.start()
    const said = await text(output)
    await container.wait()
    return JSON.parse(said)
  } finally {
    await container.remove({ force: true })
  }
}

describe.skipIf(!hasEngine)('in a container', () => {
  test("with the host's root it sees the host", async () => {
    const seen = await look('/host', ['/:/host:ro'])
    const { blocks, frsize } = statfsSync('/')
    expect(seen).toHaveProperty('reading.disks.0.mount', '/')
    expect(seen).toHaveProperty('reading.disks.0.seenFrom', 'host')
    expect(seen).toHaveProperty('reading.disks.0.totalBytes', blocks * frsize)
    expect(seen).toMatchObject({
      reading: { processes: { topByCpu: [{}, {}, {}], topByMemory: [{}, {}, {}] } },
      warnings: [],
    })
  })

  test("without it, the engine's disk, no processes, said once", async () => {
    expect(await look('/', [])).toMatchObject({
      reading: { disks: [{ mount: '/', seenFrom: 'engine' }], processes: null },
      inventory: { operatingSystem: 'Linux' },
      warnings: [{}],
    })
  })

  test("with the host's /proc alone, its disks are unavailable and its processes are seen", async () => {
    const seen = await look('/host', ['/proc:/host/proc:ro'])
    expect(seen).toHaveProperty('reading.disks.0', { mount: '/', unavailable: { code: 'notVisible', below: '/host' } })
    expect(seen).toMatchObject({ reading: { processes: { topByCpu: [{}, {}, {}] } } })
  })
})
