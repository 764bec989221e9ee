/** `part` of `whole` as a percentage from 0 to 100; of nothing it is 0. */
export const percentOf = (part: number, whole: number): number =>
  whole > 0 ? Math.min(100, Math.max(0, (part * 100) / whole)) : 0
