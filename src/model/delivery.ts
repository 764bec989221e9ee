/** What became of a notification (or a heartbeat) on one channel. */
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
  | { readonly kind: 'sent' }
  /** Try again, not before `afterMilliseconds` where the other side names a time. */
  | { readonly kind: 'again'; readonly reason: string; readonly afterMilliseconds: number | null }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It is not the message: key, instance or licence. The queue is kept. */
  | { readonly kind: 'channel-refused'; readonly reason: string }
