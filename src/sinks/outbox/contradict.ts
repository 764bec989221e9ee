import { asyncScheduler, map, of, type Observable } from 'rxjs'
import type { Channel } from '../../model/channel.ts'
import type { Outcome } from '../../model/delivery.ts'
import type { Address } from './deliveries-table.ts'
import type { Waiting } from './order.ts'
import type { Store } from './store.ts'

/** So often something is tried for a recipient who is refused and took something within a day: it is looked up, and may be missed. */
const looks = 6
const day = 86_400_000

/**
 * What an outcome means where something else speaks against it: a channel that takes others, or says that it could send,
 * refuses this message or this recipient, and not all.
 *
 * @param isOutdone  whether what came after a message went through
 */
export const createContradict =
  ({
    channel,
    store,
    address,
    isOutdone,
  }: {
    channel: Channel
    store: Pick<Store, 'tookSince' | 'within'>
    address: Address
    isOutdone: (id: number) => boolean
  }) =>
  (outcome: Outcome, { id, attempts }: Waiting): Observable<Outcome> => {
    /** Whoever took a message within a day is there, whatever one look says. */
    const isBelieved = (): boolean => attempts + 1 >= looks || !store.tookSince(address, asyncScheduler.now() - day)

    if (outcome.kind === 'refused' && outcome.of === 'recipient') {
      const { reason } = outcome
      return of(isBelieved() ? outcome : { kind: 'again', reason, afterMilliseconds: null, mayHaveArrived: false })
    }
    if (outcome.kind !== 'channel-refused' || channel.host === null) return of(outcome)
    const { reason } = outcome
    const own: Outcome = {
      kind: 'again',
      reason,
      afterMilliseconds: null,
      mayHaveArrived: false,
      mayBeItsFault: true,
    }
    // Where nobody can be asked, the next attempts tell.
    if (!channel.host.isAsked || store.within(id).every(isOutdone)) return of(own)
    return channel.test().pipe(map(({ result }) => (result.ok ? own : outcome)))
  }
