import type { Life, Severity } from './life.ts'

/** Somebody knows of a trouble and need not be reminded of it: of this one, as bad as it was. */
export interface Acknowledgement {
  /** The number of its life. */
  readonly life: number
  readonly severity: Severity
  /** Who knows. */
  readonly by: string
  /** A day later at most; milliseconds since the epoch. */
  readonly until: number
}

/** As long as the trouble is no worse than they know. */
export const acknowledges = ({ life: id, severity }: Acknowledgement, life: Pick<Life, 'id' | 'severity'>): boolean =>
  id === life.id && (severity === 'critical' || life.severity === 'warning')
