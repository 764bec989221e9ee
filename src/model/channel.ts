import type { Observable } from 'rxjs'
import type { Outcome } from './delivery.ts'
import type { ConnectionTest, Notification } from './notification.ts'

/** A way to people. Everything that it emits, it emits as values: a channel never throws. */
export interface Channel {
  readonly name: string
  readonly recipients: readonly string[]
  /** The host that takes its messages, and whether `test` asks it; null where they do not leave this one. */
  readonly host: ChannelHost | null
  /** How fast it may be used; null: as fast as can be. */
  readonly pace: Pace | null
  /**
   * The messages that say it, in order: more than one where the channel has a limit of length.
   *
   * @param repeated  whether people may have it already, which each of them then says; their number is the same
   */
  readonly render: (notification: Notification, options: { readonly repeated: boolean }) => readonly string[]
  /** One attempt. Emits one outcome and completes; unsubscribing aborts it. */
  readonly send: (text: string, recipient: string) => Observable<Outcome>
  /** Whether it could send now, without sending. Emits one result and completes. */
  readonly test: () => Observable<ConnectionTest>
  /** Left out where the other side cannot be asked what became of what was sent. */
  readonly afterwards?: Afterwards
}

/** Each emits one answer and completes; null: nobody knows. */
export interface Afterwards {
  /** The other side's own id of one of these texts, where it is there for the recipient since that time. */
  readonly find: (sought: Sought) => Observable<string | null>
  /** Whether what was accepted was lost after all. */
  readonly isLost: (messageId: string) => Observable<boolean | null>
}

export interface Sought {
  readonly texts: readonly string[]
  readonly recipient: string
  /** In milliseconds since the epoch, by our clock. */
  readonly since: number
}

export interface ChannelHost {
  /** A name or an address. */
  readonly name: string
  readonly isAsked: boolean
}

/** A token bucket: so many messages at once, and one more each `every` milliseconds. */
export interface Pace {
  readonly burst: number
  readonly every: number
}
