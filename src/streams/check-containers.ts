import { defer, type OperatorFunction } from 'rxjs'
import type { Check, Ending, Status } from '../model/check.ts'
import { checksOf, noMemory, type Memory, type ToldLife } from '../model/memory.ts'
import type { Container, Reading } from '../model/reading.ts'
import { concatMapArrays } from './concat-map-arrays.ts'
import { endingOf } from './ending-of.ts'
import { isOutOfMemory } from './is-out-of-memory.ts'
import { isNamed, isWatched, missingNames, type WatchRules } from './is-watched.ts'

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
 * never started is critical only where it was asked for by name. An end that nobody saw counts for a named container, or for
 * one that ran when it was last seen and has a code. One that is down and not missed is `removed`, as if it were not there. Health `starting` is `unknown`. Nothing is said of the memory of one that never ran out of it.
 *
 * @param watch   names or globs
 * @param memory  what was told before a restart, and which containers ran
 *
 * An engine that cannot be seen makes everything known of its containers `unknown`. A container that is no longer
 * there is `removed`. On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkContainers({ all: true, names: ['db'], ignore: [] }))
 */
export const checkContainers =
  (watch: WatchRules, memory: Memory = noMemory): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      let known: ReadonlyMap<string, Known> = knownBefore(memory.lives)
      const remember = createRemember(memory)
      return readings$.pipe(
        concatMapArrays((reading) => {
          const { at } = reading
          if (reading.kind === 'unavailable' && reading.source === 'containers')
            return [
              ...[...known].flatMap((one) => all(one, at, 'unknown')),
              ...watch.names.map((name) => notFound(name, at, 'unknown')),
            ]
          if (reading.kind !== 'containers') return []
          const watched = reading.containers.filter((container) => isWatched(container, watch))
          const before = known
          known = new Map(watched.map((container) => [container.name, remember(container, before.get(container.name))]))
          return [
            ...watched.flatMap((container) =>
              judge(container, at, known.get(container.name) ?? remember(container, undefined), watch),
            ),
            ...[...before].filter(([name]) => !known.has(name)).flatMap((one) => all(one, at, 'removed')),
            ...presence(reading.containers, at, watch),
          ]
        }),
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

const createRemember = ({ lives, ran: ranBefore }: Memory) => {
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

const endsOf = (lives: readonly ToldLife[]) =>
  checksOf(lives).flatMap(({ details }) => {
    if (details.kind !== 'container' || details.ending === null || details.container.end === null) return []
    const { ending, container } = details
    return [{ id: container.id, ending, at: details.container.end.at }]
  })

const knownBefore = (lives: readonly ToldLife[]): ReadonlyMap<string, Known> =>
  new Map(
    checksOf(lives).flatMap(({ subject, details }) => {
      if (details.kind !== 'container') return []
      const { container, ending } = details
      const outOfMemory = lives.some(({ alert }) => alert.type === 'CONTAINER_OOM' && alert.subject === subject)
      return [[subject, { id: container.id, ending, ran: true, outOfMemory }]]
    }),
  )

const judge = (container: Container, at: number, known: Known, watch: WatchRules): readonly Check[] => {
  const { name: subject } = container
  const { ending, ran, outOfMemory } = known
  const details = { kind: 'container', container, ending } as const
  const named = isNamed(container, watch)
  const trouble = ending !== null && isTrouble(ending, container, ran, named)
  const running: Status = ending === null ? 'ok' : trouble ? 'critical' : 'removed'
  const memory: Status =
    ending === null
      ? 'ok'
      : isOutOfMemory(container, ending) && (named || ran || ending !== 'unwitnessed')
        ? 'critical'
        : 'removed'
  // The cause comes before what follows from it.
  return [
    ...(outOfMemory ? [{ type: 'CONTAINER_OOM', subject, at, status: memory, details }] : []),
    { type: 'CONTAINER_NOT_RUNNING', subject, at, status: running, details },
    { type: 'CONTAINER_UNHEALTHY', subject, at, status: healthStatus(container), details },
  ]
}

const isTrouble = (ending: Ending, { end }: Container, ran: boolean, named: boolean): boolean =>
  named || ending === 'crashed' || (ending === 'unwitnessed' && ran && end?.exitCode !== 0)

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
