import type { Word } from './alert.ts'

export const muteReasons = [
  'starting',
  'inhibited',
  'silenced',
  'acknowledged',
  'quiet',
  'budget',
  'grouped',
  /** It could not be written down, so nobody was told. */
  'unwritten',
] as const

export type MuteReason = (typeof muteReasons)[number]

/** Why something that is due is not told now. */
export type Mute = {
  readonly reason: MuteReason
} & (
  | {
      /** What mutes it, and ends it: a cause's fingerprint, a silence's id, quiet hours, the start-up notice. */
      readonly by: string
      /** When that ends, in milliseconds since the epoch; null where nobody knows. */
      readonly until: number | null
    }
  | { readonly by: null; readonly until: number }
)

/** What is due and not told, and why. */
export interface Muted {
  /** Of a life its fingerprint; an occurrence has a key of its own. */
  readonly key: string
  readonly word: Word
  readonly mute: Mute
}
