import { asyncScheduler, connect, EMPTY, finalize, map, merge, mergeWith, Subject, takeUntil, tap } from 'rxjs'
import type { MonoTypeOperatorFunction, Observable } from 'rxjs'
import type { Backoff } from './backoff.ts'
import type { Config } from './config.ts'
import type { Extension, ExtensionContext } from './extensions/extension.ts'
import { runExtension } from './extensions/run-extension.ts'
import type { Logs } from './log.ts'
import type { Alert, LifeAlert } from './model/alert.ts'
import { inhibitionsOf, isSlow } from './model/alert-types.ts'
import type { SustainedCheck } from './model/check.ts'
import type { Delivery } from './model/delivery.ts'
import type { Memory } from './model/memory.ts'
import type { ConnectionTest, Inventory, Notification } from './model/notification.ts'
import type { Reading } from './model/reading.ts'
import type { Silence } from './model/silence.ts'
import { journal } from './sinks/journal.ts'
import type { Outbox } from './sinks/outbox/outbox.ts'
import { notePresence, type NotePresence } from './sinks/note-presence.ts'
import { showHealth } from './sinks/show-health.ts'
import { createOverview } from './state/overview.ts'
import { alertLifecycle } from './streams/alert-lifecycle.ts'
import { budget } from './streams/budget.ts'
import { checkContainers } from './streams/check-containers.ts'
import { checkContainerUsage } from './streams/check-container-usage.ts'
import { checkDelivery, deliveryDuration } from './streams/check-delivery.ts'
import { checkEngine } from './streams/check-engine.ts'
import { checkHost } from './streams/check-host.ts'
import { checkNetwork } from './streams/check-network.ts'
import { checkServices } from './streams/check-services.ts'
import { cooldown } from './streams/cooldown.ts'
import { crashLoop } from './streams/crash-loop.ts'
import { flapping } from './streams/flapping.ts'
import { forecastDisk } from './streams/forecast-disk.ts'
import { group } from './streams/group.ts'
import { holdStatus } from './streams/hold-status.ts'
import { holdWhile } from './streams/hold-while.ts'
import { inhibit } from './streams/inhibit.ts'
import { intention } from './streams/intention.ts'
import { judgeAbsence } from './streams/judge-absence.ts'
import { keepAlive } from './streams/keep-alive.ts'
import { monitoringBlind } from './streams/monitoring-blind.ts'
import { noticeIncidents } from './streams/notice-incidents.ts'
import { noticeOutOfMemory } from './streams/notice-out-of-memory.ts'
import { oneContainerPerSubject } from './streams/one-container-per-subject.ts'
import { quietHours } from './streams/quiet-hours.ts'
import { quietTimes } from './streams/quiet-times.ts'
import { reportTimes } from './streams/report-times.ts'
import { reports } from './streams/reports.ts'
import { silence } from './streams/silence.ts'
import { startup, type PreviousRun } from './streams/startup.ts'
import { sustain, type Durations } from './streams/sustain.ts'
import { unavailable } from './streams/unavailable.ts'
import { withEvidence, type ReadDiskUsage, type ReadLogLines } from './streams/with-evidence.ts'

const upFor = 10_000
const loopWithin = 600_000
const oomSettles = 2_000
const groupWait = 5_000
const evidenceWait = 1_000
const startupWait = 4_000
const rarest = 86_400_000
const leastPatience = 600_000
const inhibitPatience = 1_000
const messages = { total: { messages: 12, window: 600_000 }, keptForCritical: 2 }

