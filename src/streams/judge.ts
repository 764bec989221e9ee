import { connect, defer, EMPTY, merge, Subject, tap, type Observable, type OperatorFunction } from 'rxjs'
import { alertTypeOf, type HoldVariable } from '../model/alert-types.ts'
import type { Check, SustainedCheck } from '../model/check.ts'
import type { Delivery } from '../model/delivery.ts'
import type { Life } from '../model/life.ts'
import type { Memory } from '../model/memory.ts'
import type { Reading } from '../model/reading.ts'
import { checkContainerUsage, type ContainerThresholds } from './checks/check-container-usage.ts'
import { checkContainers } from './checks/check-containers.ts'
import { checkDelivery, deliveryDuration } from './checks/check-delivery.ts'
import { checkEngine } from './checks/check-engine.ts'
import { checkHost, type HostLimits } from './checks/check-host.ts'
import { checkNetwork } from './checks/check-network.ts'
import { checkServices } from './checks/check-services.ts'
import { crashLoop } from './checks/crash-loop.ts'
import { forecastDisk } from './checks/forecast-disk.ts'
import { isEngineExpected } from './checks/is-engine-expected.ts'
import type { WatchRules } from './checks/is-watched.ts'
import { perHost } from './lib/per-host.ts'
import { alertLifecycle } from './lives/alert-lifecycle.ts'
import { flapping } from './lives/flapping.ts'
import { holdStatus } from './lives/hold-status.ts'
import { inArrays } from './lives/in-arrays.ts'
import { intention } from './lives/intention.ts'
import { judgeAbsence } from './lives/judge-absence.ts'
import { monitoringBlind } from './lives/monitoring-blind.ts'
import { sustain, type Durations } from './lives/sustain.ts'
import { withEvidence, type ReadDiskUsage, type ReadLogLines } from './lives/with-evidence.ts'

/** A container that is up for so long is back; three deaths within the longer time are a loop, and so long up ends it. */
const upFor = 10_000
const loopWithin = 600_000

/** Three changes within half an hour are too many to tell of each: a day's backup and a night's deploy are two. */
const flappingWindow = 1_800_000

/** The engine answers within milliseconds; an alert does not wait longer for what is behind it. */
const evidenceWait = 1_000

/** What people configure of it, durations in milliseconds, and what it asks. */
export interface JudgeOptions {
  readonly config: {
    readonly limits: HostLimits
    readonly containerThresholds: ContainerThresholds
    readonly watch: WatchRules
    readonly docker: { readonly asked: boolean }
    readonly cpuFor: number
    readonly ramFor: number
    readonly dockerFor: number
    readonly keepFiringFor: number
    readonly stopGrace: number
    readonly unstableFor: number
    readonly unknownAfter: number
  }
  readonly memory: Memory
  /** Milliseconds in which each source has looked at all that it watches. */
  readonly patience: number
  /** Operators of the owner's own, for the host that the agent runs on. */
  readonly extensions: { readonly host: string; readonly checks: readonly OperatorFunction<Reading, Check>[] }
  readonly deliveries$: Observable<Delivery>
  readonly logLines: ReadLogLines
  readonly diskUsage: ReadDiskUsage
}

/**
 * Says what is so: after each reading the lives that changed by it, as they are now. It knows nothing of what anybody was
 * told.
 *
 * Each host is judged on its own. On error and on completion: passes them on.
 */
export const judge =
  (options: JudgeOptions): OperatorFunction<Reading, readonly Life[]> =>
  (readings$) =>
    defer(() => {
      let { nextLife } = options.memory
      const nextId = (): number => nextLife++
      return readings$.pipe(perHost((host) => judgeHost(host, nextId, options)))
    })

const judgeHost = (
  host: string,
  nextId: () => number,
  { config, memory: all, patience, extensions, deliveries$, logLines, diskUsage }: JudgeOptions,
): OperatorFunction<Reading, readonly Life[]> => {
  const lives = all.lives.filter((life) => life.host === host) // what goes on from before the start
  const memory = { ...all, lives }
  const durations = durationsOf(config, lives)
  const own = extensions.host === host ? extensions.checks : []
  const leaving$ = extensions.host === host ? deliveries$ : EMPTY // what leaves here tells of here
  return (readings$) =>
    defer(() => {
      let looks = 0
      const checks$ = new Subject<SustainedCheck>()
      const counted$ = readings$.pipe(tap(() => (looks += 1)))
      // What was seen before a delivery is not known after it.
      const network = { lives, deliveries$: leaving$.pipe(tap(() => (looks += 1))) }
      return counted$.pipe(
        connect((seen$) =>
          merge(
            seen$.pipe(checkHost(config.limits), sustain(durations)),
            seen$.pipe(forecastDisk(lives), sustain(durations)),
            seen$.pipe(checkEngine({ expected: isEngineExpected(config, memory) }), sustain(durations)),
            seen$.pipe(crashLoop({ ...config, within: loopWithin, upFor: loopWithin, lives })),
            seen$.pipe(checkContainers(config.watch, { ...memory, ...config }), intention({ ...config, upFor, lives })),
            seen$.pipe(
              checkContainerUsage({ ...config, thresholds: config.containerThresholds, lives }),
              sustain(durations),
            ),
            seen$.pipe(checkNetwork(network), sustain(durations)),
            seen$.pipe(checkServices(network), sustain({ forOf: () => 0, keepFiringFor: 0, lives })),
            seen$.pipe(checkDelivery(), holdStatus(deliveryDuration, lives)),
            ...own.map((extension): Observable<SustainedCheck> => seen$.pipe(extension, sustain(durations))),
          ).pipe(
            monitoringBlind(config.unknownAfter, lives), // what cannot be seen is a trouble of its own
            judgeAbsence({ readings$: seen$, lives, patience }), // what is not watched any more
            tap((check) => {
              if (checks$.observed) checks$.next(check) // a subject always in between doubles the cost of a check
            }),
            alertLifecycle({ host, nextId, looks: () => looks, lives }), // it fires, goes on, and ends
            flapping({ window: flappingWindow, unstableFor: config.unstableFor, memory, checks$ }), // to and fro is one life
            inArrays(seen$), // what a reading brought, together
            withEvidence({ readings$: seen$, logLines, diskUsage, wait: evidenceWait }), // what is behind it
          ),
        ),
      )
    })
}

const durationsOf = (config: JudgeOptions['config'], lives: readonly Life[]): Durations => {
  const held: Readonly<Record<HoldVariable, number>> = {
    CPU_FOR: config.cpuFor,
    RAM_FOR: config.ramFor,
    DOCKER_FOR: config.dockerFor,
    STOP_GRACE: config.stopGrace,
    UNKNOWN_AFTER: config.unknownAfter,
  }
  const forOf = (type: string): number => {
    const variable = alertTypeOf(type)?.for ?? null
    return variable === null ? 0 : held[variable]
  }
  return { lives, forOf, keepFiringFor: config.keepFiringFor }
}
