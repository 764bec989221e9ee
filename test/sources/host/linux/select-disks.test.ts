import { describe, expect, test } from 'vitest'
import { parseMountTable } from '../../../../src/sources/host/linux/mount-table.ts'
import { reachableDisks } from '../../../../src/sources/host/linux/reachable-disks.ts'
import { isContainerRoot, selectDisks } from '../../../../src/sources/host/linux/select-disks.ts'
import { fixture } from '../host-root.ts'

const everything = { mounts: [], ignore: [] }
const zoo = parseMountTable(fixture('built/mountinfo-zoo'))
const names = (targets: ReturnType<typeof selectDisks>): readonly string[] => targets.map(({ mount }) => mount)

describe('mount table', () => {
  test('decodes names', () => {
    expect(zoo.map(({ mountPoint }) => mountPoint)).toEqual(expect.arrayContaining(['/mnt/my disk\\one', '/mnt/mídia']))
    expect(zoo.find(({ mountPoint }) => mountPoint === '/home')?.source).toBe('tank/home of all')
  })

  test('knows the last of several mounts on one point', () => {
    expect(zoo.filter(({ mountPoint }) => mountPoint === '/')).toMatchObject([{ type: 'ext4', device: '253:0' }])
    expect(zoo.filter(({ mountPoint }) => mountPoint === '/mnt/auto')).toMatchObject([{ type: 'nfs' }])
  })

  test('leaves out what it does not understand', () => {
    expect(parseMountTable('')).toEqual([])
    expect(parseMountTable('something else\n1 2 3 - 4\n')).toEqual([])
  })
})

describe('disks', () => {
  test('are the real file systems, each once', () => {
    const disks = ['/', '/boot', '/data', '/tank', '/boot/efi', '/mnt/mídia', '/mnt/my disk\\one']
    expect(names(selectDisks(zoo, everything)).toSorted()).toEqual(disks.toSorted())
  })

  test('of a network, or by fuse, only where they are named', () => {
    const targets = selectDisks(zoo, { mounts: ['/mnt/nas', '/mnt/usb', '/mnt/gone'], ignore: [] })
    expect(targets.slice(-3)).toEqual([
      { mount: '/mnt/nas' },
      { mount: '/mnt/usb' },
      { mount: '/mnt/gone', unavailable: { code: 'notMounted' } },
    ])
  })

  test('that are named are not read twice', () => {
    expect(selectDisks(zoo, { mounts: ['/'], ignore: [] })).toHaveLength(selectDisks(zoo, everything).length)
  })

  test('can be ignored, by name or glob; a name wins', () => {
    const targets = selectDisks(zoo, { mounts: ['/mnt/mídia'], ignore: ['/boot', '/boot/**', '/mnt/*', '/t*'] })
    expect(names(targets).toSorted()).toEqual(['/', '/data', '/mnt/mídia'])
  })

  test('of a recorded machine: one', () => {
    const recorded = parseMountTable(fixture('recorded/after/proc/1/mountinfo'))
    expect(isContainerRoot(recorded)).toBe(false)
    expect(selectDisks(recorded, everything)).toEqual([{ mount: '/' }])
  })

  test.each(['openvz', 'lxc'])('of a rented container (%s): its own, as on a host', (kind) => {
    const mounts = parseMountTable(fixture(`built/mountinfo-${kind}`))
    expect(isContainerRoot(mounts)).toBe(false)
    expect(selectDisks(mounts, everything)).toEqual([{ mount: '/' }])
  })

  test("of an engine's container: / alone, and not the files that are mounted into it", () => {
    const mounts = parseMountTable(fixture('recorded/container-mountinfo'))
    expect(isContainerRoot(mounts)).toBe(true)
    expect(selectDisks(mounts, everything)).toEqual([{ mount: '/' }])
  })
})

describe('below another root', () => {
  const mount = (mountPoint: string, device: string) => ({ mountPoint, device, type: 'ext4', source: '/dev/x' })
  const hostMounts = [mount('/', '8:1'), mount('/data', '8:2'), mount('/late', '8:3')]
  const targets = selectDisks(hostMounts, { mounts: ['/gone'], ignore: [] })

  test('a disk that is not mounted there is unavailable: its path leads elsewhere', () => {
    const ownMounts = [mount('/', '0:99'), mount('/host', '8:1'), mount('/host/data', '8:2')]
    expect(reachableDisks(targets, { hostRoot: '/host', hostMounts, ownMounts })).toEqual([
      { mount: '/' },
      { mount: '/data' },
      { mount: '/late', unavailable: { code: 'notVisible', below: '/host' } },
      { mount: '/gone', unavailable: { code: 'notMounted' } },
    ])
  })

  test('with only /proc of the host none is', () => {
    const ownMounts = [mount('/', '0:99'), mount('/host/proc', '0:5')]
    const reachable = reachableDisks(targets, { hostRoot: '/host', hostMounts, ownMounts })
    expect(reachable.filter((target) => !('unavailable' in target))).toEqual([])
  })

  test('on the host itself all are', () => {
    expect(reachableDisks(targets, { hostRoot: '/', hostMounts, ownMounts: hostMounts })).toEqual(targets)
  })

  test('a folder without mounts is taken as it is', () => {
    const ownMounts = [mount('/', '0:99'), mount('/elsewhere', '0:5')]
    expect(reachableDisks(targets, { hostRoot: '/some/folder', hostMounts, ownMounts })).toEqual(targets)
  })
})
