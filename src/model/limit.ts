/** In percent: above its threshold, a value is trouble; that ends below the clear value. */
export interface Limit {
  readonly threshold: number
  readonly clear: number
}

/** Where nothing else is said, trouble ends a fifth below where it begins, at most these points. */
const widest = 5
const share = 1 / 5

export const limitOf = (threshold: number, clear = threshold - Math.min(widest, threshold * share)): Limit => ({
  threshold,
  clear,
})
