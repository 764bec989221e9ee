/** Whether what fails for one recipient is the fault of a message, and of which. */
export interface Suspicion {
  /** Something went through: `ids`. */
  readonly sent: (ids: readonly number[]) => void
  /**
   * What was sent as one message failed.
   *
   * @param weight  how likely it is the message's own fault: 1 where the other side answered so, 0 where nobody was reached
   */
  readonly failed: (ids: readonly number[], weight: number) => void
  /** It failed while others went through, or while the channel is seen to be open: it goes alone, and after the others. */
  readonly isApart: (id: number) => boolean
  /** All of those. */
  readonly apart: () => readonly number[]
  /** It alone fails, others go through. */
  readonly isFaulty: (id: number) => boolean
  /** It has failed often enough while others went through. */
  readonly isToBeSetAside: (id: number) => boolean
  /** Whether anything went through since it failed first. */
  readonly isOutdone: (id: number) => boolean
  /** How many may go in one message: fewer where one of those in it may be what fails. */
  readonly most: () => number
}

/** So often something fails before it is told from the channel by its being seen open. */
const patience = 3
/** So often it fails alone before it is set aside. */
const tries = 3

interface Failing {
  /** How much had gone through when it failed first. */
  readonly since: number
  /** Since something went through last. */
  readonly failures: number
  /** After something went through. */
  readonly alone: number
}

/**
 * Tells a message that is refused whatever it is sent by from a channel that takes none: by whether others go through.
 * Of those that were sent as one message half are tried next, until the one is found.
 *
 * @param isSeenOpen  whether the connection test says that the channel could send
 */
export const createSuspicion = (isSeenOpen: () => boolean): Suspicion => {
  const failing = new Map<number, Failing>()
  let gone = 0
  let most = Infinity
  let whole: Failing | null = null

  const next = (before: Failing | null | undefined, weight: number): Failing => {
    const { since, failures, alone } = before ?? { since: gone, failures: 0, alone: 0 }
    return { since, failures: failures + 1, alone: gone > since ? alone + weight : alone }
  }
  const isSuspected = ({ failures, alone }: Failing): boolean => alone > 0 || (failures >= patience && isSeenOpen())
  return {
    sent: (ids) => {
      gone += 1
      most = Infinity
      whole = null
      for (const id of ids) failing.delete(id)
      // They failed with the channel, maybe: they are tried with the others again.
      for (const [id, one] of failing) failing.set(id, { ...one, failures: 0 })
    },
    failed: (ids, weight) => {
      const [only] = ids
      if (ids.length === 1 && only !== undefined) failing.set(only, next(failing.get(only), weight))
      else {
        whole = next(whole, weight)
        if (!isSuspected(whole)) return
        most = Math.ceil(ids.length / 2)
        whole = null
      }
    },
    isApart: (id) => {
      const one = failing.get(id)
      return one !== undefined && isSuspected(one)
    },
    apart: () => [...failing].flatMap(([id, one]) => (isSuspected(one) ? [id] : [])),
    isFaulty: (id) => (failing.get(id)?.alone ?? 0) > 0,
    isToBeSetAside: (id) => (failing.get(id)?.alone ?? 0) >= tries,
    isOutdone: (id) => gone > (failing.get(id)?.since ?? gone),
    most: () => most,
  }
}
