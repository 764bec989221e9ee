import type { Container } from '../../../model/reading.ts'

/** What a container has used until now. */
export interface UsageSample {
  /** Seconds of CPU time since it started. */
  readonly cpuSeconds: number
  /** Of a clock of the host that never steps. */
  readonly clockSeconds: number
  /** Without the file cache that the kernel gives back first. */
  readonly memoryBytes: number
}

/** What was used from one sample to the next; null where the two do not belong together. */
export const usageBetween = (before: UsageSample, after: UsageSample): Container['usage'] => {
  const cpu = after.cpuSeconds - before.cpuSeconds
  const elapsed = after.clockSeconds - before.clockSeconds
  return cpu < 0 || elapsed <= 0 ? null : { cpuPercent: (100 * cpu) / elapsed, memoryBytes: after.memoryBytes }
}
