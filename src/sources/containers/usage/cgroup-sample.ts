import { join } from 'node:path'
import { readOptionalProcFile } from '../../proc-file.ts'
import type { CgroupLocation } from './cgroup-location.ts'
import { memoryInUse, type UsageSample } from './usage-sample.ts'

/**
 * Reads what a control group has used (Linux, admin-guide/cgroup-v1/cpuacct and memory, admin-guide/cgroup-v2). Null
 * where a file cannot be read, as when the container has just ended.
 *
 * @param hostRoot  where the host's `/` is mounted
 */
export const readCgroupSample = (hostRoot: string, { version, cpu, memory }: CgroupLocation): UsageSample | null => {
  const [cpuSeconds, bytes] =
    version === 1
      ? [figure(join(cpu, 'cpuacct.usage'), /^(\d+)/) / 1e9, figure(join(memory, 'memory.usage_in_bytes'), /^(\d+)/)]
      : [figure(join(cpu, 'cpu.stat'), /^usage_usec (\d+)/m) / 1e6, figure(join(memory, 'memory.current'), /^(\d+)/)]
  // Of a group that is just going its files are there, and empty.
  const stats = readOptionalProcFile(join(memory, 'memory.stat')) || null
  const sample = {
    cpuSeconds,
    clockSeconds: figure(join(hostRoot, 'proc/uptime'), /^([\d.]+)/),
    memoryBytes: stats === null ? NaN : memoryInUse(bytes, figuresIn(stats)),
  }
  return Object.values(sample).every(Number.isFinite) ? sample : null
}

const figuresIn = (text: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...text.matchAll(/^(\w+) (\d+)$/gm)].map(([, name = '', value]): [string, number] => [name, Number(value)]),
  )

const figure = (file: string, pattern: RegExp): number =>
  Number(pattern.exec(readOptionalProcFile(file) ?? '')?.[1] ?? NaN)
