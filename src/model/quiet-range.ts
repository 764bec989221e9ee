/** A time of day in which only what is critical is told; over midnight where it ends before it begins. */
export interface QuietRange {
  /** The days on which it begins: 0 is Monday. */
  readonly days: readonly number[]
  /** Minutes since midnight. */
  readonly from: number
  readonly to: number
}

/** Quiet hours that last. */
export interface QuietPeriod {
  /** The same for all of one period, also after a restart within it: when it began on the owner's clock. */
  readonly id: string
  /** When it ends, in milliseconds since the epoch. */
  readonly until: number
}
