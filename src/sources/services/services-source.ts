import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  EMPTY,
  map,
  merge,
  mergeMap,
  of,
  race,
  repeat,
  startWith,
  Subject,
  switchMap,
  takeLast,
  takeUntil,
  timer,
} from 'rxjs'
import type { Observable } from 'rxjs'
import type { ServiceReading } from '../../model/reading.ts'
import { failsAsNetworksDo, type ProbedService, type Service, type Target } from '../../model/service.ts'
import { failureOf } from './probe-failure.ts'
import { lateBy, noContact, type ContactedResult } from './probe-result.ts'

/** After a failure it is looked at again this soon, until it counts, in milliseconds. */
const again = 5_000

/** Not all of them are probed in the same instant, in milliseconds. */
const spread = 200

type Look = (target: Target) => Observable<ContactedResult>

/**
 * Probes each service on its own: a slow one delays no other. After a failure it is probed again soon, until it counts; and
 * each failure that may be the network's, until then, has those probed that do not fail so. Never errs, never completes.
 *
 * @param services  what to probe
 * @param look      probes once: the last that it emits in time is the result
 */
export const createServicesSource = (services: readonly Service[], look: Look): Observable<ServiceReading> =>
  defer(() => {
    const suspicion: Suspicion = {
      suspects: new Set(),
      names: services.map(({ name }) => name),
      raised$: new Subject(),
    }
    return merge(...services.map((service, index) => watch(service, index * spread, look, suspicion)))
  })

interface Suspicion {
  /** Those that failed as networks do the last time. */
  readonly suspects: Set<string>
  readonly names: readonly string[]
  readonly raised$: Subject<void>
}

const watch = (
  service: Service,
  delay: number,
  look: Look,
  { suspects, names, raised$ }: Suspicion,
): Observable<ServiceReading> =>
  defer(() => {
    /** In a row: all, and those that may be the network's. */
    let failures = 0
    let suspicions = 0
    const { name, target, interval } = service
    const told = withoutAddress(service)
    const isCounting = (count: number): boolean => count > 0 && count < service.failures

    const read = (result: ContactedResult, tookMilliseconds: number): Observable<ServiceReading> => {
      failures = result.failure === null ? 0 : failures + 1
      suspicions = failsAsNetworksDo(result) ? suspicions + 1 : 0
      if (suspicions === 0) suspects.delete(name)
      else suspects.add(name)
      const isSuspicious = suspicions > 0 && suspicions <= service.failures
      const others = isSuspicious ? names.filter((other) => !suspects.has(other)) : []
      const reading$ = of({
        kind: 'service' as const,
        at: asyncScheduler.now(),
        service: told,
        ...result,
        tookMilliseconds,
        others,
      })
      const raise = (): Observable<never> => {
        raised$.next()
        return EMPTY
      }
      return isSuspicious ? concat(reading$, defer(raise)) : reading$
    }
    const readings$ = defer(() => {
      const begun = performance.now()
      const results$ = look(target).pipe(startWith(lateBy(noContact)), takeUntil(timer(service.timeout)))
      return results$.pipe(
        takeLast(1),
        catchError((error: unknown) => of({ failure: failureOf(error), validUntil: null, ...noContact })),
        map((result) => ({ result, took: Math.round(performance.now() - begun) })),
        mergeMap(({ result, took }) => read(result, took)),
      )
    })
    const wait = (): Observable<unknown> => {
      if (isCounting(failures) || isCounting(suspicions)) return timer(Math.min(interval, again))
      return suspicions > 0 ? timer(interval) : race(timer(interval), raised$)
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
