import { defer, EMPTY, type OperatorFunction } from 'rxjs'
import type { Check, Status } from '../../model/check.ts'
import { checksOf } from '../../model/memory.ts'
import type { Reading, ServiceReading } from '../../model/reading.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'
import type { NetworkEvidence } from './check-network.ts'
import { createNetworkSight } from './network-sight.ts'
import { withDeliveries } from './with-deliveries.ts'

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
 * A service is down after so many failures in a row as it says itself, and well after one success. One elsewhere that
 * fails in a way that networks do is not said to be down before it is known whether it is the network: until the others
 * elsewhere that fail so, or are probed because of it, have failed as often as they ask for, or anybody elsewhere was
 * reached. Of a certificate that cannot be seen nothing is known.
 *
 * @param lives        those from before the start: such a service has failed often enough
 * @param deliveries$  what became of messages and heartbeats
 *
 * Remembers the services. On error: passes it on. On completion of the readings: passes it on; what waits is dropped.
 *
 * @example readings$.pipe(checkServices({ lives, deliveries$ }))
 */
export const checkServices =
  ({ lives = [], deliveries$ = EMPTY }: NetworkEvidence = {}): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      const network = createNetworkSight(lives)
      const failuresBy = new Map<string, number>()
      for (const { type, subject } of checksOf(lives)) if (type === 'SERVICE_DOWN') failuresBy.set(subject, Infinity)
      /** What is said of services once it is known whether it is the network. */
      const undecided = new Map<string, Check>()

      const judgeService = (reading: ServiceReading): readonly Check[] => {
        const { service, failure } = reading
        const failures = failure === null ? 0 : (failuresBy.get(service.name) ?? 0) + 1
        failuresBy.set(service.name, failures)
        if (failures > 0 && failures < service.failures) return []
        const since = undecided.get(service.name)?.at ?? reading.at
        undecided.delete(service.name)
        const check = judge(reading)
        if (!network.isUndecided(service.name)) return [failure === null ? check : { ...check, at: since }]
        undecided.set(service.name, { ...check, at: since })
        return []
      }
      const decided = (): readonly Check[] => {
        const checks = [...undecided].filter(([name]) => !network.isUndecided(name))
        for (const [name] of checks) undecided.delete(name)
        return checks.map(([, check]) => check)
      }
      return readings$.pipe(
        withDeliveries(deliveries$),
        concatMapArrays((seen): readonly Check[] => {
          network.look(seen)
          if (!('kind' in seen) || seen.kind !== 'service') return decided()
          const own = [...judgeService(seen), ...judgeCertificate(seen)]
          return [...decided(), ...own]
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
