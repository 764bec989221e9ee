import { asyncScheduler, defaultIfEmpty, defer, forkJoin, ignoreElements, map, merge, tap, type Observable } from 'rxjs'
import type { HeartbeatConfig } from '../config.ts'
import type { Log } from '../log.ts'
import type { LifeAlert } from '../model/alert.ts'
import type { Delivery } from '../model/delivery.ts'
import type { ConnectionTest } from '../model/notification.ts'
import { failureOf } from './heartbeat/failure.ts'
import { noneSent, payloadOf, type Payload } from './heartbeat/payload.ts'
import { sendHeartbeats, type HeartbeatStreams } from './heartbeat/send.ts'
import { createStatus } from './heartbeat/status.ts'
import { request } from './http.ts'
import type { OutboxStatistics } from './outbox/statistics.ts'

export interface Heartbeat {
  /** Emits one result and completes. */
  readonly test: () => Observable<ConnectionTest>
  readonly send: (streams: HeartbeatStreams & { readonly lives$: Observable<LifeAlert> }) => Observable<Delivery>
}

/**
 * The signs of life that an n8n webhook hears, and plain pings for others, so that silence is noticed.
 *
 * @param checkInterval  milliseconds between two readings of the host
 * @param outbox         what waits to be told
 */
export const createHeartbeat = ({
  heartbeat: { url, token, interval, pings },
  agentName,
  checkInterval,
  version,
  outbox,
  log,
}: {
  heartbeat: HeartbeatConfig
  agentName: string
  checkInterval: number
  version: string
  outbox: () => OutboxStatistics
  log: Log
}): Heartbeat => {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const timeLimit = Math.min(10_000, interval)
  const status = createStatus({ version, interval, outbox })
  const tell = (payload: Payload): readonly Observable<string | null>[] =>
    url === null
      ? []
      : [
          request({ method: 'POST', url, headers, json: { ...payload, ...status.read() }, timeLimit }).pipe(
            map(failureOf),
          ),
        ]
  const ping = (): readonly Observable<string | null>[] =>
    pings.map((address) =>
      request({ method: 'GET', url: address, timeLimit }).pipe(
        map((answer) =>
          answer.kind === 'unanswered'
            ? answer.reason
            : answer.status < 300
              ? null
              : `an address of HEARTBEAT_URLS answered ${answer.status}`,
        ),
      ),
    )
  const firstFailure = map((failures: readonly (string | null)[]) => failures.find((one) => one !== null) ?? null)
  const test$ = defer(() => {
    const at = asyncScheduler.now()
    const host = { host: null, checks: 0, counters: noneSent, event: null }
    return forkJoin([...tell(payloadOf({ agentName, status: 'test', at, ...host })), ...(url === null ? ping() : [])])
  })
  return {
    test: () =>
      test$.pipe(
        firstFailure,
        map((reason) => ({ name: 'heartbeat', result: reason === null ? { ok: true } : { ok: false, reason } })),
      ),
    send: ({ lives$, ...streams }) =>
      merge(
        lives$.pipe(tap(status.noteLife), ignoreElements()),
        sendHeartbeats({
          readings$: streams.readings$.pipe(tap(status.noteReading)),
          notifications$: streams.notifications$,
          // An event is for those who understand it; with nobody to tell, it counts as told.
          post: (payload) =>
            forkJoin([...tell(payload), ...('event_type' in payload ? [] : ping())]).pipe(
              defaultIfEmpty([null]),
              firstFailure,
            ),
          agentName,
          interval,
          checkInterval,
          log,
        }),
      ),
  }
}
