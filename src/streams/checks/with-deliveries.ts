import {
  connect,
  endWith,
  filter,
  ignoreElements,
  merge,
  takeUntil,
  type Observable,
  type OperatorFunction,
} from 'rxjs'
import type { Delivery } from '../../model/delivery.ts'
import type { Reading } from '../../model/reading.ts'

/** What tells of the network. */
export type Evidence = Extract<Reading, { kind: 'service' | 'channel' }> | Extract<Delivery, { outcome: 'sent' }>

/**
 * What was seen of services and channels, and what was delivered meanwhile.
 *
 * ```
 * readings:        -a-h-b-|    a, b: of services, h: of the host
 * deliveries:      --s--r--s   s: sent, r: refused
 * withDeliveries:  -as--b-|
 * ```
 *
 * On error: passes it on. Completes with the readings.
 *
 * @example readings$.pipe(withDeliveries(deliveries$))
 */
export const withDeliveries =
  (deliveries$: Observable<Delivery>): OperatorFunction<Reading, Evidence> =>
  (readings$) =>
    readings$.pipe(
      filter((reading) => reading.kind === 'service' || reading.kind === 'channel'),
      connect((seen$) =>
        merge(
          seen$,
          deliveries$.pipe(
            filter((delivery) => delivery.outcome === 'sent'),
            takeUntil(seen$.pipe(ignoreElements(), endWith(null))),
          ),
        ),
      ),
    )
