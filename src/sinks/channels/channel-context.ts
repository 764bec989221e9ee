import type { Http } from '../../clients/http.ts'
import type { Config } from '../../config.ts'
import type { Log } from '../../log.ts'
import type { Message } from '../../model/message.ts'
import type { Moves } from '../../model/moves.ts'
import type { Notification } from '../../model/notification.ts'

/** What a channel is made of. */
export interface ChannelContext {
  readonly config: Config
  readonly http: Http
  readonly text: (notification: Notification) => Message
  /** The word for what people may have already. */
  readonly repeated: string
  /** The line that says what a recipient is called now, and what to set. */
  readonly moved: (to: string) => string
  readonly moves: Moves
  readonly log: Log
  readonly terminal: Terminal
}

export interface Terminal {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}
