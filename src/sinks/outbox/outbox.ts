import {
  asyncScheduler,
  concat,
  defer,
  EMPTY,
  from,
  ignoreElements,
  merge,
  mergeMap,
  NEVER,
  of,
  repeat,
  ReplaySubject,
  Subject,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { Logs } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import type { Delivery } from '../../model/delivery.ts'
import type { Life } from '../../model/life.ts'
import type { Muted } from '../../model/mute.ts'
import type { Accepted, GivenBack, News, Notification } from '../../model/notification.ts'
import type { QuietPeriod } from '../../model/quiet-range.ts'
import type { Occurrence } from '../../model/occurrence.ts'
import type { ChannelReading } from '../../model/reading.ts'
import type { PeriodCounts } from './count-since.ts'
import { unlessBusy } from './busy.ts'
import { createGate } from './gate.ts'
import { sendWaiting } from './send-waiting.ts'
import { inEnglish } from '../../text/reason-words.ts'
import { storageReason } from './storage-reason.ts'
import type { Address } from './deliveries-table.ts'
import type { Store } from './store.ts'
import { createTokenBucket } from './token-bucket.ts'

export interface Outbox {
  /** Writes down what is so. What cannot be written is said in the log, and seen anew with the next look. */
  readonly keep: (lives: readonly Life[]) => void
  /** Returns whether it is new: one that was written down before is told by what stands there. */
  readonly keepOccurrence: (occurrence: Occurrence) => boolean
  readonly mute: (muted: readonly Muted[]) => void
  /**
   * Writes down what people are told, for every channel and recipient, in one transaction with that they were told. Null
   * where that could not be done: then nobody is told.
   */
  readonly accept: (news: News) => Accepted | null
  /** What was told by messages that nobody gets, while `run` is subscribed to. */
  readonly givenBack$: Observable<GivenBack>
  /** Counts what was told and delivered since a time, in milliseconds since the epoch. */
  readonly countSince: (since: number) => Observable<PeriodCounts>
  /**
   * Sends what is written down until that is settled: for each recipient it is `queued`, then `retrying` as often as an
   * attempt fails, and in the end `sent`, `passed`, `refused` or `dropped`, once.
   *
   * On completion of the notifications: sends what can be sent at once, and leaves the rest for the next start.
   */
  readonly run: (streams: {
    readonly notifications$: Observable<Notification>
    /** In quiet hours what waited from before them and is not urgent waits on. */
    readonly quiet$?: Observable<QuietPeriod | null>
  }) => Observable<Delivery>
  /** How the channels are, while `run` is subscribed to. */
  readonly readings$: Observable<ChannelReading>
}

const hour = 3_600_000
/** Milliseconds between two looks for what another process has written. */
const lookEvery = 5_000
/** Milliseconds between two looks for what was not delivered. */
const fallbackEvery = 2_000

const addressesOf = ({ name, recipients }: Channel): readonly Address[] =>
  recipients.map((recipient) => ({ channel: name, recipient }))

export const createOutbox = ({
  channels,
  store,
  fallbacks = [],
  fallbackAfter = { critical: 60_000, rest: 600_000 },
  limits = { queued: 5_000, retention: 30 * 86_400_000, stale: 600_000 },
  random,
  logs,
}: {
  channels: readonly Channel[]
  store: Store
  /** They tell what the channels did not deliver within `fallbackAfter` milliseconds, or what was refused. */
  fallbacks?: readonly Channel[]
  fallbackAfter?: { readonly critical: number; readonly rest: number }
  /** How many may wait; how long anything is remembered, and after how long it is late, in milliseconds. */
  limits?: { readonly queued: number; readonly retention: number; readonly stale: number }
  /** From 0 up to 1. */
  random: () => number
  logs: Logs
}): Outbox => {
  const readings$ = new Subject<ChannelReading>()
  const givenBack$ = new Subject<GivenBack>()
  const addresses = channels.flatMap(addressesOf)
  const fallbackAddresses = fallbacks.flatMap(addressesOf)
  const known = [...addresses, ...fallbackAddresses]
  // Before anybody asks what was told: what is for nobody any more is due again.
  const forNobody = store.recover(known, asyncScheduler.now())
  if (forNobody > 0)
    logs('outbox').warn(`the recipient is no longer configured: messages that were dropped: ${forNobody}`)
  const now = (): number => asyncScheduler.now()
  const giveBack = (givenBack: GivenBack): void => {
    if (givenBack.tellings.length + givenBack.occurrences.length > 0) givenBack$.next(givenBack)
  }
  /** What is not written down now is due again, or seen again, soon. */
  const attempt = <T>(what: string, action: () => T): T | null => {
    try {
      return action()
    } catch (error) {
      logs('outbox').error(`cannot write down ${what}: ${inEnglish(storageReason(error))}`)
      return null
    }
  }
  /** An end comes once: what could not be written down is with what comes next. */
  const unkept = new Map<number, Life>()
  const keep = (lives: readonly Life[]): void => {
    for (const life of unkept.size === 0 ? [] : lives) unkept.set(life.id, life)
    const all = unkept.size === 0 ? lives : [...unkept.values()]
    const isKept = attempt('what is so', () => {
      store.keep(all)
      return true
    })
    if (isKept === true) unkept.clear()
    else for (const life of lives) unkept.set(life.id, life)
  }
  let wasFull = false
  /** What is on its way cannot be given up for what is new. */
  const hasRoom = (): boolean => {
    const onTheirWay = store.countWaiting() < limits.queued ? 0 : store.countOnTheirWay()
    const isFull = onTheirWay > 0 && onTheirWay + addresses.length > limits.queued
    if (isFull && !wasFull)
      logs('outbox').warn('there is no room while so many are being sent: what is new is due later')
    wasFull = isFull
    return !isFull
  }
  /** Who else gets a part of what was written down, until that is said. */
  const beside: Address[] = []
  const run: Outbox['run'] = ({ notifications$, quiet$ = NEVER }) =>
    defer(() => {
      const wake$ = new Subject<void>()
      const ending$ = new ReplaySubject<void>(1)
      let ending = false
      let quiet: QuietPeriod | null = null
      let quietUntil = -Infinity
      let prunedAt = -Infinity
      const queued = (channel: string): Delivery => ({ channel, at: asyncScheduler.now(), outcome: 'queued' })

      store.recover(known, asyncScheduler.now())
      const left = known.flatMap((address) =>
        Array.from({ length: store.countWaitingFor(address) }, () => queued(address.channel)),
      )

      const prune = (): readonly Delivery[] => {
        const at = asyncScheduler.now()
        if (at - prunedAt < hour && store.countWaiting() <= limits.queued) return []
        const pruned = unlessBusy(() => store.prune({ before: at - limits.retention, queued: limits.queued, at }), null)
        if (pruned === null) return []
        prunedAt = at
        const { dropped, givenBack } = pruned
        if (dropped.length > 0) logs('outbox').warn(`there is no room: messages that were dropped: ${dropped.length}`)
        giveBack(givenBack)
        return dropped.map(({ channel }) => ({ channel, at, outcome: 'dropped', reason: { code: 'tooManyWaited' } }))
      }
      const fallBack = (): readonly Delivery[] => {
        const at = asyncScheduler.now()
        const { critical, rest } = fallbackAfter
        // What quiet hours held is sent by its own channel first.
        const restBefore = quiet === null && at - quietUntil > rest ? at - rest : -Infinity
        const times = { criticalBefore: at - critical, restBefore, refusedAfter: at - hour }
        const count = unlessBusy(() => store.fallBack(fallbackAddresses, times, at), 0)
        if (count > 0) wake$.next()
        return Array.from({ length: count }).flatMap(() => fallbackAddresses.map(({ channel }) => queued(channel)))
      }
      const take = (): Observable<Delivery> => {
        const wake = (): Observable<never> => {
          wake$.next()
          return EMPTY
        }
        const to = [...addresses, ...beside.splice(0)]
        return concat(from([...to.map(({ channel }) => queued(channel)), ...prune()]), defer(wake))
      }
      const loopsOf = (channel: Channel): Observable<Delivery> => {
        const gate = createGate(channel)
        const bucket = createTokenBucket(channel.pace, random)
        const watch$ = gate.readings$.pipe(
          tap((reading) => readings$.next(reading)),
          ignoreElements(),
          takeUntil(ending$),
        )
        const loops = channel.recipients.map((recipient, index, { length }) =>
          sendWaiting({
            channel,
            recipient,
            to: length === 1 ? '' : ` (recipient ${index + 1} of ${length})`,
            store,
            staleAfter: limits.stale,
            isLast: fallbacks.length === 0 || fallbacks.includes(channel),
            giveBack,
            quiet: () => quiet,
            gate,
            bucket,
            wake$,
            ending$,
            isEnding: () => ending,
            random,
            log: logs(channel.name),
          }),
        )
        return merge(watch$, ...loops)
      }

      return merge(
        from(left),
        notifications$.pipe(
          mergeMap(take),
          tap({
            complete: () => {
              ending = true
              ending$.next()
            },
          }),
        ),
        quiet$.pipe(
          tap((now) => {
            if (now === null && quiet !== null) quietUntil = asyncScheduler.now()
            quiet = now
            wake$.next()
          }),
          ignoreElements(),
          takeUntil(ending$),
        ),
        ...[...channels, ...fallbacks].map(loopsOf),
        // What the commands beside the agent have made wait again.
        timer(lookEvery).pipe(
          repeat(),
          tap(() => {
            if (store.isChanged()) wake$.next()
          }),
          ignoreElements(),
          takeUntil(ending$),
        ),
        fallbacks.length === 0
          ? EMPTY
          : timer(fallbackEvery).pipe(
              repeat(),
              mergeMap(() => fallBack()),
              takeUntil(ending$),
            ),
      )
    })
  return {
    keep,
    keepOccurrence: (occurrence) => attempt('what happened', () => store.keepOccurrence(occurrence)) ?? true,
    mute: (muted) => {
      if (muted.length > 0) attempt('what is muted', () => store.mute(muted))
    },
    accept: (news) => {
      if (unkept.size > 0) keep([])
      if (!hasRoom()) return null
      const accepted = attempt('a message', () => store.accept(news, addresses, now()))
      if (accepted !== null) beside.push(...accepted.beside)
      return accepted
    },
    givenBack$,
    countSince: (since) => defer(() => of(store.countSince(since))),
    run,
    readings$,
  }
}
