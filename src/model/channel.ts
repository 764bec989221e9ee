import type { Observable } from 'rxjs'
import type { Outcome } from './delivery.ts'
import type { ConnectionTest, Notification } from './notification.ts'

/** A way to people. Everything that it emits, it emits as values: a channel never throws. */
export interface Channel {
  readonly name: string
  readonly recipients: readonly string[]
  /** The messages that say it, in order: more than one where the channel has a limit of length. */
  readonly render: (notification: Notification) => readonly string[]
  /** One attempt. Emits one outcome and completes; unsubscribing aborts it. */
  readonly send: (text: string, recipient: string) => Observable<Outcome>
  /** Emits one result and completes. */
  readonly test: () => Observable<ConnectionTest>
}
