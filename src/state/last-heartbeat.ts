import { state, type DefaultedStateObservable } from '@rx-state/core'
import { filter, map, type Observable } from 'rxjs'
import type { Delivery } from '../model/delivery.ts'
import type { ChannelStatus } from '../model/status.ts'

/** What became of the last heartbeat; null before the first. A read model. */
export const lastHeartbeat = (deliveries$: Observable<Delivery>): DefaultedStateObservable<ChannelStatus | null> =>
  state(
    deliveries$.pipe(
      filter(({ channel }) => channel === 'heartbeat'),
      map((delivery): ChannelStatus => {
        const { channel, at, outcome } = delivery
        return { channel, recipient: '', outcome, at, reason: 'reason' in delivery ? delivery.reason : null }
      }),
    ),
    null,
  )
