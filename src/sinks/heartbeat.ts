import { asyncScheduler, defer, map, type Observable } from 'rxjs'
import type { HeartbeatConfig } from '../config.ts'
import type { Log } from '../log.ts'
import type { Delivery } from '../model/delivery.ts'
import type { ConnectionTest } from '../model/notification.ts'
import { failureOf } from './heartbeat/failure.ts'
import { noneSent, payloadOf, type Payload } from './heartbeat/payload.ts'
import { sendHeartbeats, type HeartbeatStreams } from './heartbeat/send.ts'
import { request } from './http.ts'

export interface Heartbeat {
  /** Emits one result and completes. */
  readonly test: () => Observable<ConnectionTest>
  readonly send: (streams: HeartbeatStreams) => Observable<Delivery>
}

/**
 * The signs of life that an n8n webhook hears, so that silence is noticed.
 *
 * @param checkInterval  milliseconds between two readings of the host
 */
export const createHeartbeat = ({
  heartbeat: { url, token, interval },
  agentName,
  checkInterval,
  log,
}: {
  heartbeat: HeartbeatConfig
  agentName: string
  checkInterval: number
  log: Log
}): Heartbeat => {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const timeLimit = Math.min(10_000, interval)
  const post = (payload: Payload): Observable<string | null> =>
    request({ method: 'POST', url, headers, json: payload, timeLimit }).pipe(map(failureOf))
  return {
    test: () =>
      defer(() => {
        const at = asyncScheduler.now()
        return post(
          payloadOf({ agentName, status: 'test', at, host: null, checks: 0, counters: noneSent, event: null }),
        )
      }).pipe(map((reason) => ({ name: 'heartbeat', result: reason === null ? { ok: true } : { ok: false, reason } }))),
    send: (streams) => sendHeartbeats({ ...streams, post, agentName, interval, checkInterval, log }),
  }
}
