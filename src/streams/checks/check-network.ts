import { defer, EMPTY, type Observable, type OperatorFunction } from 'rxjs'
import type { Check } from '../../model/check.ts'
import type { Delivery } from '../../model/delivery.ts'
import type { Life } from '../../model/life.ts'
import type { Reading } from '../../model/reading.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'
import { createNetworkSight } from './network-sight.ts'
import { withDeliveries } from './with-deliveries.ts'

export interface NetworkEvidence {
  /** Those from before the start. */
  readonly lives?: readonly Life[]
  /** What was delivered elsewhere proves that there is a network. */
  readonly deliveries$?: Observable<Delivery>
}

/**
 * Judges by the services that are elsewhere whether the host has a network.
 *
 * ```
 * failures = 2
 * readings:      a-b-x-y-x-y-a   a, b: two services answer, x, y: both without an answer
 * checkNetwork:  o-o-o-o-o-c-o   o: ok, c: critical
 * ```
 *
 * It has none where services at two addresses have failed in a way that networks do, each as often in a row as it asks for,
 * and nobody elsewhere was reached meanwhile: no service answered or was connected to, no channel or heartbeat delivered.
 * A host that itself says that it has no route needs one address. It is well again once anybody elsewhere is reached.
 * Services of the host itself and of its own networks say nothing about it.
 *
 * @param lives        those from before the start: there is no network until somebody elsewhere is reached
 * @param deliveries$  what became of messages and heartbeats
 *
 * Remembers the services. On error and on completion of the readings: passes them on.
 *
 * @example readings$.pipe(checkNetwork({ lives, deliveries$ }), sustain(durations))
 */
export const checkNetwork =
  ({ lives = [], deliveries$ = EMPTY }: NetworkEvidence = {}): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      const network = createNetworkSight(lives)
      return readings$.pipe(
        withDeliveries(deliveries$),
        concatMapArrays((seen): readonly Check[] => {
          const wasDown = network.isDown()
          const isOfService = network.look(seen)
          const isDown = network.isDown()
          if (!isOfService && wasDown === isDown) return []
          const status = isDown ? 'critical' : 'ok'
          return [{ type: 'NETWORK_DOWN', subject: 'host', at: seen.at, status, details: { kind: 'none' } }]
        }),
      )
    })
