import { ReasonedError } from '../../../reasoned-error.ts'
import { percentOf } from '../percent.ts'

/** What the processors have done since boot, in clock ticks. */
export interface CpuTimes {
  readonly all: CoreTimes
  readonly cores: ReadonlyMap<string, CoreTimes>
}

export interface CoreTimes {
  readonly busy: number
  readonly idle: number
}

export interface CpuUsage {
  readonly percent: number
  readonly perCore: readonly number[]
}

/**
 * Reads /proc/stat (proc_stat(5)). Waiting for a disk is idle, time that the hypervisor took is busy.
 *
 * @throws Error where the text has no line for all processors
 */
export const parseCpuTimes = (text: string): CpuTimes => {
  const lines = text.split('\n').filter((line) => line.startsWith('cpu'))
  const times = new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), parseCore(line)]))
  const all = times.get('cpu')
  if (all === undefined) throw new ReasonedError({ code: 'notInFile', path: '/proc/stat' })
  times.delete('cpu')
  return { all, cores: times }
}

// Time of guests is left aside: the kernel has counted it within user and nice already.
const parseCore = (line: string): CoreTimes => {
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return { busy: user + nice + system + irq + softirq + steal, idle: idle + iowait }
}

/** The mean use between two looks, 0–100. A core that was not there before is left out. */
export const cpuUsage = (before: CpuTimes, after: CpuTimes): CpuUsage => ({
  percent: coreUsage(before.all, after.all),
  perCore: [...after.cores].flatMap(([name, times]) => {
    const earlier = before.cores.get(name)
    return earlier === undefined ? [] : [coreUsage(earlier, times)]
  }),
})

const coreUsage = (before: CoreTimes, after: CoreTimes): number => {
  const busy = after.busy - before.busy
  // The kernel's counters of idle time can step back.
  const idle = Math.max(0, after.idle - before.idle)
  return percentOf(busy, busy + idle)
}
