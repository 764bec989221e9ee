import {
  asyncScheduler,
  defaultIfEmpty,
  defer,
  forkJoin,
  ignoreElements,
  map,
  merge,
  of,
  tap,
  type Observable,
} from 'rxjs'
import type { Http } from '../clients/http.ts'
import type { HeartbeatConfig } from '../config.ts'
import type { Log } from '../log.ts'
import type { Life } from '../model/life.ts'
import type { Delivery } from '../model/delivery.ts'
import type { ConnectionTest } from '../model/notification.ts'
import type { Reason } from '../model/reason.ts'
import { pingFailureOf } from './heartbeat/ping-failure.ts'
import { rootBeside } from './heartbeat/root-beside.ts'
import { failureOf } from './heartbeat/failure.ts'
import { noneSent, payloadOf, type Payload } from './heartbeat/payload.ts'
import { sendHeartbeats, type HeartbeatStreams } from './heartbeat/send.ts'
import { createStatus } from './heartbeat/status.ts'
import type { OutboxStatistics } from './outbox/statistics.ts'

export interface Heartbeat {
  /** Emits one result and completes. It is no sign of life: n8n is told so, and no address of a ping is asked for. */
  readonly test: () => Observable<ConnectionTest>
  readonly send: (streams: HeartbeatStreams & { readonly lives$: Observable<readonly Life[]> }) => Observable<Delivery>
}

/**
 * The signs of life that an n8n webhook hears, and plain pings for others, so that silence is noticed.
 *
 * @param checkInterval  milliseconds between two readings of the host
 * @param outbox         what waits to be told
 * @param silences       how many there are
 */
export const createHeartbeat = ({
  heartbeat: { url, token, interval, pings },
  http,
  agentName,
  checkInterval,
  version,
  outbox,
  silences,
  log,
}: {
  heartbeat: HeartbeatConfig
  http: Http
  agentName: string
  checkInterval: number
  version: string
  outbox: () => OutboxStatistics
  silences: () => number
  log: Log
}): Heartbeat => {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const timeLimit = Math.min(10_000, interval)
  const status = createStatus({ version, interval, outbox, silences })
  const tell = (payload: Payload): readonly Observable<Reason | null>[] =>
    url === null
      ? []
      : [http({ method: 'POST', url, headers, json: { ...payload, ...status.read() }, timeLimit }).pipe(map(failureOf))]
  const ping = (): readonly Observable<Reason | null>[] =>
    pings.map((address) => http({ method: 'GET', url: address, timeLimit }).pipe(map(pingFailureOf)))
  /** Whatever asks for the address of a ping is one: a test asks its host alone. */
  const reach = (): readonly Observable<Reason | null>[] =>
    pings
      .flatMap(rootBeside)
      .map((root) =>
        http({ method: 'GET', url: root, timeLimit }).pipe(
          map((answer) => (answer.kind === 'unanswered' ? answer.reason : null)),
        ),
      )
  /** An event is for those who understand it. */
  const isForAll = (payload: Payload): boolean => !('event_type' in payload)
  const hostsOf = (payload: Payload): readonly string[] =>
    [...(url === null ? [] : [url]), ...(isForAll(payload) ? pings : [])].map((one) => new URL(one).hostname)
  const firstFailure = map((failures: readonly (Reason | null)[]) => failures.find((one) => one !== null) ?? null)
  const test$ = defer(() => {
    const at = asyncScheduler.now()
    const host = { host: null, checks: 0, counters: noneSent, event: null }
    return forkJoin([
      of(null),
      ...tell(payloadOf({ agentName, status: 'test', at, ...host })),
      ...(url === null ? reach() : []),
    ])
  })
  return {
    test: () =>
      test$.pipe(
        firstFailure,
        map((reason) => ({ name: 'heartbeat', result: reason === null ? { ok: true } : { ok: false, reason } })),
      ),
    send: ({ lives$, ...streams }) =>
      merge(
        lives$.pipe(tap(status.noteLives), ignoreElements()),
        sendHeartbeats({
          readings$: streams.readings$.pipe(tap(status.noteReading)),
          notifications$: streams.notifications$,
          // With nobody to tell, it counts as told.
          post: (payload) =>
            forkJoin([...tell(payload), ...(isForAll(payload) ? ping() : [])]).pipe(
              defaultIfEmpty([null]),
              firstFailure,
            ),
          hostsOf,
          agentName,
          interval,
          checkInterval,
          log,
        }),
      ),
  }
}
