import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hostFile } from '../../src/extensions/host-file.ts'

describe('in a container', () => {
  test.each([
    ['var/backups', '/host/var/backups'],
    ['/var/backups/', '/host/var/backups'],
    ['proc/loadavg', '/host/proc/loadavg'],
    ['proc/network', '/host/proc/network'],
    ['proc/net/tcp', '/host/proc/1/net/tcp'],
    ['/proc/net', '/host/proc/1/net'],
    ['./proc//net/dev', '/host/proc/1/net/dev'],
    ['proc/self/net/tcp6', '/host/proc/1/net/tcp6'],
    ['proc/thread-self/mountinfo', '/host/proc/1/mountinfo'],
    ['proc/mounts', '/host/proc/1/mounts'],
    ['etc/mtab', '/host/proc/1/mounts'],
    ['proc/71/net/tcp', '/host/proc/71/net/tcp'],
    ['../../etc/os-release', '/host/etc/os-release'],
  ])('%s is %s', (path, found) => {
    expect(hostFile('/host')(path)).toBe(found)
  })

  test.each(['proc/sys/net/core/somaxconn', 'proc/sys/kernel/hostname', 'proc/sysvipc/shm', '/proc/sys/net'])(
    '%s would be its own, and is refused',
    (path) => {
      expect(() => hostFile('/host')(path)).toThrow('cannot be seen of the host from a container')
    },
  )
})

test('on the host itself a file is where it is', () => {
  const find = hostFile('/')
  expect(find('proc/net/tcp')).toBe('/proc/net/tcp')
  expect(find('etc/mtab')).toBe('/etc/mtab')
  expect(find('proc/sys/net/core/somaxconn')).toBe('/proc/sys/net/core/somaxconn')
  expect(readFileSync(find('proc/self/stat'), 'utf8')).toMatch(new RegExp(`^${process.pid} `))
})
