import { posix } from 'node:path'
import { asyncScheduler, defer, map, of, type Observable } from 'rxjs'
import type { Log } from '../../../log.ts'
import type { HostReading } from '../../../model/reading.ts'
import type { OpenHost } from '../host-reader.ts'
import { cpuUsage, parseCpuTimes, type CpuTimes } from './cpu-times.ts'
import { createDiskReader, type StatFileSystem } from './disk-reader.ts'
import { parseLoad } from './load.ts'
import { parseMemory } from './memory.ts'
import { mountTablePath, parseMountTable } from './mount-table.ts'
import { parsePressure } from './pressure.ts'
import { readOptionalProcFile, readProcFile } from '../../proc-file.ts'
import { createProcessReader } from './process-reader.ts'
import { reachableDisks } from './reachable-disks.ts'
import { isContainerRoot, selectDisks, type DiskChoice } from './select-disks.ts'
import { createStatfsInChild } from './statfs-in-child.ts'
import type { ProcessTable } from './top-processes.ts'
import { parseUptime } from './uptime.ts'

export interface LinuxHostOptions {
  /** Where the host's `/` is mounted. */
  readonly hostRoot: string
  readonly disks: DiskChoice
  /** Milliseconds that one reading waits for a file system that does not answer. */
  readonly diskPatience: number
  readonly statfs: StatFileSystem
  readonly log: Log
}

/** What the next reading counts from. */
interface Counters {
  readonly cpu: CpuTimes
  readonly processes: ProcessTable
}

/** Reads a Linux host from its /proc and by statfs(2). A /proc that cannot be read is an error. */
export const createLinuxHost = ({ hostRoot, disks, diskPatience, statfs, log }: LinuxHostOptions): OpenHost => {
  const proc = posix.join(hostRoot, 'proc')
  const readDisks = createDiskReader({ hostRoot, patience: diskPatience, statfs, inChild: createStatfsInChild() })
  const processReader = createProcessReader(proc)
  const read = (name: string): string => readProcFile(`${proc}/${name}`)
  let toldOfContainer = false

  const count = (): Counters => ({
    cpu: parseCpuTimes(read('stat')),
    processes: processReader.table(parseUptime(read('uptime'))),
  })

  const look = (before: Counters, after: Counters): Observable<HostReading> => {
    const hostMounts = parseMountTable(readProcFile(mountTablePath(hostRoot)))
    const ownMounts = parseMountTable(readProcFile('/proc/self/mountinfo'))
    const inContainer = isContainerRoot(hostMounts)
    const targets = reachableDisks(selectDisks(hostMounts, disks), { hostRoot, hostMounts, ownMounts })
    if (inContainer && !toldOfContainer) {
      toldOfContainer = true
      log.warn("the host's / is not mounted: disk is what the container engine stores on, processes are left out")
    }
    const reading = {
      kind: 'host',
      at: asyncScheduler.now(),
      cpu: cpuUsage(before.cpu, after.cpu),
      ...parseMemory(read('meminfo')),
      load: parseLoad(read('loadavg')),
      pressure: readPressure(proc),
      uptimeSeconds: after.processes.uptimeSeconds,
      processes: inContainer ? null : processReader.top(before.processes, after.processes),
    } as const
    return readDisks(targets, inContainer ? 'engine' : 'host').pipe(map((seen) => ({ ...reading, disks: seen })))
  }

  return () =>
    defer(() => {
      let before = count()
      return of(() =>
        defer(() => {
          const after = count()
          const reading$ = look(before, after)
          before = after
          return reading$
        }),
      )
    })
}

const readPressure = (proc: string): HostReading['pressure'] => {
  const [cpu, memory, io] = ['cpu', 'memory', 'io'].map((name) =>
    parsePressure(readOptionalProcFile(`${proc}/pressure/${name}`) ?? ''),
  )
  return typeof cpu === 'number' && typeof memory === 'number' && typeof io === 'number' ? { cpu, memory, io } : null
}
