import type { Processes, ProcessUsage } from '../../../model/reading.ts'
import type { ProcessStat } from './process-stat.ts'

/** All processes at one time. */
export interface ProcessTable {
  readonly uptimeSeconds: number
  readonly processes: ReadonlyMap<number, ProcessStat>
}

interface TopOptions {
  readonly pageSize: number
  /** These are asked for the top ones alone. */
  readonly containerOf: (pid: number) => string | null
  readonly nameOf: (pid: number, comm: string) => string
}

const listed = 3

// USER_HZ, in which the kernel counts for programs: 100 on every architecture that Node runs on.
const ticksPerSecond = 100

/** The greediest processes, by CPU between two looks and by resident memory at the second. */
export const topProcesses = (
  before: ProcessTable,
  after: ProcessTable,
  { pageSize, containerOf, nameOf }: TopOptions,
): Processes => {
  const elapsedTicks = (after.uptimeSeconds - before.uptimeSeconds) * ticksPerSecond
  const all = [...after.processes.values()].map((process) => ({
    process,
    usedTicks: usedTicks(before.processes.get(process.pid), process),
  }))
  const describe = ({ process, usedTicks: ticks }: (typeof all)[number]): ProcessUsage => ({
    pid: process.pid,
    name: nameOf(process.pid, process.name),
    cpuPercent: elapsedTicks > 0 ? (ticks * 100) / elapsedTicks : 0,
    memoryBytes: process.residentPages * pageSize,
    containerId: containerOf(process.pid),
  })
  const top = (compare: (a: (typeof all)[number], b: (typeof all)[number]) => number): readonly ProcessUsage[] =>
    all.toSorted(compare).slice(0, listed).map(describe)
  return {
    count: all.length,
    topByCpu: top((a, b) => b.usedTicks - a.usedTicks),
    topByMemory: top((a, b) => b.process.residentPages - a.process.residentPages),
  }
}

// A process that was not there before has used all its time since.
const usedTicks = (before: ProcessStat | undefined, after: ProcessStat): number =>
  before?.startTicks === after.startTicks ? Math.max(0, after.cpuTicks - before.cpuTicks) : after.cpuTicks
