import {
  catchError,
  concat,
  defer,
  exhaustMap,
  from,
  map,
  mergeMap,
  of,
  reduce,
  timeout,
  timer,
  type Observable,
} from 'rxjs'
import type { Container } from '../../../model/reading.ts'
import type { Engine } from '../engine.ts'
import { findCgroup, type CgroupLocation } from './cgroup-location.ts'
import { readCgroupSample } from './cgroup-sample.ts'
import { usageBetween, type UsageSample } from './usage-sample.ts'

/** A container by its id, and the process that it is. */
export interface RunningContainer {
  readonly id: string
  readonly pid: number
}

export type Usages = ReadonlyMap<string, Container['usage']>

interface Options {
  readonly engine: Pick<Engine, 'usage'>
  /** Milliseconds between two samples. */
  readonly interval: number
  /** Where the host's `/` is mounted. */
  readonly hostRoot: string
  /** The containers to look at, as they are at that time. */
  readonly running: () => readonly RunningContainer[]
}

const firstSampleAfter = 500
const firstUsageAfter = 1_000

/** How many are asked of the engine at a time. */
const atATime = 4

/**
 * What each running container uses: first over half a second, then over every `interval`. From the files of its
 * control group, or from the engine where they cannot be seen. Never errors: what cannot be told is null.
 */
export const containerUsages = ({ engine, interval, hostRoot, running }: Options): Observable<Usages> =>
  defer(() => {
    let watched: ReadonlyMap<string, Watched> = new Map()

    const sample = ({ id, cgroup }: Watched): Observable<UsageSample | null> =>
      cgroup === null
        ? engine.usage(id).pipe(
            timeout(interval),
            catchError(() => of(null)),
          )
        : of(readCgroupSample(hostRoot, cgroup))

    const sweep = (): Observable<Usages> =>
      from(running()).pipe(
        map(({ id, pid }) => {
          const known = watched.get(id)
          return known?.pid === pid
            ? known
            : { id, pid, cgroup: findCgroup(hostRoot, pid, id), last: null, usage: null }
        }),
        mergeMap((container) => sample(container).pipe(map((now) => ({ container, now }))), atATime),
        reduce(
          (next, { container, now }) => next.set(container.id, withSample(container, now)),
          new Map<string, Watched>(),
        ),
        map((next) => {
          watched = next
          return new Map(ofNow(next).map(({ id, usage }) => [id, usage]))
        }),
      )

    /** What was asked of one that was started anew meanwhile says nothing of how it is now. */
    const ofNow = (asked: ReadonlyMap<string, Watched>): readonly Watched[] =>
      running().flatMap(({ id, pid }) => {
        const one = asked.get(id)
        return one?.pid === pid ? [one] : []
      })

    return concat(timer(firstSampleAfter), timer(firstUsageAfter - firstSampleAfter, interval)).pipe(exhaustMap(sweep))
  })

interface Watched extends RunningContainer {
  readonly cgroup: CgroupLocation | null
  readonly last: UsageSample | null
  readonly usage: Container['usage']
}

const withSample = (container: Watched, sample: UsageSample | null): Watched => ({
  ...container,
  last: sample,
  usage: container.last && sample ? usageBetween(container.last, sample) : null,
})
