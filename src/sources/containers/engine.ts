import type { Readable } from 'node:stream'
import { catchError, EMPTY, filter, map, of, switchMap, throwError, type Observable } from 'rxjs'
import type { Connect } from '../../clients/connect.ts'
import type { Log } from '../../log.ts'
import type { DiskUsage } from '../../model/disk-usage.ts'
import type { ConnectionTest } from '../../model/notification.ts'
import { eventFilters, parseContainerEvent, type ContainerEvent } from './container-event.ts'
import { parseDetails, type Details } from './details.ts'
import { parseDiskUsage } from './disk-usage.ts'
import { createDockerClient } from './docker-client.ts'
import { codeOf, EngineError, failureReason, isNotFound } from './failure-reason.ts'
import { parseListed, type Listed } from './listing.ts'
import { parseLogLines } from './log-lines.ts'
import { readBytes } from './read-bytes.ts'
import { request } from './request.ts'
import { streamLines } from './stream-lines.ts'
import { parseStats } from './usage/api-stats.ts'
import type { UsageSample } from './usage/usage-sample.ts'

/**
 * What is asked of a Docker engine, which is only ever read. Each asks when subscribed, emits its answer and
 * completes (with nothing for a container that is not there any more); unsubscribing aborts it. An error is an `EngineError`. Nothing has a time-out.
 */
export interface Engine {
  readonly test: () => Observable<ConnectionTest>
  readonly ping: () => Observable<void>
  /** Emits, once the engine listens to it, the stream of its events: that one ends only by an error. */
  readonly events: () => Observable<Observable<ContainerEvent>>
  readonly list: () => Observable<readonly Listed[]>
  readonly inspect: (id: string) => Observable<Details>
  /** What a container has used so far; null where the engine does not tell. It may take a second. */
  readonly usage: (id: string) => Observable<UsageSample | null>
  /** What it keeps on its disk. It may take long: the engine looks at every file. */
  readonly diskUsage: () => Observable<DiskUsage>
  /** The last lines of stdout and stderr, at most `count`. */
  readonly logLines: (id: string, count: number) => Observable<readonly string[]>
}

/**
 * @param host     `unix:///path` or `tcp://host:port`
 * @param hostRoot  where the host's `/` is mounted
 * @param connect  how a host is reached
 */
export const createEngine = ({
  host,
  hostRoot,
  connect,
  log,
}: {
  host: string
  hostRoot: string
  connect: Connect
  log: Log
}): Engine => {
  const { docker, open } = createDockerClient(host, connect, hostRoot)

  const failed =
    (what: string) =>
    (error: unknown): Observable<never> => {
      const reason = failureReason(error, host)
      const failure = new EngineError(reason, codeOf(error))
      log.debug(`${what}: ${failure.message}`)
      return throwError(() => failure)
    }

  const ask = <T>(what: string, send: (abortSignal: AbortSignal) => Promise<T>): Observable<T> =>
    request(send).pipe(catchError(failed(what)))

  const askContainer: typeof ask = (what, send) =>
    request(send).pipe(catchError((error: unknown) => (isNotFound(error) ? EMPTY : failed(what)(error))))

  const ping = (): Observable<void> =>
    ask('ping', (signal) => open('/_ping', {}, signal)).pipe(
      switchMap(readBytes),
      map(() => undefined),
    )

  return {
    ping,
    test: () =>
      ping().pipe(
        map((): ConnectionTest => ({ name: 'docker', result: { ok: true } })),
        catchError((error: unknown) => {
          const absence = codeOf(error) === 'ENOENT' ? ({ isAbsent: true } as const) : {}
          return of({ name: 'docker', result: { ok: false, reason: failureReason(error, host), ...absence } } as const)
        }),
      ),
    events: () =>
      ask('events', (signal) => open('/events', { filters: JSON.stringify(eventFilters) }, signal)).pipe(map(eventsOf)),
    list: () =>
      ask('list', (abortSignal) => docker.listContainers({ all: true, abortSignal })).pipe(
        map((list) => list.map(parseListed)),
      ),
    inspect: (id) =>
      askContainer('inspect', (abortSignal) => docker.getContainer(id).inspect({ abortSignal })).pipe(
        map(parseDetails),
      ),
    usage: (id) =>
      askContainer('stats', (abortSignal) => {
        const options = { stream: false, 'one-shot': true, abortSignal } as const
        return docker.getContainer(id).stats(options)
      }).pipe(map(parseStats)),
    diskUsage: () =>
      ask('df', (signal) => open('/system/df', {}, signal)).pipe(
        switchMap(readBytes),
        map((bytes) => parseDiskUsage(JSON.parse(bytes.toString('utf8')))),
        catchError(failed('df')),
      ),
    logLines: (id, count) =>
      askContainer('logs', (signal) =>
        open(`/containers/${id}/logs`, { stdout: true, stderr: true, tail: count + blankLines }, signal),
      ).pipe(
        switchMap(readBytes),
        map((bytes) => parseLogLines(bytes, count)),
      ),
  }
}

/** Programs end their last words with as many, which say nothing. */
const blankLines = 20

const eventsOf = (stream: Readable): Observable<ContainerEvent> =>
  streamLines(stream).pipe(
    map(parseContainerEvent),
    filter((event) => event !== null),
  )
