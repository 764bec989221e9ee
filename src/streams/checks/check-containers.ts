import { defer, finalize, type OperatorFunction } from 'rxjs'
import type { Check, Ending, Status } from '../../model/check.ts'
import type { Life } from '../../model/life.ts'
import { checksOf, noMemory, type Memory } from '../../model/memory.ts'
import type { Container, Reading } from '../../model/reading.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'
import { createKeyedTimers } from '../lib/keyed-timers.ts'
import { endingOf } from './ending-of.ts'
import { isOutOfMemory } from './is-out-of-memory.ts'
import { isNamed, isWatched, missingNames, type WatchRules } from './is-watched.ts'
import { renamedFirst } from './renamed-first.ts'

/**
 * Judges each container that is watched: whether it runs, whether its memory sufficed, whether it is well,
 * whether it is there.
 *
 * ```
 * names = db
 * readings:         a----b----c   a: db up, b: db exited with 1, c: no db
 * checkContainers:  o----r----n   o: all ok, r: not running, n: not found
 * ```
 *
 * A container that ended by itself with a code is critical. One that ended on purpose, ended with 0, is paused or was
 * never started is critical only where it was asked for by name. One that could not be started is, unless somebody started it
 * by hand for the first time. An end that nobody saw counts for a named container, or for
 * one that ran when it was last seen and has a code. One that is down and not missed is `removed`, as if it were not there. Health `starting` is `unknown`. Nothing is said of the memory of one that never ran out of it.
 *
 * @param watch      names or globs
 * @param lives      those from before the start
 * @param ran        ids of the containers that ran when somebody was there for the last time
 * @param stopGrace  milliseconds for which a subject that is gone may come back
 *
 * An engine that cannot be seen makes everything known of its containers `unknown`. A container that is no longer
 * there is `removed`. On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkContainers({ all: true, names: ['db'], ignore: [] }))
 */
export const checkContainers =
  (
    watch: WatchRules,
    { stopGrace = 0, ...memory }: Pick<Memory, 'lives' | 'ran'> & { stopGrace?: number } = noMemory,
  ): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      let known: ReadonlyMap<string, Known> = knownBefore(memory.lives)
      /** Those that ran out of memory and are gone for a moment: of what takes their place it is said how that is. */
      const recreated = createKeyedTimers()
      const rememberOne = createRemember(memory)
      const remember = (container: Container, before: ReadonlyMap<string, Known>): Known => {
        const known = rememberOne(container, knownOf(container, before))
        const isRecreated = recreated.has(container.name)
        recreated.stop(container.name)
        return isRecreated ? { ...known, outOfMemory: true } : known
      }
      const leave = ([name, { outOfMemory }]: readonly [string, Known]): void => {
        if (outOfMemory) recreated.start(name, stopGrace)
      }
      return readings$.pipe(
        concatMapArrays((reading) => {
          const { at } = reading
          if (reading.kind === 'unavailable' && reading.source === 'containers')
            return [
              ...[...known].flatMap((one) => all(one, at, 'unknown')),
              ...watch.names.map((name) => notFound(name, at, 'unknown')),
            ]
          if (reading.kind !== 'containers') return []
          const before = known
          const watched = renamedFirst(
            reading.containers.filter((container) => isWatched(container, watch)),
            before,
          )
          const now = new Map<string, Known>()
          const checks: Check[] = []
          for (const container of watched) {
            const one = remember(container, before)
            now.set(container.name, one)
            checks.push(...judge(container, at, one, watch))
          }
          for (const one of before) {
            if (now.has(one[0])) continue
            leave(one)
            checks.push(...all(one, at, 'removed'))
          }
          known = now
          return [...checks, ...presence(reading.containers, at, watch)]
        }),
        finalize(recreated.stopAll),
      )
    })

interface Known {
  readonly id: string
  readonly ending: Ending | null
  /** Whether this very container has ever been seen running. */
  readonly ran: boolean
  /** Whether this subject has ever been seen without memory: from then on each check says how that is. */
  readonly outOfMemory: boolean
}

/** What is known of it, also under the name that it had before. */
const knownOf = ({ id, name }: Container, before: ReadonlyMap<string, Known>): Known | undefined =>
  before.get(name) ?? [...before.values()].find((known) => known.id === id)

