import { alertsIn, type Notification } from '../../model/notification.ts'

/** `firing` goes first and is given up last; `repeated` says what was said before, or what is said again later. */
export type Rank = 'firing' | 'news' | 'repeated'

/** What waits for one recipient, in the order in which it came. */
export type Queue = readonly Waiting[]

/** One notification for one recipient. Times are milliseconds since the epoch. */
export interface Waiting {
  readonly id: number
  readonly rank: Rank
  readonly fingerprints: readonly string[]
  /** A first text was sent: the others follow it before anything else. */
  readonly begun: boolean
  /** Not before. */
  readonly nextAt: number
  /** That failed. */
  readonly attempts: number
}

/** After so many failures it lets others go first: it may be what is wrong. */
const patience = 3

export const rankOf = (notification: Notification): Rank => {
  if (notification.kind === 'report') return 'repeated'
  const reasons = alertsIn(notification).map(({ reason }) => reason)
  if (reasons.length === 0) return 'news'
  if (reasons.includes('firing')) return 'firing'
  return reasons.every((reason) => reason === 'reminder') ? 'repeated' : 'news'
}

export const fingerprintsOf = (notification: Notification): readonly string[] => [
  ...new Set(alertsIn(notification).map(({ fingerprint }) => fingerprint)),
]

/**
 * What is to be sent now, or how many milliseconds later there is something; null where nothing waits.
 *
 * A notification that was begun is finished first; then those that tell of a new trouble, and otherwise the oldest.
 * Nothing overtakes an earlier one about the same trouble: that one is sent before it.
 */
export const nextOf = (queue: Queue, now: number): { readonly next: Waiting } | { readonly wait: number } | null => {
  if (queue.length === 0) return null
  const wanted = [
    ...queue.filter(({ begun }) => begun),
    ...queue.filter(({ begun, rank, attempts }) => !begun && rank === 'firing' && attempts < patience),
    ...queue.filter(({ begun, attempts }) => !begun && attempts < patience),
    ...queue,
  ]
  let earliest = Infinity
  for (const candidate of wanted) {
    const next = firstAbout(queue, candidate)
    if (next.nextAt <= now) return { next }
    earliest = Math.min(earliest, next.nextAt)
  }
  return { wait: earliest - now }
}

const firstAbout = (queue: Queue, one: Waiting): Waiting => {
  if (one.fingerprints.length === 0) return one
  const earlier = queue.find((other) => other.id < one.id && sharesTrouble(other, one))
  return earlier === undefined ? one : firstAbout(queue, earlier)
}

const sharesTrouble = (one: Waiting, other: Waiting): boolean =>
  one.fingerprints.some((fingerprint) => other.fingerprints.includes(fingerprint))