/** All that the graph joins. Durations in milliseconds. */
export interface Parts {
  readonly config: Config
  readonly sources: readonly { readonly name: string; readonly readings$: Observable<Reading> }[]
  readonly extensions: readonly { readonly extension: Extension; readonly context: ExtensionContext }[]
  readonly outbox: Outbox
  readonly heartbeat:
    ((streams: Pick<Streams, 'readings$' | 'lives$' | 'notifications$'>) => Observable<Delivery>) | null
  readonly logLines: ReadLogLines
  readonly diskUsage: ReadDiskUsage
  readonly silences$: Observable<readonly Silence[]>
  readonly tests: readonly { readonly name: string; readonly result$: Observable<ConnectionTest> }[]
  readonly inventory$: Observable<Inventory>
  readonly version: string
  readonly previousRun: PreviousRun
  /** What the agent before this one told people and saw. */
  readonly memory: Memory
  readonly notePresence: NotePresence
  /** The start-up notice was made. */
  readonly noticed: () => void
  /** From 0 up to 1, for the jitter of waits. */
  readonly random: () => number
  readonly logs: Logs
  /** Ends the sources; what is on its way is then delivered, and the graph completes. */
  readonly stop$: Observable<unknown>
}

/** The whole agent: what it sees becomes what people are told, and what became of that. */
export const createApp = (parts: Parts): Observable<Delivery> => {
  const { config, logLines, diskUsage, memory } = parts
  const { lives } = memory // what goes on from before the start
  const sources = [...parts.sources, { name: 'outbox', readings$: parts.outbox.readings$ }]
  return merge(...sources.map(keptAlive(parts))).pipe(
    oneContainerPerSubject(config), // what speaks for each place, under the name that people know
    connect((readings$) =>
      merge(
        readings$.pipe(checkHost(config.limits), sustain(durationsOf(parts))),
        readings$.pipe(forecastDisk(lives), sustain(durationsOf(parts))),
        readings$.pipe(checkEngine({ ...config.docker, lives }), sustain(durationsOf(parts))),
        readings$.pipe(crashLoop({ ...config, within: loopWithin, upFor: loopWithin, lives })),
        readings$.pipe(checkContainers(config.watch, memory), intention({ stopGrace: config.stopGrace, upFor, lives })),
        readings$.pipe(
          checkContainerUsage({ ...config, thresholds: config.containerThresholds, lives }),
          sustain(durationsOf(parts)),
        ),
        readings$.pipe(checkNetwork(lives), sustain(durationsOf(parts))), // before the services: it mutes them
        readings$.pipe(checkServices(lives), sustain({ forOf: () => 0, keepFiringFor: 0, lives })),
        readings$.pipe(checkDelivery(), holdStatus(deliveryDuration, lives)),
        ...parts.extensions.map(extended(parts, readings$)),
      ).pipe(
        monitoringBlind(config.unknownAfter, lives), // what cannot be seen is a trouble of its own
        judgeAbsence({ readings$, lives, patience: patienceOf(config) }), // what is not watched any more
        alertLifecycle(lives), // firing, reminder, resolved or removed
        connect((lives$) =>
          lives$.pipe(
            flapping({ window: config.alertCooldown, unstableFor: config.unstableFor, lives }), // to and fro is told once
            cooldown({ first: config.alertCooldown, longest: rarest, isSlow, lives }), // reminders, more and more rarely
            mergeWith(
              readings$.pipe(noticeOutOfMemory({ ...config, settles: oomSettles, atMostEvery: config.alertCooldown })),
              readings$.pipe(noticeIncidents()),
            ),
            inhibit({ inhibitionsOf, patience: inhibitPatience, lives }), // the cause, not what follows from it
            silence(parts.silences$, lives), // nothing that somebody has silenced
            withEvidence({ readings$, logLines, diskUsage, wait: evidenceWait }),
            connect((alerts$) => tell(parts, { readings$, lives$, alerts$ })),
          ),
        ),
      ),
    ),
  )
}

