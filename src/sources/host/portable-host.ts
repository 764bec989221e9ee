import { cpus, loadavg, platform } from 'node:os'
import { posix } from 'node:path'
import { asyncScheduler, defer, map, type Observable } from 'rxjs'
import si, { type Systeminformation } from 'systeminformation'
import type { HostReading, Processes, Usage } from '../../model/reading.ts'
import type { OpenHost } from './host-reader.ts'
import type { DiskChoice } from './linux/select-disks.ts'
import { percentOf } from './percent.ts'

/** What systeminformation says of the host at one time. */
export interface SystemFacts {
  readonly load: Systeminformation.CurrentLoadData
  readonly memory: Systeminformation.MemData
  readonly fileSystems: readonly Systeminformation.FsSizeData[]
  readonly processes: Systeminformation.ProcessesData
  readonly uptimeSeconds: number
}

/** Reads a host other than Linux by systeminformation, which runs the system's own commands. */
export const createPortableHost =
  (disks: DiskChoice): OpenHost =>
  () =>
    // It counts the use of CPU from the call before.
    readFacts().pipe(map(() => () => readFacts().pipe(map((facts) => toReading(facts, disks)))))

const readFacts = (): Observable<SystemFacts> =>
  defer(async () => {
    const [load, memory, fileSystems, processes] = await Promise.all([
      si.currentLoad(),
      si.mem(),
      si.fsSize(),
      si.processes(),
    ])
    return { load, memory, fileSystems, processes, uptimeSeconds: si.time().uptime }
  })

/** The same figures as on Linux, as far as they are known: no pressure, no inodes, no containers of processes. */
export const toReading = (facts: SystemFacts, disks: DiskChoice): HostReading => {
  const { load, memory, fileSystems, processes, uptimeSeconds } = facts
  const [one = 0, five = 0, fifteen = 0] = loadavg()
  return {
    kind: 'host',
    at: asyncScheduler.now(),
    cpu: { percent: percentOf(load.currentLoad, 100), perCore: load.cpus.map((core) => percentOf(core.load, 100)) },
    memory: usage(memory.total - memory.available, memory.total),
    swap: memory.swaptotal === 0 ? null : usage(memory.swapused, memory.swaptotal),
    disks: selectFileSystems(fileSystems, disks).map(({ mount, used, available, size }) => ({
      mount,
      seenFrom: 'host',
      percent: percentOf(used, used + available),
      usedBytes: used,
      totalBytes: size,
      inodesPercent: null,
    })),
    load: [one, five, fifteen],
    pressure: null,
    uptimeSeconds,
    processes: topProcesses(processes),
  }
}

const usage = (usedBytes: number, totalBytes: number): Usage => ({
  percent: percentOf(usedBytes, totalBytes),
  usedBytes,
  totalBytes,
})

const realTypes = new Set([
  'apfs',
  'exfat',
  'ext4',
  'fat32',
  'ffs',
  'hfs',
  'hfs+',
  'msdos',
  'ntfs',
  'refs',
  'ufs',
  'zfs',
])

const selectFileSystems = (fileSystems: readonly Systeminformation.FsSizeData[], { mounts, ignore }: DiskChoice) =>
  fileSystems.filter(
    ({ mount, type }) =>
      mounts.includes(mount) ||
      (realTypes.has(type.toLowerCase()) && !ignore.some((glob) => posix.matchesGlob(mount, glob))),
  )

const listed = 3

// Here a process has its share of all cores; elsewhere, as in ps(1), of one.
const sharesOfAll: readonly string[] = ['linux', 'win32'] satisfies readonly NodeJS.Platform[]

const topProcesses = ({ all, list }: Systeminformation.ProcessesData): Processes => {
  const scale = sharesOfAll.includes(platform()) ? cpus().length : 1
  const usages = list.map(({ pid, name, cpu, memRss }) => ({
    pid,
    name,
    cpuPercent: cpu * scale,
    memoryBytes: memRss * 1024,
    containerId: null,
  }))
  return {
    count: all,
    topByCpu: usages.toSorted((a, b) => b.cpuPercent - a.cpuPercent).slice(0, listed),
    topByMemory: usages.toSorted((a, b) => b.memoryBytes - a.memoryBytes).slice(0, listed),
  }
}
