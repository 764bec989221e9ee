/** Recipients that have another name on the other side now, and are reached by it until the configuration says so. */
export interface Moves {
  /** Null where it has not moved. */
  readonly to: (channel: string, recipient: string) => string | null
  readonly note: (channel: string, recipient: string, to: string) => void
}

/** Nothing is known of any, nor kept. */
export const noMoves: Moves = { to: () => null, note: () => undefined }
