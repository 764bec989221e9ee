import type { Container } from '../../../model/reading.ts'

/** What a container has used until now. */
export interface UsageSample {
  /** Seconds of CPU time since it started. */
  readonly cpuSeconds: number
  /** Of a clock of the host that never steps. */
  readonly clockSeconds: number
  /** Without what can be reclaimed. */
  readonly memoryBytes: number
}

/**
 * What of a control group's memory cannot be reclaimed: neither file cache nor, where it is told, reclaimable slab, since with
 * them a container that reads files looks full at any limit (Linux, admin-guide/cgroup-v2, memory.stat).
 *
 * @param bytes  all of it, kept at or above 0: the two are read one after the other
 * @param stats  as memory.stat has them; version 1 counts children under `total_`
 */
export const memoryInUse = (bytes: number, stats: Readonly<Record<string, number>>): number => {
  const of = (name: string): number => stats[`total_${name}`] ?? stats[name] ?? 0
  return Math.max(0, bytes - of('inactive_file') - of('active_file') - of('slab_reclaimable'))
}

/** What was used from one sample to the next; null where the two do not belong together. */
export const usageBetween = (before: UsageSample, after: UsageSample): Container['usage'] => {
  const cpu = after.cpuSeconds - before.cpuSeconds
  const elapsed = after.clockSeconds - before.clockSeconds
  return cpu < 0 || elapsed <= 0 ? null : { cpuPercent: (100 * cpu) / elapsed, memoryBytes: after.memoryBytes }
}
