export interface BenchOptions {
  /** Whether it may take ten minutes. */
  readonly long: boolean
  /** Ends it early; what it started it ends and removes. */
  readonly signal: AbortSignal
}

/** Measures and prints. A figure beyond its limit is shown, and is no error. */
export type Bench = (options: BenchOptions) => Promise<void> | void

/** Prints one figure as one line, with its limit beside it. */
export const printFigure = (what: string, figure: string, limit = ''): void =>
  console.log(`  ${what.padEnd(76)} ${figure.padStart(16)}  ${limit}`.trimEnd())

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
