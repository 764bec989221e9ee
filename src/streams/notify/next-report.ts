import type { QuietAt } from './quiet-hours.ts'
import { slots } from './report-times.ts'

/** Every clock of the world changes its hour on one of these. */
const quarter = 900_000
/** A slot is a week at most. */
const farthest = (7 * 86_400_000) / quarter + 4

/**
 * When the next report is due, in milliseconds since the epoch; null where there are none. See `reportTimes`.
 *
 * @param now  milliseconds since the epoch
 */
export const nextReportAt = (
  { hours, timeZone, quietAt }: { readonly hours: number; readonly timeZone: string; readonly quietAt: QuietAt },
  now: number,
): number | null => {
  if (hours === 0) return null
  const slotOf = slots(hours, timeZone)
  const current = slotOf(now)
  const first = now - (now % quarter) + quarter
  for (let step = 0; step < farthest; step += 1) {
    const at = first + step * quarter
    if (slotOf(at) > current) return quietAt(at)?.until ?? at
  }
  return null
}
