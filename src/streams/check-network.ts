import { defer, type OperatorFunction } from 'rxjs'
import type { Check } from '../model/check.ts'
import { checksOf, type ToldLife } from '../model/memory.ts'
import type { Reading } from '../model/reading.ts'
import type { ProbeFailure } from '../model/service.ts'
import { concatMapArrays } from './concat-map-arrays.ts'

/** What fails where there is no network. */
const ofTheNetwork: readonly ProbeFailure['reason'][] = ['resolver', 'noRoute', 'unreachable', 'timeout']

/** The newest of one service. */
interface Probed {
  readonly host: string
  readonly reason: ProbeFailure['reason'] | null
}

/**
 * Judges by the services that are elsewhere whether the host has a network.
 *
 * ```
 * readings:      a-b-x-y-a   a, b: two services answer, x, y: both without an answer
 * checkNetwork:  o-o-o-c-o   o: ok, c: critical
 * ```
 *
 * It has none while each of them failed the last time in a way that networks do, and they are on more than one host, or
 * this one has no route itself. Services of the host itself and of its own networks say nothing about it.
 *
 * @param lives  what was told before a restart: there is no network until a service answers
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkNetwork(), sustain(durations))
 */
export const checkNetwork =
  (lives: readonly ToldLife[] = []): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      const probed = new Map<string, Probed>()
      let wasDown = checksOf(lives).some(({ type }) => type === 'NETWORK_DOWN')
      return readings$.pipe(
        concatMapArrays((reading): readonly Check[] => {
          if (reading.kind !== 'service' || !isElsewhere(reading.service.host)) return []
          const { name, host } = reading.service
          probed.set(name, { host, reason: reading.failure?.reason ?? null })
          const isFailing = [...probed.values()].every(failsAsNetworksDo)
          if (!isFailing) wasDown = false
          const status = isFailing && (wasDown || isDown([...probed.values()])) ? 'critical' : 'ok'
          return [{ type: 'NETWORK_DOWN', subject: 'host', at: reading.at, status, details: { kind: 'none' } }]
        }),
      )
    })

const failsAsNetworksDo = ({ reason }: Probed): boolean => reason !== null && ofTheNetwork.includes(reason)

const isDown = (probed: readonly Probed[]): boolean =>
  new Set(probed.map(({ host }) => host)).size > 1 || probed.some(({ reason }) => reason === 'noRoute')

/** Names without a dot are of a container network; these ranges of addresses are private (RFC 1918, RFC 4193). */
const isElsewhere = (name: string): boolean => {
  const host = name.replaceAll(/[[\]]/g, '')
  if (host.includes(':')) return !/^(::1$|f[cde])/i.test(host)
  if (/^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./.test(host)) return false
  return host.includes('.') && !/\.(local|localhost|internal|lan|home)$/.test(host)
}
