import { state, type DefaultedStateObservable } from '@rx-state/core'
import { map, merge, scan, type Observable } from 'rxjs'
import type { Muted } from '../model/mute.ts'
import type { Telling } from '../model/told.ts'

type AllMuted = ReadonlyMap<string, Muted>

/** What is due and not told now, by key: a read model, as the overview is one. */
export const createMuted = ({
  decisions$,
  tellings$,
}: {
  decisions$: Observable<{ readonly muted: readonly Muted[]; readonly unmuted: readonly string[] }>
  tellings$: Observable<readonly Telling[]>
}): DefaultedStateObservable<AllMuted> =>
  state(
    merge(
      decisions$,
      // What a report tells is not due any more either.
      tellings$.pipe(map((tellings) => ({ muted: [], unmuted: tellings.map(({ fingerprint }) => fingerprint) }))),
    ).pipe(
      scan((known: AllMuted, { muted, unmuted }): AllMuted => {
        const now = new Map(known)
        for (const key of unmuted) now.delete(key)
        for (const one of muted) now.set(one.key, one)
        return now
      }, none),
    ),
    none,
  )

const none: AllMuted = new Map()
