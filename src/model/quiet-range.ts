/** A time of day in which only what is critical is told; over midnight where it ends before it begins. */
export interface QuietRange {
  /** The days on which it begins: 0 is Monday. */
  readonly days: readonly number[]
  /** Minutes since midnight. */
  readonly from: number
  readonly to: number
}
