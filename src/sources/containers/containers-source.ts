import {
  asyncScheduler,
  catchError,
  defaultIfEmpty,
  defer,
  filter,
  ignoreElements,
  map,
  merge,
  of,
  skipWhile,
} from 'rxjs'
import { Subject, switchMap, tap, throwError, timeout, TimeoutError, type Observable } from 'rxjs'
import type { Log } from '../../log.ts'
import type { Container, ContainersReading } from '../../model/reading.ts'
import { poll } from '../poll.ts'
import type { ContainerEvent } from './container-event.ts'
import type { Engine } from './engine.ts'
import { EngineError } from './failure-reason.ts'
import { nothingInspected, nothingKnown, type Change, type Knowledge } from './known.ts'
import { learn } from './learn.ts'
import { queueOnce } from './queue-once.ts'
import { stoppedWithEngine } from './stopped-with-engine.ts'
import { toInspect } from './to-inspect.ts'
import { containerUsages, type RunningContainer } from './usage/container-usages.ts'

export interface ContainersSourceOptions {
  readonly engine: Engine
  /** Milliseconds between two listings, and the longest that one may take. */
  readonly interval: number
  /** Where the host's `/` is mounted. */
  readonly hostRoot: string
  readonly log: Log
}

/** Milliseconds that a busy engine may take for its least answer. */
const shortestPatience = 1_000

/** How many inspections are under way at a time. */
const concurrentInspections = 4

/**
 * Reads all containers of an engine: after every event, after the listing that corrects the picture every
 * `interval`, and when an inspection or a measurement brought news.
 *
 * It errors when the engine cannot be seen, with a reason. Create it once and subscribe anew after an error:
 * what it saw of the containers' ends is remembered.
 */
export const createContainersSource = (options: ContainersSourceOptions): Observable<ContainersReading> => {
  const { engine, interval, hostRoot, log } = options
  let knowledge = nothingKnown

  const read = (events$: Observable<ContainerEvent>): Observable<ContainersReading> => {
    const inspections$ = new Subject<string>()
    let spoken: readonly Container[] = []
    return merge(
      events$.pipe(map((event): Change => ({ kind: 'event', event }))),
      inspections$.pipe(queueOnce(concurrentInspections, inspect)),
      containerUsages({ engine, interval, hostRoot, running }).pipe(
        map((usages): Change => ({ kind: 'usage', usages })),
      ),
      poll({ interval, read: list }),
      // One that hangs is silent: asked this often, it is noticed within one interval.
      poll({ interval: Math.max(interval / 3, shortestPatience), read: engine.ping }).pipe(ignoreElements()),
    ).pipe(
      tap((change) => {
        const before = knowledge
        knowledge = learn(before, change)
        for (const id of toInspect(before, change, knowledge)) inspections$.next(id)
      }),
      map((change) => ({ change, containers: spokenOf(knowledge) })),
      // Before its first listing, a connection knows too little, or what was true before an outage.
      skipWhile(({ change }) => change.kind !== 'listing'),
      filter(({ change, containers }) => isNews(change) ?? isOther(containers, spoken)),
      map(({ containers }) => {
        spoken = containers
        return { kind: 'containers', at: asyncScheduler.now(), containers }
      }),
    )
  }

  const list = (): Observable<Change> => {
    const asOf = knowledge.heard
    return engine.list().pipe(map((listed) => ({ kind: 'listing', asOf, at: asyncScheduler.now(), listed })))
  }

  const inspect = (id: string): Observable<Change> => {
    const asOf = knowledge.heard
    return engine.inspect(id).pipe(
      timeout(interval),
      map((details): Change => ({ kind: 'details', asOf, details })),
      // What is wrong with the engine, the next listing tells.
      catchError(() => of<Change>({ kind: 'not-inspected', id })),
      defaultIfEmpty<Change, Change>({ kind: 'not-inspected', id }),
    )
  }

  const running = (): readonly RunningContainer[] =>
    [...knowledge.containers.values()].flatMap(({ container: { id, state }, pid }) =>
      state === 'running' && pid !== null ? [{ id, pid }] : [],
    )

  return defer(() => {
    knowledge = nothingInspected(knowledge)
    return engine.events()
  }).pipe(
    timeout(interval),
    tap(() => log.info('connected')),
    switchMap(read),
    catchError((error: unknown) => {
      knowledge = stoppedWithEngine(knowledge, asyncScheduler.now())
      return throwError(() => toEngineError(error, options))
    }),
  )
}

/** Of what ended before it was looked at for the first time nobody knows yet whether it was anybody's service. */
const spokenOf = ({ containers }: Knowledge): readonly Container[] =>
  [...containers.values()].flatMap(({ container, isNew }) => (isNew && container.end !== null ? [] : [container]))

/** Whether a change is always told of; undefined: only if it made a difference. */
const isNews = (change: Change): boolean | undefined => {
  if (change.kind === 'listing') return true
  if (change.kind !== 'event') return undefined
  if (change.event.action === 'update') return false
  // What the failed probe printed comes with the inspection, milliseconds later.
  return change.event.action !== 'health_status' || change.event.health !== 'unhealthy'
}

const isOther = (containers: readonly Container[], spoken: readonly Container[]): boolean =>
  containers.length !== spoken.length || containers.some((container, index) => container !== spoken[index])

const toEngineError = (error: unknown, { interval, log }: ContainersSourceOptions): EngineError => {
  if (error instanceof EngineError) return error
  if (error instanceof TimeoutError) return new EngineError({ code: 'noAnswer', seconds: interval / 1_000 })
  log.error(error instanceof Error ? error.message : 'unknown error')
  return new EngineError({ code: 'engineNotUnderstood' })
}
