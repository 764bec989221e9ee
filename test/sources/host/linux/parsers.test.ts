import { describe, expect, test } from 'vitest'
import { parseContainerId } from '../../../../src/sources/host/linux/container-id.ts'
import { parseLoad } from '../../../../src/sources/host/linux/load.ts'
import { parseMemory } from '../../../../src/sources/host/linux/memory.ts'
import { parseOperatingSystem } from '../../../../src/sources/host/linux/operating-system.ts'
import { parsePageSize } from '../../../../src/sources/host/linux/page-size.ts'
import { parsePressure } from '../../../../src/sources/host/linux/pressure.ts'
import { parseProcessStat } from '../../../../src/sources/host/linux/process-stat.ts'
import { parseUptime } from '../../../../src/sources/host/linux/uptime.ts'
import { fixture } from '../host-root.ts'

describe('memory', () => {
  test('counts what is not available, in bytes', () => {
    const { memory, swap } = parseMemory(fixture('recorded/after/proc/meminfo'))
    expect(memory.totalBytes).toBe(24_684_096 * 1024)
    expect(memory.usedBytes).toBe((24_684_096 - 24_281_308) * 1024)
    expect(memory.percent).toBeCloseTo(1.6318, 4)
    expect(swap).toBeNull()
  })

  test('of a kernel without MemAvailable adds up what is free or can be dropped', () => {
    const { memory, swap } = parseMemory(fixture('built/meminfo-3.10'))
    expect(memory.usedBytes).toBe((1_019_960 - 500_000) * 1024)
    expect(swap).toEqual({ percent: 25, usedBytes: 524_287 * 1024, totalBytes: 2_097_148 * 1024 })
  })

  test('without a total is an error', () => {
    expect(() => parseMemory('')).toThrow('/proc/meminfo lacks what is expected')
  })
})

test('load', () => {
  expect(parseLoad('0.69 0.24 12.13 2/105 5924\n')).toEqual([0.69, 0.24, 12.13])
  expect(() => parseLoad('0.69 0.24')).toThrow('/proc/loadavg lacks what is expected')
})

test('uptime', () => {
  expect(parseUptime('1986.92 3730.18\n')).toBe(1986.92)
  expect(() => parseUptime('')).toThrow('/proc/uptime lacks what is expected')
})

test('pressure is what some tasks waited for, over ten seconds', () => {
  const text =
    'some avg10=12.50 avg60=1.00 avg300=0.20 total=16775309\nfull avg10=3.00 avg60=0.00 avg300=0.00 total=0\n'
  expect(parsePressure(text)).toBe(12.5)
  expect(parsePressure('')).toBeNull()
})

describe('process', () => {
  const fields = (name: string): string =>
    `71 (${name}) S 1 71 71 0 -1 4194560 8463 23127 8 4 31 15 900 900 20 0 10 0 22709 1494118400 19070 1844 0`

  test('has its own CPU time, without that of its children', () => {
    expect(parseProcessStat(fields('dockerd'))).toEqual({
      pid: 71,
      name: 'dockerd',
      startTicks: 22_709,
      cpuTicks: 46,
      residentPages: 19_070,
    })
  })

  test.each(['tmux: server', '(sd-pam)', ') R 1 (', 'a\nb', ''])('may be named %j', (name) => {
    expect(parseProcessStat(fields(name))).toMatchObject({ pid: 71, name, cpuTicks: 46 })
  })

  test.each(['', '71', '71 (sh)', '71 (sh) S 1 71 71'])('is nothing where it is cut short: %j', (text) => {
    expect(parseProcessStat(text)).toBeNull()
  })
})

describe('container', () => {
  const id = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'

  test.each(['v1-kubernetes', 'v2-docker', 'v2-podman', 'v2-other-namespace'])('is found in cgroup-%s', (name) => {
    expect(parseContainerId(fixture(`built/cgroup-${name}`))).toBe(id)
  })

  test('is the outermost: the one that the host knows', () => {
    expect(parseContainerId(fixture('built/cgroup-v2-nested'))).toBe(id)
  })

  test('is none on the host', () => {
    expect(parseContainerId(fixture('built/cgroup-v2-host'))).toBeNull()
    expect(parseContainerId(fixture('recorded/after/proc/2/cgroup'))).toBeNull()
    expect(parseContainerId('')).toBeNull()
  })
})

test('operating system', () => {
  expect(parseOperatingSystem('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')).toBe(
    'Debian GNU/Linux 12 (bookworm)',
  )
  expect(parseOperatingSystem('PRETTY_NAME=Arch\n')).toBe('Arch')
  expect(parseOperatingSystem('ID=void\n')).toBeNull()
})

test('page size', () => {
  const entry = (key: number, value: number): Buffer => {
    const buffer = Buffer.alloc(16)
    buffer.writeBigUInt64LE(BigInt(key), 0)
    buffer.writeBigUInt64LE(BigInt(value), 8)
    return buffer
  }
  expect(parsePageSize(Buffer.concat([entry(33, 1), entry(6, 16_384), entry(0, 0)]))).toBe(16_384)
  expect(parsePageSize(Buffer.alloc(0))).toBe(4096)
})
