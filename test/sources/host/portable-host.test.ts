import { spawn } from 'node:child_process'
import { cpus, platform } from 'node:os'
import { defer, delay, filter, mergeMap, repeat } from 'rxjs'
import si from 'systeminformation'
import { expect, onTestFinished, test } from 'vitest'
import type { HostReading } from '../../../src/model/reading.ts'
import { createHostSource } from '../../../src/sources/host/index.ts'
import { createPortableHost, toReading } from '../../../src/sources/host/portable-host.ts'
import { firstValue } from './first-value.ts'

const disks = { mounts: [], ignore: [] }
const silent = () => {}
const log = { debug: silent, info: silent, warn: silent, error: silent }

test("its readings are like this system's own", async () => {
  const busy = spawn('sh', ['-c', 'while :; do :; done'])
  onTestFinished(() => void busy.kill('SIGKILL'))
  const open = createPortableHost(disks)
  const usageOfBusy = ({ processes }: HostReading) => processes?.topByCpu.find(({ pid }) => pid === busy.pid)
  // Others may be busier for a moment.
  const untilItIsSeen = repeat<HostReading>({ count: 20, delay: 500 })
  const [portable, own] = await Promise.all([
    firstValue(
      open().pipe(
        delay(500),
        mergeMap((read) => defer(read).pipe(untilItIsSeen)),
        filter((reading) => usageOfBusy(reading) !== undefined),
      ),
    ),
    firstValue(createHostSource({ interval: 5_000, hostRoot: '/', disks, log })),
  ])
  expect(Object.keys(portable).toSorted()).toEqual(Object.keys(own).toSorted())
  expect(portable.memory.totalBytes).toBe(own.memory.totalBytes)
  expect(portable.cpu.perCore).toHaveLength(own.cpu.perCore.length)
  expect(portable.disks.map(({ mount }) => mount)).toContain('/')
  expect(Math.abs(portable.uptimeSeconds - own.uptimeSeconds)).toBeLessThan(60)
  expect(portable.processes?.topByMemory).toHaveLength(3)
  expect(usageOfBusy(portable)?.cpuPercent).toBeGreaterThan(10)
})

test.runIf(platform() === 'linux')('a process that fills a core has 100 percent', async () => {
  const [load, memory, processes] = await Promise.all([si.currentLoad(), si.mem(), si.processes()])
  const list = processes.list.slice(0, 1).map((process) => ({ ...process, cpu: 100 / cpus().length }))
  const facts = { load, memory, processes: { ...processes, list }, fileSystems: [], uptimeSeconds: 1 }
  expect(toReading(facts, disks).processes?.topByCpu[0]?.cpuPercent).toBe(100)
})

test('knows the file systems of other systems, and what the owner wants of them', async () => {
  const [load, memory, processes] = await Promise.all([si.currentLoad(), si.mem(), si.processes()])
  const fileSystem = (mount: string, type: string) => ({
    fs: mount,
    mount,
    type,
    size: 100,
    used: 60,
    available: 20,
    use: 75,
    rw: true,
  })
  const fileSystems = [
    fileSystem('/', 'APFS'),
    fileSystem('/Volumes/old', 'HFS'),
    fileSystem('/Volumes/share', 'smbfs'),
    fileSystem('/Volumes/nas', 'nfs'),
    fileSystem('C:', 'NTFS'),
    fileSystem('/dev', 'devfs'),
  ]
  const facts = { load, memory, processes, fileSystems, uptimeSeconds: 1 }
  const reading = toReading(facts, { mounts: ['/Volumes/nas'], ignore: ['/Volumes/*'] })
  expect(reading.disks.map(({ mount }) => mount)).toEqual(['/', '/Volumes/nas', 'C:'])
  expect(reading.disks[0]).toEqual({
    mount: '/',
    seenFrom: 'host',
    percent: 75,
    usedBytes: 60,
    totalBytes: 100,
    inodesPercent: null,
  })
})
