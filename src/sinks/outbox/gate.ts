import {
  asyncScheduler,
  BehaviorSubject,
  exhaustMap,
  filter,
  map,
  merge,
  Subject,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { Channel } from '../../model/channel.ts'
import type { ChannelReading } from '../../model/reading.ts'
import { retryPolicy } from '../retry-policy.ts'

/** Whether a channel takes messages at all: closed by an answer that says so, opened when a look says otherwise. */
export interface Gate {
  readonly isOpen: () => boolean
  /** Emits once when it is open, and completes. */
  readonly opened$: Observable<unknown>
  readonly close: (refusal: Refusal) => void
  /** What became of each look, and each closing. While subscribed to, it looks every 30 s; at a refused key every 5 min. */
  readonly readings$: Observable<ChannelReading>
}

interface Refusal {
  readonly cause: 'key' | 'closed'
  readonly reason: string
}

export const createGate = (channel: Channel): Gate => {
  const refusal$ = new BehaviorSubject<Refusal | null>(null)
  const closings$ = new Subject<ChannelReading>()
  const reading = (state: ChannelReading['state'], reason: string | null): ChannelReading => ({
    kind: 'channel',
    at: asyncScheduler.now(),
    name: channel.name,
    state,
    reason,
  })
  const looks$ = refusal$.pipe(
    map((refusal) => retryPolicy[refusal?.cause ?? 'closed'].every),
    switchMap((every) => timer(every, every)),
    exhaustMap(() => channel.test()),
    tap(({ result }) => {
      if (result.ok && refusal$.value !== null) refusal$.next(null)
    }),
    map(({ result }) =>
      result.ok ? reading('open', null) : reading(refusal$.value?.cause === 'key' ? 'refused' : 'down', result.reason),
    ),
  )
  return {
    isOpen: () => refusal$.value === null,
    opened$: refusal$.pipe(
      filter((refusal) => refusal === null),
      take(1),
    ),
    close: (refusal) => {
      refusal$.next(refusal)
      closings$.next(reading(refusal.cause === 'key' ? 'refused' : 'down', refusal.reason))
    },
    readings$: merge(closings$, looks$),
  }
}
