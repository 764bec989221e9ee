import type { Ending } from '../model/check.ts'
import type { Container } from '../model/reading.ts'

/** A main process that gives up since a child of it was killed does so within this, in milliseconds. */
const givesUpWithin = 10_000

/**
 * Whether it ended for want of memory: the kernel killed its main process, or a child of it while the container then
 * ended with 0 as if nothing were, or with another code at once. A kill of long ago explains no crash of today.
 */
export const isOutOfMemory = ({ end, oomAt }: Container, ending: Ending | null): boolean => {
  if (end === null || !end.oomKilled) return false
  if (ending !== 'crashed' && ending !== 'completed' && ending !== 'unwitnessed') return false
  return end.exitCode === killed || end.exitCode === 0 || (oomAt !== null && end.at - oomAt <= givesUpWithin)
}

/** 128 and the number of SIGKILL. */
const killed = 137
