/** One process as the kernel shows it. */
export interface ProcessStat {
  readonly pid: number
  /** At most 15 bytes that the process itself chose. */
  readonly name: string
  /** Clock ticks since boot: a process number that is used again has another start. */
  readonly startTicks: number
  /** Clock ticks of CPU time since it started. */
  readonly cpuTicks: number
  readonly residentPages: number
}

/** Reads /proc/PID/stat. Null where it is not whole. Fields are numbered as in proc_pid_stat(5). */
export const parseProcessStat = (text: string): ProcessStat | null => {
  // The name stands in brackets and may hold brackets and spaces of its own.
  const nameEnd = text.lastIndexOf(')')
  const fields = text.slice(nameEnd + 2).split(' ')
  const field = (number: number): number => Number(fields[number - 3])
  const stat = {
    pid: Number.parseInt(text, 10),
    name: text.slice(text.indexOf('(') + 1, nameEnd),
    startTicks: field(22),
    cpuTicks: field(14) + field(15),
    residentPages: field(24),
  }
  return Number.isNaN(stat.pid + stat.startTicks + stat.cpuTicks + stat.residentPages) ? null : stat
}