const createRemember = ({ lives, ran: ranBefore }: Pick<Memory, 'lives' | 'ran'>) => {
  const ends = new Map(endsOf(lives).map((end) => [end.id, end]))
  /** How it ended is known from when it was witnessed, be it by an agent that ran before this one. */
  const endingOfOne = (container: Container): Ending | null => {
    const ending = endingOf(container)
    const told = ends.get(container.id)
    const isSame = ending === 'unwitnessed' && told && Math.abs(told.at - (container.end?.at ?? 0)) <= sameEndWithin
    return isSame ? told.ending : ending
  }
  return (container: Container, known: Known | undefined): Known => {
    const { id, state } = container
    const ending = endingOfOne(container)
    const ran = state === 'running' || (known?.id === id && known.ran) || ranBefore.has(id) || ends.has(id)
    return { id, ending, ran, outOfMemory: (known?.outOfMemory ?? false) || isOutOfMemory(container, ending) }
  }
}

/** What two clocks of one engine say of one end, in milliseconds. */
const sameEndWithin = 5_000

const endsOf = (lives: readonly Life[]) =>
  checksOf(lives).flatMap(({ details }) => {
    if (details.kind !== 'container' || details.ending === null || details.container.end === null) return []
    const { ending, container } = details
    return [{ id: container.id, ending, at: details.container.end.at }]
  })

const knownBefore = (lives: readonly Life[]): ReadonlyMap<string, Known> =>
  new Map(
    checksOf(lives).flatMap(({ subject, details }) => {
      if (details.kind !== 'container') return []
      const { container, ending } = details
      const outOfMemory = lives.some((life) => life.type === 'CONTAINER_OOM' && life.subject === subject)
      return [[subject, { id: container.id, ending, ran: true, outOfMemory }]]
    }),
  )

const judge = (container: Container, at: number, known: Known, watch: WatchRules): readonly Check[] => {
  const { name: subject } = container
  const { ending, ran, outOfMemory } = known
  const details = { kind: 'container', container, ending } as const
  const named = ending !== null && isNamed(container, watch)
  const trouble = ending !== null && isMissed(ending, container, { ran, named })
  const running: Check = {
    type: 'CONTAINER_NOT_RUNNING',
    subject,
    at,
    status: ending === null ? 'ok' : trouble ? 'critical' : 'removed',
    details,
  }
  const health: Check = { type: 'CONTAINER_UNHEALTHY', subject, at, status: healthStatus(container), details }
  if (!outOfMemory) return [running, health]
  const memory: Status =
    ending === null
      ? 'ok'
      : isOutOfMemory(container, ending) && (named || ran || ending !== 'unwitnessed')
        ? 'critical'
        : 'removed'
  // The cause comes before what follows from it.
  return [{ type: 'CONTAINER_OOM', subject, at, status: memory, details }, running, health]
}

/** Whether one that does not run has to. `ran`: it was seen running; `named`: it was asked for by name. */
export const isMissed = (
  ending: Ending,
  container: Pick<Container, 'end' | 'restartPolicy' | 'compose' | 'service'>,
  { ran, named }: { readonly ran: boolean; readonly named: boolean },
): boolean => {
  const { end } = container
  if (named || ending === 'crashed') return true
  if (ending === 'notStarted') return ran || !isOneOff(container)
  return ending === 'unwitnessed' && ran && (end?.exitCode !== 0 || end.stop === 'engine')
}

/** Whoever starts one by hand sees for himself why it does not start. */
const isOneOff = ({ restartPolicy, compose, service }: Pick<Container, 'restartPolicy' | 'compose' | 'service'>) =>
  restartPolicy === 'no' && (compose === null || compose.number === null) && service === null

const healthStatus = ({ state, health }: Container): Status => {
  if (state !== 'running') return 'removed'
  if (health === 'starting') return 'unknown'
  return health === 'unhealthy' ? 'critical' : 'ok'
}

const all = (
  [subject, { outOfMemory }]: readonly [string, Known],
  at: number,
  status: 'unknown' | 'removed',
): readonly Check[] =>
  [...(outOfMemory ? ['CONTAINER_OOM'] : []), 'CONTAINER_NOT_RUNNING', 'CONTAINER_UNHEALTHY'].map((type) => ({
    type,
    subject,
    at,
    status,
    details: { kind: 'none' },
  }))

const presence = (present: readonly Container[], at: number, watch: WatchRules): readonly Check[] => {
  const missing = new Set(missingNames(present, watch))
  return watch.names.map((name) => notFound(name, at, missing.has(name) ? 'critical' : 'ok'))
}

const notFound = (name: string, at: number, status: Status): Check => ({
  type: 'CONTAINER_NOT_FOUND',
  subject: name,
  at,
  status,
  details: { kind: 'none' },
})
