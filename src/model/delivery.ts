/** What became of a notification (or a heartbeat) on one channel, for one recipient. */
export type Delivery = {
  readonly channel: string
  readonly at: number
} & (
  | { readonly outcome: 'queued' }
  | { readonly outcome: 'sent' }
  /** The attempt failed; it is made again. */
  | { readonly outcome: 'retrying'; readonly reason: string }
  /** Refused for good, or given up because there is no room. */
  | { readonly outcome: 'refused' | 'dropped'; readonly reason: string }
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
      readonly reason: string
      readonly afterMilliseconds: number | null
      readonly mayHaveArrived: boolean
    }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It is not the message: the `key` is wrong, or the channel is not `open` (instance, licence, connection). */
  | { readonly kind: 'channel-refused'; readonly cause: 'key' | 'closed'; readonly reason: string }
