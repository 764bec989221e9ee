import { connect, EMPTY, finalize, merge, Subject, takeUntil, tap, type Observable } from 'rxjs'
import type { Config } from './config.ts'
import type { Logs } from './log.ts'
import type { Channel } from './model/channel.ts'
import type { Delivery } from './model/delivery.ts'
import type { ConnectionTest, Inventory, Notification } from './model/notification.ts'
import type { Reading } from './model/reading.ts'
import { deliver } from './sinks/deliver.ts'
import { journal } from './sinks/journal.ts'
import { createOverview, emptyOverview } from './state/overview.ts'
import { alertLifecycle } from './streams/alert-lifecycle.ts'
import { checkContainers } from './streams/check-containers.ts'
import { checkEngine } from './streams/check-engine.ts'
import { checkHost } from './streams/check-host.ts'
import { cooldown } from './streams/cooldown.ts'
import { group } from './streams/group.ts'
import { intention } from './streams/intention.ts'
import { keepAlive } from './streams/keep-alive.ts'
import { reportTimes } from './streams/report-times.ts'
import { reports } from './streams/reports.ts'
import { startup, type PreviousRun } from './streams/startup.ts'
import { sustain, type Durations } from './streams/sustain.ts'
import { unavailable } from './streams/unavailable.ts'
import { withEvidence, type ReadLogLines } from './streams/with-evidence.ts'

const containerUpFor = 10_000
const groupWait = 5_000
const logLinesWait = 1_000
const startupWait = 4_000

/** All that the graph joins. Durations in milliseconds. */
export interface Parts {
  readonly config: Config
  readonly sources: readonly { readonly name: string; readonly readings$: Observable<Reading> }[]
  readonly channels: readonly Channel[]
  readonly heartbeat:
    | ((streams: { readings$: Observable<Reading>; notifications$: Observable<Notification> }) => Observable<Delivery>)
    | null
  readonly logLines: ReadLogLines
  readonly tests: readonly { readonly name: string; readonly result$: Observable<ConnectionTest> }[]
  readonly inventory$: Observable<Inventory>
  readonly version: string
  readonly previousRun: PreviousRun
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
  const { config, logs, random, stop$ } = parts
  const rules = { watch: config.watch, heartbeats: parts.heartbeat !== null }
  const deliveries$ = new Subject<Delivery>()

  return merge(...parts.sources.map(supervised(parts))).pipe(
    takeUntil(stop$),
    connect((readings$) => {
      const checks$ = merge(
        readings$.pipe(checkHost(config.thresholds), sustain(hostDurations(config))),
        readings$.pipe(checkEngine(config.docker), sustain(hostDurations(config))),
        readings$.pipe(
          checkContainers(config.watch),
          intention({ stopGrace: config.stopGrace, upFor: containerUpFor }),
        ),
      )
      return checks$.pipe(
        alertLifecycle(),
        cooldown(config.alertCooldown),
        withEvidence({ readings$, logLines: parts.logLines, wait: logLinesWait }),
        connect((alerts$) => {
          const overview$ = createOverview({ readings$, alerts$, deliveries$ })
          const shown = overview$.subscribe()
          return merge(
            alerts$.pipe(group(groupWait)),
            startup({ ...parts, ...rules, overview$, wait: startupWait }).pipe(tap(parts.noticed), takeUntil(stop$)),
            reportTimes({ hours: config.reportHours, timeZone: config.timeZone }).pipe(
              reports({
                ...rules,
                overview: () => overview$.getValue(),
                period: { since: null, totals: emptyOverview },
              }),
              takeUntil(stop$),
            ),
          ).pipe(
            connect((notifications$) =>
              merge(
                ...parts.channels.map((channel) =>
                  notifications$.pipe(deliver({ channel, log: logs(channel.name), random })),
                ),
                parts.heartbeat?.({ readings$, notifications$ }) ?? EMPTY,
                journal(logs('main'), {
                  readings$,
                  alerts$,
                  tests$: merge(...parts.tests.map(({ result$ }) => result$)).pipe(takeUntil(stop$)),
                }),
              ),
            ),
            finalize(() => shown.unsubscribe()),
          )
        }),
      )
    }),
    tap((delivery) => deliveries$.next(delivery)),
  )
}

const supervised =
  ({ config, random }: Parts) =>
  ({ name, readings$ }: Parts['sources'][number]): Observable<Reading> =>
    readings$.pipe(
      keepAlive({
        toValue: unavailable(name),
        backoff: { first: 1_000, max: Math.max(1_000, config.checkInterval), random },
      }),
    )

const hostDurations = ({ cpuFor, ramFor, dockerFor, keepFiringFor }: Config): Durations => ({
  forOf: (type) => ({ CPU_CRITICAL: cpuFor, RAM_CRITICAL: ramFor, DOCKER_CONNECTION_ERROR: dockerFor })[type] ?? 0,
  keepFiringFor,
})
