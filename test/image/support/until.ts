import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until it gives something; the test's time-out is the end of its patience. */
export const until = async <T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    await sleep(100)
  }
}
