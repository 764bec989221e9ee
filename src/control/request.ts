import type { Command, Question } from '../model/command.ts'
import type { Reason } from '../model/reason.ts'
import type { EndedAlerts, SilenceStatus, Status, Why } from '../model/status.ts'

/** What somebody beside the agent asks or orders. */
export interface Request {
  readonly asked: Command | Question
  /** Is called once. */
  readonly reply: (answer: Answer) => void
}

export type Answer =
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'why'; readonly why: Why }
  | { readonly kind: 'alerts'; readonly alerts: EndedAlerts }
  | { readonly kind: 'silences'; readonly silences: readonly SilenceStatus[] }
  /** `isKnown`: whether anything that the agent knows matches it. */
  | { readonly kind: 'silenced'; readonly silence: SilenceStatus; readonly isKnown: boolean }
  | { readonly kind: 'unsilenced'; readonly silence: SilenceStatus }
  | { readonly kind: 'failed'; readonly what: 'no such silence'; readonly id: string }
  | { readonly kind: 'failed'; readonly what: 'not written' | 'not read'; readonly reason: Reason }
