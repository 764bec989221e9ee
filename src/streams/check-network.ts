import { defer, type OperatorFunction } from 'rxjs'
import type { Check } from '../model/check.ts'
import type { Reading } from '../model/reading.ts'
import type { ProbeFailure } from '../model/service.ts'
import { concatMapArrays } from './concat-map-arrays.ts'

/** What fails where there is no network; `unreachable` is said by the host's own routes. */
const ofTheNetwork: readonly ProbeFailure['reason'][] = ['resolver', 'unreachable', 'timeout']

/**
 * Judges by the services that are elsewhere whether the host has a network.
 *
 * ```
 * readings:      a-b-x-y-a   a, b: two services answer, x, y: both without an answer
 * checkNetwork:  o-o-o-c-o   o: ok, c: critical
 * ```
 *
 * It has none while each of them failed the last time in a way that networks do, and that is more than one, or the host
 * has no route. Services of the host itself and of its own networks say nothing about it. On error and on completion:
 * passes them on.
 *
 * @example readings$.pipe(checkNetwork(), sustain(durations))
 */
export const checkNetwork = (): OperatorFunction<Reading, Check> => (readings$) =>
  defer(() => {
    const failures = new Map<string, ProbeFailure['reason'] | null>()
    return readings$.pipe(
      concatMapArrays((reading): readonly Check[] => {
        if (reading.kind !== 'service' || !isElsewhere(reading.service.host)) return []
        failures.set(reading.service.host, reading.failure?.reason ?? null)
        const reasons = [...failures.values()]
        const noneAnswers = reasons.every((reason) => reason !== null && ofTheNetwork.includes(reason))
        const isDown = noneAnswers && (reasons.length > 1 || reasons.includes('unreachable'))
        const status = isDown ? 'critical' : 'ok'
        return [{ type: 'NETWORK_DOWN', subject: 'host', at: reading.at, status, details: { kind: 'none' } }]
      }),
    )
  })

/** Names without a dot are of a container network; these ranges of addresses are private (RFC 1918, RFC 4193). */
const isElsewhere = (name: string): boolean => {
  const host = name.replaceAll(/[[\]]/g, '')
  if (host.includes(':')) return !/^(::1$|f[cde])/i.test(host)
  if (/^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./.test(host)) return false
  return host.includes('.') && !/\.(local|localhost|internal|lan|home)$/.test(host)
}
