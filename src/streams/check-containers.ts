import { defer, map, type OperatorFunction } from 'rxjs'
import type { Check, Ending, Status } from '../model/check.ts'
import type { Container, Reading } from '../model/reading.ts'
import { concatArrays } from './concat-arrays.ts'
import { endingOf } from './ending-of.ts'
import { isNamed, isWatched, missingNames, type WatchRules } from './is-watched.ts'

/**
 * Judges each container that is watched: whether it runs, whether it is well, whether it is there.
 *
 * ```
 * names = db
 * readings:         a----b----c   a: db up, b: db exited with 1, c: no db
 * checkContainers:  o----r----n   o: all ok, r: not running, n: not found
 * ```
 *
 * A container that ended by itself with a code is critical. One that ended on purpose, ended with 0, is paused or was
 * never started is critical only where it was asked for by name. An end that nobody saw counts for a named container, or for
 * one that ran when it was last seen and has a code. One that is down and not missed is `removed`, as if it were not there. Health `starting` is `unknown`.
 *
 * @param watch  names or globs
 *
 * An engine that cannot be seen makes everything known of its containers `unknown`. A container that is no longer
 * there is `removed`. On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkContainers({ all: true, names: ['db'], ignore: [] }))
 */
export const checkContainers =
  (watch: WatchRules): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      let known = new Map<string, Known>()
      return readings$.pipe(
        map((reading) => {
          const { at } = reading
          if (reading.kind === 'unavailable' && reading.source === 'containers')
            return [
              ...[...known.keys()].flatMap((name) => both(name, at, 'unknown')),
              ...watch.names.map((name) => notFound(name, at, 'unknown')),
            ]
          if (reading.kind !== 'containers') return []
          const watched = reading.containers.filter((container) => isWatched(container, watch))
          const names = watched.map(({ name }) => name)
          const checks = [
            ...watched.flatMap((container) => judge(container, at, known.get(container.name), watch)),
            ...[...known.keys()].filter((name) => !names.includes(name)).flatMap((name) => both(name, at, 'removed')),
            ...presence(reading.containers, at, watch),
          ]
          known = new Map(watched.map((container) => [container.name, remember(container, known.get(container.name))]))
          return checks
        }),
        concatArrays(),
      )
    })

interface Known {
  readonly container: Container
  /** Whether this very container has ever been seen running. */
  readonly ran: boolean
}

const remember = (container: Container, known: Known | undefined): Known => ({
  container,
  ran: container.state === 'running' || hasRun(container, known),
})

const hasRun = ({ id }: Container, known: Known | undefined): boolean => known?.container.id === id && known.ran

const judge = (container: Container, at: number, known: Known | undefined, watch: WatchRules): readonly Check[] => {
  const { name } = container
  const ending = endingOf(container)
  const details = { kind: 'container', container, ending } as const
  const trouble = ending !== null && isTrouble(ending, container, hasRun(container, known), isNamed(container, watch))
  const running: Status = ending === null ? 'ok' : trouble ? 'critical' : 'removed'
  return [
    { type: 'CONTAINER_NOT_RUNNING', subject: name, at, status: running, details },
    { type: 'CONTAINER_UNHEALTHY', subject: name, at, status: healthStatus(container), details },
  ]
}

const isTrouble = (ending: Ending, { end }: Container, ran: boolean, named: boolean): boolean =>
  named || ending === 'crashed' || (ending === 'unwitnessed' && ran && end?.exitCode !== 0)

const healthStatus = ({ state, health }: Container): Status => {
  if (state !== 'running') return 'removed'
  if (health === 'starting') return 'unknown'
  return health === 'unhealthy' ? 'critical' : 'ok'
}

const both = (name: string, at: number, status: 'unknown' | 'removed'): readonly Check[] =>
  ['CONTAINER_NOT_RUNNING', 'CONTAINER_UNHEALTHY'].map((type) => ({
    type,
    subject: name,
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
