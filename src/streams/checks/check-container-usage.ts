import { defer, type OperatorFunction } from 'rxjs'
import type { Check, Details, Status } from '../../model/check.ts'
import type { Life } from '../../model/life.ts'
import { checksOf } from '../../model/memory.ts'
import { limitOf } from '../../model/limit.ts'
import type { Container, Reading } from '../../model/reading.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'
import { isWatched, type WatchRules } from './is-watched.ts'
import { renamedFirst } from './renamed-first.ts'

export interface ContainerThresholds {
  /** Percent of one core; null: not judged. */
  readonly cpu: number | null
  /** Percent of the container's own memory limit. */
  readonly ram: number
}

const measures = ['memory', 'cpu'] as const

type Measure = (typeof measures)[number]

const types = { memory: 'CONTAINER_RAM', cpu: 'CONTAINER_CPU' } as const

/**
 * Judges what each container that is watched uses: memory against its own limit, where it has one, and CPU where a
 * threshold is given. The labels `vigilo.ram` and `vigilo.cpu` go before the thresholds.
 *
 * ```
 * ram = 90
 * readings:             a----b----a----x   a: db at 95% of its limit, b: at 50%, x: db stopped
 * checkContainerUsage:  w----o----w----r   w: warning, o: ok, r: removed
 * ```
 *
 * Nothing is said of what has been well all along. From its first trouble on each reading says how a container is:
 * `removed` where it does not run. What cannot be read is `unknown`, and so is all of it while the engine cannot be seen.
 *
 * @param watch       which containers are judged
 * @param thresholds  percent; a value above its threshold is a warning
 * @param lives       those from before the start
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkContainerUsage({ watch, thresholds: { cpu: null, ram: 90 } }))
 */
export const checkContainerUsage =
  ({
    watch,
    thresholds,
    lives = [],
  }: {
    watch: WatchRules
    thresholds: ContainerThresholds
    lives?: readonly Life[]
  }): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      const spoken = { memory: new Map<string, Spoken>(), cpu: new Map<string, Spoken>() }
      for (const { subject, details } of checksOf(lives))
        if (details.kind === 'container-usage') spoken[details.measure].set(subject, details.container)
      return readings$.pipe(
        concatMapArrays((reading): readonly Check[] => {
          const { at } = reading
          const blind = (status: 'unknown' | 'removed', isOne: (subject: string) => boolean): readonly Check[] =>
            measures.flatMap((measure) =>
              [...spoken[measure].keys()]
                .filter(isOne)
                .map((subject) => ({ type: types[measure], subject, at, status, details: { kind: 'none' } })),
            )
          if (reading.kind === 'unavailable' && reading.source === 'containers') return blind('unknown', () => true)
          if (reading.kind !== 'containers') return []
          const checks: Check[] = []
          const known = new Map([...spoken.memory, ...spoken.cpu])
          for (const container of renamedFirst(reading.containers, known))
            for (const measure of measures) {
              const { id, name: subject } = container
              const status = statusOf(container, measure, thresholds)
              const isNew = !spoken[measure].has(subject)
              // Its limit comes with its inspection, within moments.
              if (isNew && measure === 'memory' && container.memoryLimitBytes === null) continue
              if (isNew && !(isSpeakable(status, id, spoken[measure]) && isWatched(container, watch))) continue
              spoken[measure].set(subject, { id })
              const details = detailsOf(container, measure, thresholds)
              checks.push({ type: types[measure], subject, at, status, details })
            }
          const isGone = (subject: string): boolean => !reading.containers.some(({ name }) => name === subject)
          checks.push(...blind('removed', isGone))
          for (const measure of measures)
            for (const subject of spoken[measure].keys()) if (isGone(subject)) spoken[measure].delete(subject)
          return checks
        }),
      )
    })

/** A container of whose use was spoken, by its name. */
type Spoken = Pick<Container, 'id'>

/** Of what has been well all along nothing is said, but of what had another name when it was in trouble. */
const isSpeakable = (status: Status, id: string, spoken: ReadonlyMap<string, Spoken>): boolean =>
  (status !== 'ok' && status !== 'removed') || (spoken.size > 0 && [...spoken.values()].some((one) => one.id === id))

const statusOf = (container: Container, measure: Measure, thresholds: ContainerThresholds): Status => {
  const threshold = thresholdOf(container, measure, thresholds)
  if (threshold === null || container.state !== 'running') return 'removed'
  const percent = percentOf(container, measure)
  if (percent === null) return 'unknown'
  return percent > threshold ? 'warning' : 'ok'
}

const detailsOf = (container: Container, measure: Measure, thresholds: ContainerThresholds): Details => {
  const threshold = thresholdOf(container, measure, thresholds)
  const percent = percentOf(container, measure)
  if (threshold === null || percent === null) return { kind: 'none' }
  return { kind: 'container-usage', measure, percent, ...limitOf(threshold), container }
}

const thresholdOf = (
  { labels, memoryLimitBytes }: Container,
  measure: Measure,
  given: ContainerThresholds,
): number | null => {
  if (measure === 'memory' && memoryLimitBytes === 'none') return null
  const threshold = measure === 'memory' ? (labels?.ram ?? given.ram) : (labels?.cpu ?? given.cpu)
  return threshold === 'off' ? null : threshold
}

const percentOf = ({ usage, memoryLimitBytes }: Container, measure: Measure): number | null => {
  if (usage === null) return null
  if (measure === 'cpu') return usage.cpuPercent
  return typeof memoryLimitBytes !== 'number' ? null : (100 * usage.memoryBytes) / memoryLimitBytes
}
