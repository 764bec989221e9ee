import { connect, merge, type OperatorFunction } from 'rxjs'
import { ageOf, type Memory } from '../../model/memory.ts'
import type { Occurrence } from '../../model/occurrence.ts'
import type { Reading } from '../../model/reading.ts'
import { perHost } from '../lib/per-host.ts'
import type { WatchRules } from './is-watched.ts'
import { noticeIncidents } from './notice-incidents.ts'
import { noticeOutOfMemory } from './notice-out-of-memory.ts'

/** A container that ends within this, in milliseconds, ended since a child of it was killed for memory. */
const childSettles = 2_000
/** Kills for memory within half an hour are one thing that happened. */
const killsAreOne = 1_800_000

/**
 * What happened and is over: a child of a container that was killed for memory, a restart of the host, an outbox that was
 * replaced.
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(noticeOccurrences({ watch, memory }))
 */
export const noticeOccurrences = ({
  watch,
  memory,
}: {
  readonly watch: WatchRules
  readonly memory: Memory
}): OperatorFunction<Reading, Occurrence> =>
  connect((readings$) => {
    const outOfMemory = (host: string): OperatorFunction<Reading, Occurrence> =>
      noticeOutOfMemory({ watch, settles: childSettles, atMostEvery: killsAreOne, before: lately(memory, host) })
    return merge(readings$.pipe(perHost(outOfMemory)), readings$.pipe(noticeIncidents()))
  })

/** What happened on a host before the start, and how long ago. */
const lately = ({ happenedLately, ...memory }: Memory, host: string) =>
  happenedLately
    .filter((occurrence) => occurrence.host === host)
    .map((occurrence) => ({ occurrence, age: ageOf(memory, occurrence.at) }))
