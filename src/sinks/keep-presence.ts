import {
  asyncScheduler,
  auditTime,
  defer,
  distinctUntilChanged,
  endWith,
  filter,
  finalize,
  ignoreElements,
  map,
  merge,
  repeat,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { Reading } from '../model/reading.ts'

/** The agent is here at a time, in milliseconds since the epoch; ids of the containers that run, null until they were seen. */
export type NotePresence = (at: number, running: readonly string[] | null) => void

/** Milliseconds. */
const every = 60_000
/** A deploy starts and ends many containers within a second, in milliseconds. */
const settles = 1_000

/**
 * Notes that the agent is here and which containers run: every minute, a second after those change, and at the end. So
 * the next one knows how long nobody watched and what ran until then.
 *
 * Emits nothing. On error: passes it on.
 */
export const keepPresence =
  (note: NotePresence) =>
  ({ readings$ }: { readonly readings$: Observable<Reading> }): Observable<never> =>
    defer(() => {
      let running: readonly string[] | null = null
      const write = (): void => note(asyncScheduler.now(), running)
      const changes$ = readings$.pipe(
        filter((reading) => reading.kind === 'containers'),
        map(({ containers }) => containers.filter(({ state }) => state === 'running').map(({ id }) => id)),
        distinctUntilChanged((one, other) => one.length === other.length && one.every((id, at) => id === other[at])),
        tap((ids) => {
          running = ids
        }),
        auditTime(settles),
      )
      return merge(
        changes$,
        timer(every).pipe(repeat(), takeUntil(readings$.pipe(ignoreElements(), endWith(null)))),
      ).pipe(tap(write), ignoreElements(), finalize(write))
    })
