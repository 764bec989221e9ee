import { memoryInUse, type UsageSample } from './usage-sample.ts'

/** What is read of `GET /containers/{id}/stats`. */
export interface StatsJson {
  readonly cpu_stats: {
    readonly cpu_usage: { readonly total_usage: number }
    /** The host's CPU time, all cores and idle time included, in nanoseconds: a clock, once divided by the cores. */
    readonly system_cpu_usage?: number
    readonly online_cpus?: number
  }
  readonly memory_stats: {
    readonly usage?: number
    readonly stats?: Readonly<Record<string, number>>
  }
}

/** Null where the engine leaves out a figure, as for a container that does not run. */
export const parseStats = ({ cpu_stats: cpu, memory_stats: memory }: StatsJson): UsageSample | null => {
  if (!cpu.system_cpu_usage || !cpu.online_cpus || memory.usage === undefined) return null
  return {
    cpuSeconds: cpu.cpu_usage.total_usage / 1e9,
    clockSeconds: cpu.system_cpu_usage / cpu.online_cpus / 1e9,
    memoryBytes: memoryInUse(memory.usage, memory.stats ?? {}),
  }
}
