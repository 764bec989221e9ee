import { asyncScheduler, defer, of, timer, type Observable } from 'rxjs'
import type { Pace } from '../../model/channel.ts'

/** How many may go at once, and how fast more may follow. */
export interface TokenBucket {
  /** Emits once when one may go, and completes: at once, synchronously, where that is now. */
  readonly take: () => Observable<unknown>
  /** Whether one may go now. */
  readonly isReady: () => boolean
}

/**
 * A token bucket by the virtual scheduling algorithm (GCRA, ITU-T I.371): those who take share it.
 *
 * @param random  from 0 up to 1: up to half a wait is added to each, so that nobody sees a machine's rhythm
 */
export const createTokenBucket = (pace: Pace | null, random: () => number): TokenBucket => {
  if (pace === null) return { take: () => of(0), isReady: () => true }
  const { burst, every } = pace
  const tolerance = (burst - 1) * every
  /** When the bucket will be full again. */
  let fullAt = -Infinity
  const waitAt = (now: number): number => Math.max(0, Math.max(fullAt, now) - tolerance - now)
  return {
    take: () =>
      defer(() => {
        const now = asyncScheduler.now()
        // A clock that was set back does not make anybody wait for it.
        fullAt = Math.min(fullAt, now + 2 * burst * every)
        const wait = waitAt(now)
        fullAt = Math.max(fullAt, now) + every * (1 + random() / 2)
        return wait === 0 ? of(0) : timer(wait)
      }),
    isReady: () => waitAt(asyncScheduler.now()) === 0,
  }
}
