/** A main process that gives up since a child of it was killed does so within this, in milliseconds. */
const givesUpWithin = 10_000

/** 128 and the number of SIGKILL. */
const killed = 137

/**
 * Whether the want of memory ended a container. Its mark alone does not say so: it stays from the first child that the
 * kernel killed to the end, and that may be days. Where nobody heard when that was, only a main process that was killed
 * itself is taken for one.
 *
 * @param oomAt  when the kernel last killed a process in it, in milliseconds since the epoch; null where nobody heard of it
 */
export const endedForMemory = ({
  at,
  exitCode,
  oomAt,
  marked,
}: {
  readonly at: number
  readonly exitCode: number | null
  readonly oomAt: number | null
  readonly marked: boolean
}): boolean => (oomAt === null ? marked && exitCode === killed : at - oomAt <= givesUpWithin)
