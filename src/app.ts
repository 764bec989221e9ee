import {
  connect,
  defer,
  filter,
  finalize,
  map,
  merge,
  mergeMap,
  of,
  share,
  shareReplay,
  Subject,
  takeUntil,
  tap,
} from 'rxjs'
import type { Observable } from 'rxjs'
import { answering } from './control/answering.ts'
import { changesSilences, obey } from './control/obey.ts'
import type { Delivery } from './model/delivery.ts'
import type { Accepted, GivenBack, News, Notification } from './model/notification.ts'
import type { Reading } from './model/reading.ts'
import type { Parts, Streams } from './parts.ts'
import { lastHeartbeat } from './state/last-heartbeat.ts'
import { createMuted } from './state/muted.ts'
import { createOverview } from './state/overview.ts'
import { noticeOccurrences } from './streams/checks/notice-occurrences.ts'
import { oneContainerPerSubject } from './streams/checks/one-container-per-subject.ts'
import { judge } from './streams/judge.ts'
import { perHost } from './streams/lib/per-host.ts'
import { patienceOf } from './streams/lives/patience.ts'
import { rarestReminder } from './streams/notify/cooldown.ts'
import { notify } from './streams/notify/notify.ts'
import { quietHoursOf } from './streams/notify/quiet-hours.ts'
import { quietTimes, reportFirst } from './streams/notify/quiet-times.ts'
import { defaultBudget } from './streams/notify/recent-messages.ts'
import { startAndReports } from './streams/notify/start-and-reports.ts'
import { untilTheyEnd } from './streams/notify/until-they-end.ts'
import { whileTheyHold } from './streams/notify/while-they-hold.ts'
import { supervisedExtensions, supervisedRequests, supervisedSink, supervisedSource } from './supervision.ts'

type Seen = Pick<Streams, 'readings$' | 'lives$' | 'occurrences$'>

/** The whole agent: what is seen is judged, what is so is compared with what was told, and what is due is delivered. */
export const createApp = (parts: Parts): Observable<Delivery> =>
  defer(() => {
    const { config, host, outbox } = parts
    const deliveries$ = new Subject<Delivery>()
    return merge(...parts.sources.map(supervisedSource(parts))).pipe(
      map((reading): Reading => ({ host, ...reading })), // a source may look at another host, and says so
      perHost(() => oneContainerPerSubject(config)), // what speaks for each place, under the name that people know
      connect((readings$) => {
        const extensions = supervisedExtensions(parts)
        const occurrences$ = readings$.pipe(
          noticeOccurrences({ ...config, memory: parts.memory }),
          filter(outbox.keepOccurrence),
          share(),
        )
        return readings$.pipe(
          judge({ ...parts, patience: patienceOf(config), extensions, deliveries$ }), // what is so
          tap(outbox.keep),
          connect((lives$) => tell(parts, { readings$, lives$, occurrences$ }, deliveries$)),
        )
      }),
      tap((delivery) => deliveries$.next(delivery)),
    )
  })

/** From what is so to what became of what people are told. */
const tell = (parts: Parts, seen: Seen, deliveries$: Observable<Delivery>): Observable<Delivery> => {
  const { config, host, memory, outbox, stop$ } = parts
  const accepted$ = new Subject<Accepted | GivenBack>()
  const tellings$ = accepted$.pipe(map(({ tellings }) => tellings))

  // What the owner orders is written down, and then so.
  const obeyed$ = supervisedRequests(parts).pipe(obey(parts.silences, parts.logs('commands')), share())
  const silences$ = merge(parts.silences$, obeyed$.pipe(changesSilences(parts.silences))).pipe(
    whileTheyHold(config.timeZone),
    shareReplay({ bufferSize: 1, refCount: true }),
  )
  const acknowledgements$ = parts.acknowledgements$.pipe(untilTheyEnd())

  const quietAt = quietHoursOf({ ranges: config.quietHours, timeZone: config.timeZone })
  const quiet$ = quietTimes(quietAt).pipe(shareReplay({ bufferSize: 1, refCount: true }))
  const wakesNobody = config.channels.every((channel) => channel === 'console')
  const sleep$ = wakesNobody ? of(null) : quiet$

  const overview$ = createOverview({ ...seen, host, memory, tellings$, silences$, deliveries$ })
  const { news$, isStarting$ } = startAndReports({
    ...parts,
    ...config,
    overview$,
    quiet$: sleep$,
    quietAt,
    heartbeats: config.heartbeat !== null,
    reportedAt: memory.reportedAt,
    startedAt: memory.at,
    countSince: outbox.countSince,
  })
  const subscriptions = [overview$.subscribe(), outbox.givenBack$.subscribe(accepted$)]

  return seen.lives$.pipe(
    // What is so ≠ what was told, unless something mutes it.
    notify({
      ...seen,
      memory,
      accepted$,
      silences$,
      acknowledgements$,
      quiet$: quiet$.pipe(reportFirst()),
      isStarting$,
      budget: defaultBudget,
      reminders: { interval: config.alertCooldown, longest: rarestReminder },
    }),
    tap(({ muted }) => outbox.mute(muted)),
    connect((decisions$) => {
      const alerts$ = decisions$.pipe(
        map(({ notification }) => notification),
        filter((notification) => notification !== null),
      )
      const muted$ = createMuted({ decisions$, tellings$ })
      const heartbeat$ = lastHeartbeat(deliveries$)
      const tests$ = merge(...parts.tests.map(({ result$ }) => result$)).pipe(takeUntil(stop$))
      return merge(
        obeyed$.pipe(answering({ ...parts, quietAt, overview$, muted$, heartbeat$ })),
        merge(alerts$, news$.pipe(takeUntil(stop$))).pipe(
          mergeMap(writtenDown(outbox, accepted$)),
          connect((notifications$) => {
            const streams: Streams = { ...seen, decisions$, notifications$, tests$, quiet$: sleep$ }
            return merge(...parts.sinks.map(supervisedSink(parts, streams))) // WhatsApp and the others, heartbeat, journal
          }),
        ),
      )
    }),
    finalize(() => subscriptions.forEach((subscription) => subscription.unsubscribe())),
  )
}

/** What could not be written down was not told, and is still due; of what was, the whole graph hears before it leaves. */
const writtenDown =
  (outbox: Parts['outbox'], accepted$: Subject<Accepted | GivenBack>) =>
  (news: News): readonly Notification[] => {
    const accepted = outbox.accept(news)
    if (accepted === null) return []
    accepted$.next(accepted)
    return [accepted.notification]
  }
