import { TheilSenRegression } from 'ml-regression-theil-sen'

/** What was measured at a tick of the sampling timer: ticks have no gaps in time, whatever the wall clock does. */
export interface Sample {
  readonly tick: number
  readonly value: number
}

/** How much the value grows with each tick, and how well a line says so: 1 is perfectly. */
export interface Trend {
  readonly slope: number
  readonly fit: number
}

/**
 * The trend of samples by the Theil–Sen estimator: the median of the slopes between all pairs, which a few samples that
 * are far off do not move (Sen 1968). `fit` is the coefficient of determination.
 */
export const trendOf = (samples: readonly Sample[]): Trend => {
  const ticks = samples.map(({ tick }) => tick)
  const values = samples.map(({ value }) => value)
  const line = new TheilSenRegression(ticks, values)
  const { r2 } = line.score(ticks, values)
  return { slope: line.slope, fit: Number.isFinite(r2) ? r2 : 0 }
}
