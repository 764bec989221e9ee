import { concatMap, connect, EMPTY, map, merge, mergeMap, NEVER, of, Subject, tap } from 'rxjs'
import type { Acknowledgement } from '../../src/model/acknowledgement.ts'
import type { Check } from '../../src/model/check.ts'
import { noEvidence } from '../../src/model/life.ts'
import { noMemory } from '../../src/model/memory.ts'
import type { Accepted, GivenBack, Notification } from '../../src/model/notification.ts'
import type { Occurrence } from '../../src/model/occurrence.ts'
import type { QuietPeriod } from '../../src/model/quiet-range.ts'
import type { Silence } from '../../src/model/silence.ts'
import { openInMemory } from '../../src/sinks/outbox/database.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { alertLifecycle } from '../../src/streams/lives/alert-lifecycle.ts'
import { flapping } from '../../src/streams/lives/flapping.ts'
import { inArrays } from '../../src/streams/lives/in-arrays.ts'
import { notify, type NotifyOptions } from '../../src/streams/notify/notify.ts'
import { defaultBudget } from '../../src/streams/notify/recent-messages.ts'
import { inWords } from './live.ts'
import { day, minute, sampleHostId, second } from './samples.ts'
import { record } from './virtual-time.ts'

/** The agent's own figures, in milliseconds. */
export const figures = {
  window: 30 * minute,
  unstableFor: 15 * minute,
  reminders: { interval: 30 * minute, longest: day },
  budget: defaultBudget,
} as const

/** What was judged at one look, and when: milliseconds. */
export type Looks = readonly (readonly [number, readonly Pick<Check, 'type' | 'subject' | 'status'>[]])[]

type Timed<T> = readonly (readonly [number, T])[]

export interface Given extends Partial<Pick<NotifyOptions, 'reminders' | 'budget' | 'mutes'>> {
  readonly occurrences?: Timed<Occurrence>
  readonly silences?: Timed<readonly Silence[]>
  readonly acknowledgements?: Timed<readonly Acknowledgement[]>
  readonly quiet?: Timed<QuietPeriod | null>
  /** What is told by messages that nobody gets, after all. */
  readonly givenBack?: Timed<GivenBack>
  /** Whether a message can be written down at a time. */
  readonly isWritable?: (at: number) => boolean
  readonly until?: number
}

/** From what was judged, which has held already, to what people are told: as in `100: firing CPU_CRITICAL host`, in seconds. */
export const tell = (looks: Looks, given: Given = {}): readonly string[] => {
  const store = createStore(openInMemory())
  const accepted$ = new Subject<Accepted>()
  const { isWritable = () => true } = given
  let count = 0
  const placed = looks.map(
    ([at, checks]) => [at, checks.map((check): Check => ({ at, details: { kind: 'none' }, ...check }))] as const,
  )
  const until = given.until ?? (looks.at(-1)?.[0] ?? 0) + minute
  return record<Notification>(
    (play) =>
      play(placed).pipe(
        tap(() => (count += 1)),
        connect((looks$) =>
          looks$.pipe(
            mergeMap((checks) => checks),
            map((check) => ({ ...check, since: check.at })),
            alertLifecycle({ host: sampleHostId, nextId: nextIds(), looks: () => count }),
            flapping({ ...figures, memory: noMemory }),
            map((life) => ({ ...life, evidence: noEvidence })),
            inArrays(looks$),
          ),
        ),
        tap(store.keep),
        notify({
          ...figures,
          ...given,
          accepted$: merge(accepted$, play(given.givenBack ?? [])),
          occurrences$: play(given.occurrences ?? []).pipe(tap(store.keepOccurrence)),
          silences$: play(given.silences ?? []),
          acknowledgements$: play(given.acknowledgements ?? []),
          quiet$: play(given.quiet ?? []),
          isStarting$: NEVER,
        }),
        concatMap(({ notification, muted }) => {
          store.mute(muted)
          if (notification === null || !isWritable(notification.at)) return EMPTY
          const accepted = store.accept(notification, [], notification.at)
          accepted$.next(accepted)
          return of(accepted.notification)
        }),
      ),
    until,
  ).map(([time, notification]) =>
    typeof notification === 'string' ? notification : `${time / second}: ${inWords(notification)}`,
  )
}

const nextIds = (): (() => number) => {
  let last = 0
  return () => (last += 1)
}
