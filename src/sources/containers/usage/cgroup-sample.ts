import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CgroupLocation } from './cgroup-location.ts'
import type { UsageSample } from './usage-sample.ts'

/**
 * Reads what a control group has used, and of its memory what cannot be reclaimed: neither file cache nor, where it is told,
 * reclaimable slab, since with them a container that reads files looks full at any limit (Linux, admin-guide/cgroup-v1/cpuacct and memory, admin-guide/cgroup-v2). Null
 * where a file cannot be read, as when the container has just ended.
 *
 * @param hostRoot  where the host's `/` is mounted
 */
export const readCgroupSample = (hostRoot: string, { version, cpu, memory }: CgroupLocation): UsageSample | null => {
  const [cpuSeconds, used, cache] =
    version === 1
      ? [
          figure(join(cpu, 'cpuacct.usage'), /^(\d+)/) / 1e9,
          figure(join(memory, 'memory.usage_in_bytes'), /^(\d+)/),
          reclaimable(memory, ['total_inactive_file', 'total_active_file']),
        ]
      : [
          figure(join(cpu, 'cpu.stat'), /^usage_usec (\d+)/m) / 1e6,
          figure(join(memory, 'memory.current'), /^(\d+)/),
          reclaimable(memory, ['inactive_file', 'active_file', 'slab_reclaimable']),
        ]
  const sample = {
    cpuSeconds,
    clockSeconds: figure(join(hostRoot, 'proc/uptime'), /^([\d.]+)/),
    // The two are read one after the other: a cache that shrinks between them must not make less than nothing.
    memoryBytes: Math.max(0, used - cache),
  }
  return Object.values(sample).every(Number.isFinite) ? sample : null
}

const reclaimable = (group: string, names: readonly string[]): number => {
  const text = textOf(join(group, 'memory.stat'))
  if (text === '') return NaN
  return names.reduce((sum, name) => sum + Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0), 0)
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const figure = (file: string, pattern: RegExp): number => Number(pattern.exec(textOf(file))?.[1] ?? NaN)
