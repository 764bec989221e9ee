import { readdirSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { parseContainerId } from './container-id.ts'
import { readPageSize } from './page-size.ts'
import { readOptionalProcFile } from '../../proc-file.ts'
import { parseProcessStat } from './process-stat.ts'
import { topProcesses, type ProcessTable } from './top-processes.ts'
import type { Processes } from '../../../model/reading.ts'

/** Reads the processes below a /proc: all of them for the table, and what only the greediest ones need after. */
export const createProcessReader = (proc: string) => {
  const pageSize = readPageSize()

  const containerOf = (pid: number): string | null =>
    parseContainerId(readOptionalProcFile(`${proc}/${pid}/cgroup`) ?? '')

  // Node calls its main thread so, and with it the process: the program's own name tells more.
  const nameOf = (pid: number, comm: string): string => {
    if (comm !== 'MainThread') return comm
    try {
      return basename(readlinkSync(`${proc}/${pid}/exe`))
    } catch {
      return comm
    }
  }

  return {
    table: (uptimeSeconds: number): ProcessTable => {
      const names = readdirSync(proc).filter((name) => /^\d+$/.test(name))
      const processes = names.flatMap((name) => {
        // One that has ended meanwhile is not there.
        const stat = parseProcessStat(readOptionalProcFile(`${proc}/${name}/stat`) ?? '')
        return stat === null ? [] : [[stat.pid, stat] as const]
      })
      return { uptimeSeconds, processes: new Map(processes) }
    },
    top: (before: ProcessTable, after: ProcessTable): Processes =>
      topProcesses(before, after, { pageSize, containerOf, nameOf }),
  }
}
