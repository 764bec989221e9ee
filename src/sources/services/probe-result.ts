import type { ProbeFailure } from '../../model/service.ts'

/** What one probe found. */
export interface ProbeResult {
  readonly failure: ProbeFailure | null
  /** Until when its certificate is valid, in milliseconds since the epoch; null without one. */
  readonly validUntil: number | null
}
