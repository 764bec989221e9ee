import { asyncScheduler, filter, takeUntil, type Observable } from 'rxjs'
import type { Backoff } from './backoff.ts'
import type { Request } from './control/request.ts'
import { runExtension } from './extensions/run-extension.ts'
import type { Delivery } from './model/delivery.ts'
import type { UnplacedReading } from './model/reading.ts'
import { reasonOfError } from './reasoned-error.ts'
import type { Parts, Sink, Source, Streams } from './parts.ts'
import type { JudgeOptions } from './streams/judge.ts'
import { keepAlive } from './streams/lib/keep-alive.ts'
import { unavailable } from './streams/lib/unavailable.ts'

/** Each on its own: a source that breaks cannot see, and is tried again. */
export const supervisedSource =
  (parts: Parts) =>
  ({ name, readings$ }: Source): Observable<UnplacedReading> =>
    readings$.pipe(keepAlive({ toValue: unavailable(name), ...patiently(parts) }), takeUntil(parts.stop$))

/** Operators of the owner's own, for the host that the agent runs on. */
export const supervisedExtensions = (parts: Parts): JudgeOptions['extensions'] => ({
  host: parts.host,
  checks: parts.extensions.map(
    (extension) => (readings$) =>
      readings$.pipe(runExtension({ ...extension, ...patiently(parts) }), takeUntil(parts.stop$)),
  ),
})

/** What is asked; a socket that cannot be opened is tried again, and each reason is said once. */
export const supervisedRequests = (parts: Parts): Observable<Request> => {
  const said = new Set<string>()
  const say = (error: unknown): null => {
    const reason = reasonOf(error)
    if (!said.has(reason)) parts.logs('commands').warn(`cannot be asked, which is tried again: ${reason}`)
    said.add(reason)
    return null
  }
  return parts.requests$.pipe(
    keepAlive({ toValue: say, ...patiently(parts) }),
    filter((request) => request !== null),
    takeUntil(parts.stop$),
  )
}

/** Each on its own: a sink that throws is a fault of ours, is said, and begins anew. */
export const supervisedSink =
  (parts: Parts, streams: Streams) =>
  ({ name, run }: Sink): Observable<Delivery> =>
    run(streams).pipe(
      keepAlive({
        toValue: (error) => {
          parts.logs(name).error(`broke and begins anew: ${reasonOf(error)}`)
          return { channel: name, at: asyncScheduler.now(), outcome: 'retrying', reason: reasonOfError(error) } as const
        },
        ...patiently(parts),
      }),
    )

/** How long is waited before what broke is subscribed anew. */
const patiently = ({ config, random }: Parts): { backoff: Backoff; random: () => number } => ({
  backoff: { first: 1_000, max: Math.max(1_000, config.checkInterval) },
  random,
})

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error')
