import { readdirSync, readFileSync } from 'node:fs'

/** What the kernel counts CPU time in, for all that read /proc (proc_pid_stat(5), sysconf(3)). */
const ticksPerSecond = 100

/** Seconds of CPU time that these processes have used since their start, in user and kernel mode. */
export const cpuSecondsOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [utime, stime] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    return sum + (Number(utime) + Number(stime)) / ticksPerSecond
  }, 0)

/** Resident memory of a process, in MB of 1024². */
export const residentMegabytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** The process of this name with the lowest PID: of engines the machine's own, as tests start theirs later. */
export const pidNamed = (name: string): number => {
  const [pid] = readdirSync('/proc')
    .map(Number)
    .filter((candidate) => nameOf(candidate) === name)
    .sort((a, b) => a - b)
  if (pid === undefined) throw new Error(`no ${name} runs on this machine`)
  return pid
}

const nameOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}
