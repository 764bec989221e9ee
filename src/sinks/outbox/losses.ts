import { concatMap, defaultIfEmpty, filter, forkJoin, from, map, mergeMap, take, timer, type Observable } from 'rxjs'
import type { Afterwards } from '../../model/channel.ts'

/** Milliseconds, each after the one before: by then the other side mostly knows. */
const waits = [5_000, 25_000, 90_000]

/** What was accepted and lost after all. */
export interface Losses {
  /** One text of a message was accepted. */
  readonly accepted: (id: number, messageId: string) => void
  /** Whether one of its texts was lost, and how many there were; where nobody knows it after two minutes it was not. */
  readonly watch: (
    id: number,
    afterwards: Afterwards,
  ) => Observable<{ readonly isLost: boolean; readonly texts: number }>
  /** Something was lost. Returns whether none of these was lost before. */
  readonly note: (ids: readonly number[]) => boolean
  /** Something was not lost. */
  readonly taken: () => void
  /** Whether what was accepted last was lost: that something is accepted says nothing. */
  readonly isSuspect: () => boolean
}

export const createLosses = (): Losses => {
  const accepted = new Map<number, readonly string[]>()
  const lost = new Set<number>()
  let isSuspect = false
  return {
    accepted: (id, messageId) => void accepted.set(id, [...(accepted.get(id) ?? []), messageId]),
    watch: (id, afterwards) => {
      const messageIds = accepted.get(id) ?? []
      accepted.delete(id)
      return forkJoin(messageIds.map((one) => watchOne(one, afterwards))).pipe(
        map((found) => ({ isLost: found.includes(true), texts: found.length })),
      )
    },
    note: (ids) => {
      isSuspect = true
      const isFirst = !ids.some((id) => lost.has(id))
      for (const id of ids) lost.add(id)
      return isFirst
    },
    taken: () => {
      isSuspect = false
    },
    isSuspect: () => isSuspect,
  }
}

const watchOne = (messageId: string, { isLost }: Afterwards): Observable<boolean> =>
  from(waits).pipe(
    concatMap((wait) => timer(wait).pipe(mergeMap(() => isLost(messageId).pipe(take(1))))),
    filter((lost) => lost !== null),
    take(1),
    defaultIfEmpty(false),
  )
