import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findCgroup } from '../../../../src/sources/containers/usage/cgroup-location.ts'
import { readCgroupSample } from '../../../../src/sources/containers/usage/cgroup-sample.ts'

const id = '00ff9ca4ec901f1b0c9e1baf491d33fc40fe4ed19b6e126d5e902a5d786a5037'
const pid = 71

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vigilo-test-'))
  write('proc/uptime', '6093.13 11000.00\n')
})

afterEach(() => rmSync(root, { recursive: true }))

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const sample = () => {
  const location = findCgroup(root, pid, id)
  return location === null ? null : readCgroupSample(root, location)
}

const writeVersion1 = (group: string) => {
  write(`sys/fs/cgroup/cpuacct/${group}/cpuacct.usage`, '27944501\n')
  write(`sys/fs/cgroup/memory/${group}/memory.usage_in_bytes`, '4345856\n')
  write(
    `sys/fs/cgroup/memory/${group}/memory.stat`,
    'cache 9\ninactive_file 1\ntotal_inactive_file 245856\ntotal_active_file 100000\n',
  )
}

const writeVersion2 = (group: string) => {
  write(`sys/fs/cgroup/${group}/cpu.stat`, 'usage_usec 1500000\nuser_usec 1000000\nsystem_usec 500000\n')
  write(`sys/fs/cgroup/${group}/memory.current`, '1000\n')
  write(
    `sys/fs/cgroup/${group}/memory.stat`,
    'anon 500\nfile 300\ninactive_file 100\nactive_file 80\nslab_reclaimable 20\n',
  )
}

const version2Sample = { cpuSeconds: 1.5, clockSeconds: 6093.13, memoryBytes: 800 }

describe('version 1', () => {
  // Recorded from Docker 20.10 with the cgroupfs driver, shortened.
  const recorded = `9:name=systemd:/docker/${id}\n4:memory:/docker/${id}\n2:cpuacct:/docker/${id}\n1:cpu:/docker/${id}\n0::/docker/${id}\n`

  test('each controller in its own hierarchy', () => {
    write(`proc/${pid}/cgroup`, recorded)
    writeVersion1(`docker/${id}`)
    expect(sample()).toEqual({ cpuSeconds: 0.027944501, clockSeconds: 6093.13, memoryBytes: 4_000_000 })
  })

  test('cpu and cpuacct together, under systemd', () => {
    const group = `system.slice/docker-${id}.scope`
    write(`proc/${pid}/cgroup`, `5:cpu,cpuacct:/${group}\n4:memory:/${group}\n`)
    writeVersion1(group)
    expect(sample()?.memoryBytes).toBe(4_000_000)
  })
})

describe('version 2', () => {
  test.each([
    ['the cgroupfs driver', `docker/${id}`],
    ['the systemd driver', `system.slice/docker-${id}.scope`],
    ['Podman', `machine.slice/libpod-${id}.scope`],
  ])('%s', (_, group) => {
    write(`proc/${pid}/cgroup`, `0::/${group}\n`)
    writeVersion2(group)
    expect(sample()).toEqual(version2Sample)
  })

  test('a container with groups of its own is measured as a whole', () => {
    write(`proc/${pid}/cgroup`, `0::/docker/${id}/init.scope\n`)
    writeVersion2(`docker/${id}`)
    expect(sample()).toEqual(version2Sample)
  })

  test.each([
    [`/../docker-${id}.scope`, `system.slice/docker-${id}.scope`],
    [`/../${id}`, `docker/${id}`],
    [`/../../other.slice/docker-${id}.scope`, `my.slice/my-other.slice/docker-${id}.scope`],
  ])('seen from within a cgroup namespace as %s', (path, group) => {
    write(`proc/${pid}/cgroup`, `0::${path}\n`)
    writeVersion2('system.slice/ssh.service')
    writeVersion2(group)
    expect(sample()).toEqual(version2Sample)
  })
})

describe('cannot be told', () => {
  test('of a process that is not there, or is not in the container', () => {
    expect(sample()).toBeNull()
    write(`proc/${pid}/cgroup`, `0::/user.slice\n`)
    writeVersion2(`docker/${id}`)
    expect(sample()).toBeNull()
  })

  test('where the group is not mounted', () => {
    write(`proc/${pid}/cgroup`, `0::/docker/${id}\n`)
    expect(sample()).toBeNull()
    write(`proc/${pid}/cgroup`, `0::/../${id}\n`)
    expect(sample()).toBeNull()
  })

  test.each(['cpu.stat', 'memory.current', 'memory.stat'])('without %s', (file) => {
    write(`proc/${pid}/cgroup`, `0::/docker/${id}\n`)
    writeVersion2(`docker/${id}`)
    write(`sys/fs/cgroup/docker/${id}/${file}`, '')
    expect(sample()).toBeNull()
  })
})
