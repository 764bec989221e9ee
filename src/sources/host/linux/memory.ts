import { ReasonedError } from '../../../reasoned-error.ts'
import type { Usage } from '../../../model/reading.ts'
import { percentOf } from '../percent.ts'

export interface Memory {
  readonly memory: Usage
  readonly swap: Usage | null
}

/**
 * Reads /proc/meminfo (proc_meminfo(5)). What is available to new programs without swapping is not in use; swap is
 * null where there is none.
 *
 * @throws Error where the total is missing
 */
export const parseMemory = (text: string): Memory => {
  const bytes = new Map(
    [...text.matchAll(/^(\w+):\s+(\d+) kB$/gm)].map(([, name = '', kilobytes]) => [name, Number(kilobytes) * 1024]),
  )
  const of = (name: string): number => bytes.get(name) ?? 0
  const total = of('MemTotal')
  if (total === 0) throw new ReasonedError({ code: 'notInFile', path: '/proc/meminfo' })
  // Kernels before 3.14 have no MemAvailable.
  const available = bytes.get('MemAvailable') ?? of('MemFree') + of('Buffers') + of('Cached')
  const swapTotal = of('SwapTotal')
  return {
    memory: usage(total - available, total),
    swap: swapTotal === 0 ? null : usage(swapTotal - of('SwapFree'), swapTotal),
  }
}

const usage = (used: number, total: number): Usage => {
  const usedBytes = Math.max(0, used)
  return { percent: percentOf(usedBytes, total), usedBytes, totalBytes: total }
}
