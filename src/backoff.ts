/** Waits between attempts, in milliseconds. */
export interface Backoff {
  /** Before the first new attempt. */
  readonly first: number
  /** The most between two attempts. */
  readonly max: number
}

/**
 * Milliseconds before attempt number `attempt` (from 0): doubled each time, capped, then jittered over its second
 * half ("equal jitter" in the AWS Architecture Blog, Exponential Backoff And Jitter, 2015).
 *
 * @param random  from 0 up to 1: how much of the second half of the wait is taken
 */
export const backoffDelay = ({ first, max }: Backoff, attempt: number, random: number): number => {
  const capped = Math.min(max, first * 2 ** Math.min(attempt, 30))
  return (capped * (1 + random)) / 2
}
