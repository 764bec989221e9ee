import { defer, type OperatorFunction } from 'rxjs'
import type { Check, Status } from '../model/check.ts'
import { checksOf, type ToldLife } from '../model/memory.ts'
import type { Reading, ServiceReading } from '../model/reading.ts'
import { concatMapArrays } from './concat-map-arrays.ts'

const day = 86_400_000

/** A certificate that is valid for less than this, in milliseconds, is trouble. */
const leastValidity = { TLS_EXPIRING: 14 * day, TLS_CRITICAL: 3 * day } as const

/**
 * Judges each service that is probed: whether it answers, and for how long its certificate is valid.
 *
 * ```
 * failures = 2
 * readings:       a-x-x-a   a: shop answers, x: shop does not
 * checkServices:  o---c-o   o: ok, c: critical
 * ```
 *
 * A service is down after so many failures in a row as it says itself, and well after one success. Of a certificate that
 * cannot be seen nothing is known.
 *
 * @param lives  what was told before a restart: such a service has failed often enough
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkServices())
 */
export const checkServices =
  (lives: readonly ToldLife[] = []): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      const failuresBy = new Map<string, number>()
      for (const { type, subject } of checksOf(lives)) if (type === 'SERVICE_DOWN') failuresBy.set(subject, Infinity)
      return readings$.pipe(
        concatMapArrays((reading): readonly Check[] => {
          if (reading.kind !== 'service') return []
          const { service, failure } = reading
          const failures = failure === null ? 0 : (failuresBy.get(service.name) ?? 0) + 1
          failuresBy.set(service.name, failures)
          const isUndecided = failures > 0 && failures < service.failures
          return [...(isUndecided ? [] : [judge(reading)]), ...judgeCertificate(reading)]
        }),
      )
    })

const judge = ({ service, failure, tookMilliseconds, at }: ServiceReading): Check => ({
  type: 'SERVICE_DOWN',
  subject: service.name,
  at,
  status: failure === null ? 'ok' : 'critical',
  details: failure ? { kind: 'service', failure, timeout: service.timeout, tookMilliseconds } : { kind: 'none' },
})

const judgeCertificate = ({ service: { name, hasCertificate }, validUntil, at }: ServiceReading): readonly Check[] => {
  if (!hasCertificate) return []
  const about = { subject: name, at }
  if (validUntil === null)
    return (['TLS_CRITICAL', 'TLS_EXPIRING'] as const).map((type) => ({
      ...about,
      type,
      status: 'unknown',
      details: { kind: 'none' },
    }))
  // The stronger first: it mutes the weaker.
  return [
    { type: 'TLS_CRITICAL', status: 'critical' } as const,
    { type: 'TLS_EXPIRING', status: 'warning' } as const,
  ].map(({ type, status }) => {
    const left: Status = validUntil - at < leastValidity[type] ? status : 'ok'
    return { ...about, type, status: left, details: { kind: 'certificate', validUntil } }
  })
}
