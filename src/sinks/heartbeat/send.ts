import { asyncScheduler, concat, connect, defer, distinctUntilChanged, EMPTY, endWith, exhaustMap } from 'rxjs'
import { filter, ignoreElements, map, merge, mergeMap, of, startWith, switchMap, take, takeUntil, tap } from 'rxjs'
import { timer, withLatestFrom } from 'rxjs'
import type { Observable } from 'rxjs'
import type { Log } from '../../log.ts'
import { aboutOf } from '../../model/alert.ts'
import type { Delivery } from '../../model/delivery.ts'
import { alertsIn, type Notification } from '../../model/notification.ts'
import type { HostReading, Reading } from '../../model/reading.ts'
import type { Reason } from '../../model/reason.ts'
import { inEnglish } from '../../text/reason-words.ts'
import { count, noneSent, payloadOf, type HeartbeatEvent, type Payload } from './payload.ts'

export interface HeartbeatStreams {
  readonly readings$: Observable<Reading>
  readonly notifications$: Observable<Notification>
}

export interface HeartbeatOptions {
  /** Sends one; emits why it was not accepted, or null, and completes. */
  readonly post: (payload: Payload) => Observable<Reason | null>
  /** The hosts that a payload goes to, by name or address; left out: nothing is said of them. */
  readonly hostsOf?: (payload: Payload) => readonly string[]
  readonly agentName: string
  /** Milliseconds between two heartbeats. */
  readonly interval: number
  /** Milliseconds between two readings of the host. */
  readonly checkInterval: number
  readonly log: Log
}

/**
 * Sends heartbeats while the host is seen, and events: `startup`, `alerts_generated`, `shutdown`.
 *
 * ```
 * interval = 4, checkInterval = 1
 * readings:    -h-h---------h-|    h: of the host
 * heartbeats:  -s---b-------b-e    s: startup and the first, b: heartbeat, e: shutdown
 * ```
 *
 * An agent that has not seen its host for three check intervals is blind, and does not say that it is alive. A
 * heartbeat is left out while the one before it has no answer. One that is not accepted is counted and not repeated:
 * the next one tells of it.
 *
 * On error: passes it on. On completion of the readings: completes when the shutdown event and all else is answered.
 */
export const sendHeartbeats = ({
  post,
  hostsOf = () => [],
  agentName,
  interval,
  checkInterval,
  log,
  readings$,
  notifications$,
}: HeartbeatOptions & HeartbeatStreams): Observable<Delivery> =>
  defer(() => {
    let host: HostReading | null = null
    let checks = 0
    let counters = noneSent

    const note = (failure: Reason | null): void => {
      const failures = counters.consecutiveFailures
      if (failure !== null && failures === 0) log.warn(`heartbeats fail: ${inEnglish(failure)}`)
      if (failure === null && failures > 0) log.info(`heartbeats are accepted again (failed: ${failures})`)
      counters = count(counters, failure === null)
    }
    const send = (event: HeartbeatEvent | null): Observable<Delivery> =>
      defer(() => {
        const at = asyncScheduler.now()
        const payload = payloadOf({ agentName, status: 'alive', at, host, checks, counters, event })
        return post(payload).pipe(tap(note), map(toDelivery(hostsOf(payload))))
      })

    return readings$.pipe(
      filter((reading) => reading.kind === 'host'),
      tap((reading) => {
        host = reading
        checks += 1
      }),
      connect((seen$) => {
        const ended$ = seen$.pipe(ignoreElements(), endWith(null))
        const isSeen$ = seen$.pipe(
          switchMap(() => concat(of(true), timer(3 * checkInterval).pipe(map(() => false)))),
          distinctUntilChanged(),
          takeUntil(ended$),
        )
        const whileSeen$ = isSeen$.pipe(startWith(false))
        return merge(
          seen$.pipe(
            take(1),
            mergeMap(() => send({ event_type: 'startup', event_data: {} })),
          ),
          isSeen$.pipe(
            switchMap((isSeen) => (isSeen ? timer(0, interval).pipe(takeUntil(ended$)) : EMPTY)),
            exhaustMap(() => send(null)),
          ),
          notifications$.pipe(
            withLatestFrom(whileSeen$),
            // What it says bears the host's figures, and `alive`: a blind agent says neither.
            filter(([, isSeen]) => isSeen),
            mergeMap(([notification]) => alertsGenerated(notification)),
            mergeMap(send),
          ),
          ended$.pipe(mergeMap(() => send({ event_type: 'shutdown', event_data: {} }))),
        )
      }),
    )
  })

/** Those that are told for the first time, by whatever notification: reminders and ends are no news to a flow. */
const alertsGenerated = (notification: Notification): readonly HeartbeatEvent[] => {
  const types = alertsIn(notification)
    .filter((alert) => alert.word === 'firing' || (alert.word === 'unstable' && alert.before === null))
    .map((alert) => aboutOf(alert).type)
  if (types.length === 0) return []
  return [{ event_type: 'alerts_generated', event_data: { count: types.length, types: [...new Set(types)] } }]
}

const toDelivery =
  (to: readonly string[]) =>
  (failure: Reason | null): Delivery => {
    const stamp = { channel: 'heartbeat', at: asyncScheduler.now() }
    return failure === null ? { ...stamp, outcome: 'sent', to } : { ...stamp, outcome: 'refused', reason: failure }
  }
