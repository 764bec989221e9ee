import type { GivenSilence } from './silence.ts'

/** What the owner orders. */
export type Command = SilenceCommand | UnsilenceCommand

export interface SilenceCommand extends Pick<GivenSilence, 'type' | 'subject' | 'by' | 'reason' | 'times'> {
  readonly kind: 'silence'
  /** For how long, in milliseconds; null: until it is taken back. */
  readonly duration: number | null
}

/** Takes a silence back. */
export interface UnsilenceCommand {
  readonly kind: 'unsilence'
  readonly id: string
}

/** What the owner asks. */
export type Question =
  | { readonly kind: 'status' }
  | { readonly kind: 'why'; readonly subject: string }
  /** What ended since a time, in milliseconds since the epoch. */
  | { readonly kind: 'alerts'; readonly since: number }
  | { readonly kind: 'silences' }

export const isCommand = (asked: Command | Question): asked is Command =>
  asked.kind === 'silence' || asked.kind === 'unsilence'
