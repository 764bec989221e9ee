import {
  asyncScheduler,
  catchError,
  defer,
  map,
  merge,
  of,
  race,
  repeat,
  Subject,
  switchMap,
  take,
  tap,
  timeout,
  timer,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { ServiceReading } from '../../model/reading.ts'
import type { ProbedService, ProbeFailure, Service, Target } from '../../model/service.ts'
import { failureOf } from './probe-failure.ts'
import { probe } from './probe.ts'
import type { ProbeResult } from './probe-result.ts'

/** After a failure it is looked at again this soon, until it counts, in milliseconds. */
const again = 5_000

/** Not all of them are probed in the same instant, in milliseconds. */
const spread = 200

const ofTheNetwork: readonly ProbeFailure['reason'][] = ['resolver', 'noRoute', 'unreachable', 'timeout']

/**
 * Probes each service on its own: a slow one delays no other. After a first failure it is probed again soon; and all
 * others are, where the failure may be the network's. Never errs, never completes.
 *
 * @param services  what to probe
 * @param look      probes once
 */
export const createServicesSource = (
  services: readonly Service[],
  look: (target: Target) => Observable<ProbeResult> = probe,
): Observable<ServiceReading> =>
  defer(() => {
    const suspicion$ = new Subject<string>()
    return merge(...services.map((service, index) => watch(service, index * spread, look, suspicion$)))
  })

const watch = (
  service: Service,
  delay: number,
  look: (target: Target) => Observable<ProbeResult>,
  suspicion$: Subject<string>,
): Observable<ServiceReading> =>
  defer(() => {
    let failures = 0
    const { name, target, interval } = service
    const told = withoutAddress(service)
    const readings$ = defer(() => {
      const begun = performance.now()
      return look(target).pipe(
        timeout({ first: service.timeout, with: () => of(late) }),
        take(1),
        catchError((error: unknown) => of({ failure: failureOf(error), validUntil: null })),
        map(({ failure, validUntil }): ServiceReading => {
          const tookMilliseconds = Math.round(performance.now() - begun)
          return { kind: 'service', at: asyncScheduler.now(), service: told, failure, validUntil, tookMilliseconds }
        }),
        tap(({ failure }) => {
          failures = failure === null ? 0 : failures + 1
          if (failures === 1 && failure !== null && ofTheNetwork.includes(failure.reason)) suspicion$.next(name)
        }),
      )
    })
    const wait = (): Observable<unknown> => {
      const pause$ = timer(failures > 0 && failures < service.failures ? Math.min(interval, again) : interval)
      return failures > 0 ? pause$ : race(pause$, suspicion$)
    }
    return timer(delay).pipe(switchMap(() => readings$.pipe(repeat({ delay: wait }))))
  })

const withoutAddress = ({ name, timeout, failures, target }: Service): ProbedService => ({
  name,
  timeout,
  failures,
  host: target.kind === 'http' ? new URL(target.url).hostname : target.host,
  hasCertificate: target.kind === 'http' ? target.url.startsWith('https:') : target.kind === 'tls',
})

const late: ProbeResult = { failure: { reason: 'timeout', detail: '' }, validUntil: null }
