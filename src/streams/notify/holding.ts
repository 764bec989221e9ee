import type { GivenSilence, Silence } from '../../model/silence.ts'
import { quietHoursOf } from './quiet-hours.ts'

/** Those of some silences that hold at a time, in milliseconds since the epoch, and until when. */
export type Holding = (now: number) => readonly Silence[]

/**
 * @param timeZone  an IANA name: whose clock says when one that recurs holds
 */
export const holdingOf = (silences: readonly GivenSilence[], timeZone: string): Holding => {
  const all = silences.map((silence) => ({ silence, at: quietHoursOf({ ranges: silence.times, timeZone }) }))
  return (now) =>
    all.flatMap(({ silence: { id, type, subject, by, until, times }, at }) => {
      const end = until ?? Infinity
      if (end <= now) return []
      if (times.length === 0) return [{ id, type, subject, until: end, by }]
      const period = at(now)
      return period === null ? [] : [{ id, type, subject, until: Math.min(period.until, end), by }]
    })
}
