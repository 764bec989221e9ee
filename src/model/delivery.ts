import type { Reason } from './reason.ts'

/** What became of a notification (or a heartbeat) on one channel, for one recipient. */
export type Delivery = {
  readonly channel: string
  readonly at: number
} & (
  | { readonly outcome: 'queued' }
  /** `to`: the hosts that took it, by name or address; none where it did not leave this one. */
  | { readonly outcome: 'sent'; readonly to: readonly string[] }
  /** When it could be sent there was nothing to say any more. */
  | { readonly outcome: 'passed' }
  /** The attempt failed; it is made again. */
  | { readonly outcome: 'retrying'; readonly reason: Reason }
  /** Refused for good, or given up because there is no room. */
  | { readonly outcome: 'refused' | 'dropped'; readonly reason: Reason }
)

/** How the other side answered to one attempt. */
export type Outcome =
  /** `messageId`: the other side's own, where it gives one. */
  | { readonly kind: 'sent'; readonly messageId: string | null }
  /**
   * Try again, not before `afterMilliseconds` where the other side names a time. `mayHaveArrived`: nobody knows what
   * became of it, so that the next attempt may be the second one that people see.
   */
  | {
      readonly kind: 'again'
      readonly reason: Reason
      readonly afterMilliseconds: number | null
      readonly mayHaveArrived: boolean
      /** The other side answered, and not why it could not: the message itself may be what is wrong. */
      readonly mayBeItsFault?: true
    }
  /** `of`: whom it is for is what is refused. */
  | { readonly kind: 'refused'; readonly reason: Reason; readonly of?: 'recipient' }
  /** It is not the message: the `key` is wrong, or the channel is not `open` (instance, licence, connection). */
  | { readonly kind: 'channel-refused'; readonly cause: 'key' | 'closed'; readonly reason: Reason }
