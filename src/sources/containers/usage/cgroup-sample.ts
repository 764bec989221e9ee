import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CgroupLocation } from './cgroup-location.ts'
import type { UsageSample } from './usage-sample.ts'

/**
 * Reads what a control group has used (Linux, admin-guide/cgroup-v1/cpuacct and memory, admin-guide/cgroup-v2). Null
 * where a file cannot be read, as when the container has just ended.
 *
 * @param hostRoot  where the host's `/` is mounted
 */
export const readCgroupSample = (hostRoot: string, { version, cpu, memory }: CgroupLocation): UsageSample | null => {
  const [cpuSeconds, used, inactive] =
    version === 1
      ? [
          figure(join(cpu, 'cpuacct.usage'), /^(\d+)/) / 1e9,
          figure(join(memory, 'memory.usage_in_bytes'), /^(\d+)/),
          figure(join(memory, 'memory.stat'), /^total_inactive_file (\d+)/m),
        ]
      : [
          figure(join(cpu, 'cpu.stat'), /^usage_usec (\d+)/m) / 1e6,
          figure(join(memory, 'memory.current'), /^(\d+)/),
          figure(join(memory, 'memory.stat'), /^inactive_file (\d+)/m),
        ]
  const sample = {
    cpuSeconds,
    clockSeconds: figure(join(hostRoot, 'proc/uptime'), /^([\d.]+)/),
    // The two are read one after the other: a cache that shrinks between them must not make less than nothing.
    memoryBytes: Math.max(0, used - inactive),
  }
  return Object.values(sample).every(Number.isFinite) ? sample : null
}

const figure = (file: string, pattern: RegExp): number => {
  try {
    return Number(pattern.exec(readFileSync(file, 'utf8'))?.[1] ?? NaN)
  } catch {
    return NaN
  }
}