/** From alerts to what became of the notifications; the overview is what reports are written from. */
const tell = (parts: Parts, streams: Omit<Streams, 'notifications$'>): Observable<Delivery> => {
  const { config, stop$ } = parts
  const { readings$, lives$, alerts$ } = streams
  const delivered$ = new Subject<Delivery>()
  const overview$ = createOverview({ readings$, lives$, alerts$, deliveries$: delivered$ })
  const shown = overview$.subscribe()
  const quiet$ = quietTimes({ ranges: config.quietHours, timeZone: config.timeZone })
  const report = { watch: config.watch, heartbeats: parts.heartbeat !== null, overview$ }
  return merge(
    alerts$.pipe(
      group(groupWait), // what comes together is told together
      quietHours(quiet$, parts.memory.lives), // at night only what is critical
      budget({ ...messages, perFingerprint: { messages: 5, window: config.alertCooldown } }), // never a flood
    ),
    startup({ ...parts, ...report, wait: startupWait }).pipe(tap(parts.noticed), takeUntil(stop$)),
    reportTimes({ hours: config.reportHours, timeZone: config.timeZone }).pipe(
      holdWhile(quiet$),
      map(() => asyncScheduler.now()), // one that was held is of the time at which it is told
      reports(report),
      takeUntil(stop$),
    ),
  ).pipe(
    connect((notifications$) => merge(...sinks(parts, { ...streams, notifications$ }))),
    tap((delivery) => delivered$.next(delivery)),
    finalize(() => shown.unsubscribe()),
  )
}

interface Streams {
  readonly readings$: Observable<Reading>
  /** Each trouble as it is, told or not. */
  readonly lives$: Observable<LifeAlert>
  readonly alerts$: Observable<Alert>
  readonly notifications$: Observable<Notification>
}

/** Where everything ends: each on its own, so that none harms another. */
const sinks = (parts: Parts, streams: Streams): readonly Observable<Delivery>[] => {
  const { config, heartbeat, logs, stop$ } = parts
  const tests$ = merge(...parts.tests.map(({ result$ }) => result$)).pipe(takeUntil(stop$))
  return [
    streams.notifications$.pipe(parts.outbox.deliver, supervised('outbox', parts)),
    (heartbeat?.(streams) ?? EMPTY).pipe(supervised('heartbeat', parts)),
    journal(logs('main'), { ...streams, tests$ }).pipe(supervised('journal', parts)),
    streams.readings$.pipe(showHealth(config, logs('health')), supervised('health', parts)),
    streams.readings$.pipe(notePresence(parts.notePresence), supervised('presence', parts)),
  ]
}

const keptAlive =
  (parts: Parts) =>
  ({ name, readings$ }: Parts['sources'][number]): Observable<Reading> =>
    readings$.pipe(keepAlive({ toValue: unavailable(name), ...persistence(parts) }), takeUntil(parts.stop$))

const extended =
  (parts: Parts, readings$: Observable<Reading>) =>
  (extension: Parts['extensions'][number]): Observable<SustainedCheck> =>
    readings$.pipe(
      runExtension({ ...extension, ...persistence(parts) }),
      sustain(durationsOf(parts)),
      takeUntil(parts.stop$),
    )

/** A sink that throws is a fault of ours: it is said, and the sink begins anew. */
const supervised = (name: string, parts: Parts): MonoTypeOperatorFunction<Delivery> =>
  keepAlive({
    toValue: (error) => {
      const reason = error instanceof Error ? error.message : 'unknown error'
      parts.logs(name).error(`broke and begins anew: ${reason}`)
      return { channel: name, at: asyncScheduler.now(), outcome: 'retrying', reason } as const
    },
    ...persistence(parts),
  })

/** How long is waited before what broke is subscribed anew. */
const persistence = ({ config, random }: Parts): { backoff: Backoff; random: () => number } => ({
  backoff: { first: 1_000, max: Math.max(1_000, config.checkInterval) },
  random,
})

/** Until each source has looked at all that it watches at least once; a forecast takes two samples. */
const patienceOf = ({ checkInterval, services }: Config): number =>
  Math.max(leastPatience, ...[checkInterval, ...services.map(({ interval }) => interval)].map((time) => 2 * time))

const durationsOf = ({
  config: { cpuFor, ramFor, dockerFor, keepFiringFor },
  memory: { lives },
}: Parts): Durations => ({
  lives,
  forOf: (type) =>
    ({
      CPU_CRITICAL: cpuFor,
      RAM_CRITICAL: ramFor,
      DOCKER_CONNECTION_ERROR: dockerFor,
      CONTAINER_CPU: cpuFor,
      CONTAINER_RAM: ramFor,
    })[type] ?? 0,
  keepFiringFor,
})
