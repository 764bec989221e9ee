import { concatMap, defer, EMPTY, map, NEVER, of, pipe, Subject, tap } from 'rxjs'
import type { Observable, OperatorFunction } from 'rxjs'
import { loadConfig } from '../../src/config/load.ts'
import type { Check } from '../../src/model/check.ts'
import type { Life } from '../../src/model/life.ts'
import { noEvidence } from '../../src/model/life.ts'
import { noMemory } from '../../src/model/memory.ts'
import type { Accepted, AlertsNotification } from '../../src/model/notification.ts'
import type { Reading } from '../../src/model/reading.ts'
import { tellingsOf } from '../../src/model/told.ts'
import { oneContainerPerSubject } from '../../src/streams/checks/one-container-per-subject.ts'
import { judge as judgeWith } from '../../src/streams/judge.ts'
import { perHost } from '../../src/streams/lib/per-host.ts'
import { alertLifecycle } from '../../src/streams/lives/alert-lifecycle.ts'
import { flapping } from '../../src/streams/lives/flapping.ts'
import { inArrays } from '../../src/streams/lives/in-arrays.ts'
import { monitoringBlind } from '../../src/streams/lives/monitoring-blind.ts'
import { sustain, type Durations } from '../../src/streams/lives/sustain.ts'
import { notify } from '../../src/streams/notify/notify.ts'
import { defaultBudget } from '../../src/streams/notify/recent-messages.ts'

const loaded = loadConfig(
  {},
  { file: () => null, hostName: () => 'vps-01', timeZone: () => 'UTC', inContainer: () => false },
)
if ('problems' in loaded) throw new Error('the defaults are wrong')
const { config } = loaded

const minute = 60_000

/** Writes a message down, and says what people take to be so from then on. */
type Accept = (notification: AlertsNotification) => Accepted

/** Nothing is written down but in the operator's own memory. */
const inMemory: Accept = (notification) => {
  const { alerts, at, quiet } = notification
  return { notification, tellings: alerts.flatMap((alert) => tellingsOf(alert, at, quiet)) }
}

/** `notify`, with what src/app.ts gives it: what is due is told at once. */
const tell =
  (accept: Accept): OperatorFunction<readonly Life[], AlertsNotification> =>
  (lives$) =>
    defer(() => {
      const accepted$ = new Subject<Accepted>()
      return lives$.pipe(
        notify({
          accepted$,
          occurrences$: EMPTY,
          silences$: NEVER,
          acknowledgements$: NEVER,
          quiet$: NEVER,
          isStarting$: NEVER,
          budget: defaultBudget,
          reminders: { interval: config.alertCooldown, longest: 1_440 * minute },
        }),
        concatMap(({ notification }) => (notification === null ? EMPTY : of(notification))),
        tap((notification) => accepted$.next(accept(notification))),
      )
    })

/** From readings to notifications, composed as in src/app.ts, with the defaults of the configuration. */
export const judge: OperatorFunction<Reading, AlertsNotification> = pipe(
  perHost(() => oneContainerPerSubject({ stopGrace: config.stopGrace })),
  judgeWith({
    config,
    memory: noMemory,
    patience: 10 * minute,
    extensions: { host: '', checks: [] },
    deliveries$: NEVER,
    logLines: () => of([]),
    diskUsage: () => EMPTY,
  }),
  tell(inMemory),
)

/**
 * From checks to notifications, as `judge` composes it.
 *
 * @param seen$    emits after the checks of each look
 * @param keep     writes down what is so
 * @param accept   writes down what people are told
 * @param holding  how long something must be so before it counts
 */
export const judgeChecks =
  ({
    seen$,
    keep = () => undefined,
    accept = inMemory,
    holding = { forOf: () => config.cpuFor, keepFiringFor: config.keepFiringFor },
  }: {
    seen$: Observable<unknown>
    keep?: (lives: readonly Life[]) => void
    accept?: Accept
    holding?: Durations
  }): OperatorFunction<Check, AlertsNotification> =>
  (checks$) =>
    defer(() => {
      let lastLife = 0
      let looks = 0
      return checks$.pipe(
        sustain(holding),
        monitoringBlind(config.unknownAfter),
        alertLifecycle({ host: 'bench', nextId: () => (lastLife += 1), looks: () => looks }),
        flapping({ window: 30 * minute, unstableFor: config.unstableFor }),
        map((life) => (life.evidence === null ? { ...life, evidence: noEvidence } : life)),
        inArrays(seen$.pipe(tap(() => (looks += 1)))),
        tap(keep),
        tell(accept),
      )
    })
