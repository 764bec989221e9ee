import { aboutOf, isBeginning } from '../../model/alert.ts'
import { alertsIn, type Notification } from '../../model/notification.ts'

/** `firing` goes first and is given up last; `repeated` says what was said before, or what is said again later. */
export type Rank = 'firing' | 'news' | 'repeated'

/** What waits for one recipient, in the order in which it came. */
export type Queue = readonly Waiting[]

/** One notification for one recipient. Times are milliseconds since the epoch. */
export interface Waiting {
  readonly id: number
  readonly kind: Notification['kind']
  readonly rank: Rank
  /** It tells of something that is critical. */
  readonly critical: boolean
  readonly fingerprints: readonly string[]
  /** A first text was sent: the others follow it before anything else. */
  readonly begun: boolean
  /** Not before. */
  readonly nextAt: number
  /** That failed. */
  readonly attempts: number
  /** People may have it already. */
  readonly repeated: boolean
  readonly queuedAt: number
}

export const rankOf = (notification: Notification): Rank => {
  if (notification.kind === 'report') return 'repeated'
  const alerts = alertsIn(notification)
  if (alerts.some(isBeginning)) return 'firing'
  const isOfReminders = alerts.length > 0 && alerts.every(({ word }) => word === 'reminder')
  return isOfReminders && notification.kind !== 'startup' ? 'repeated' : 'news'
}

export const fingerprintsOf = (notification: Notification): readonly string[] => [
  ...new Set(alertsIn(notification).map((alert) => aboutOf(alert).fingerprint)),
]

/**
 * What is to be sent now, or how many milliseconds later there is something; null where nothing waits.
 *
 * A notification that was begun is finished first; then those that tell of a new trouble, and otherwise the oldest. What has
 * failed lets those go first that have not.
 * Nothing overtakes an earlier one about the same trouble: that one is sent before it.
 *
 * @param isApart  what is left out, and with it what would have to wait for that
 */
export const nextOf = (
  queue: Queue,
  now: number,
  isApart: (id: number) => boolean = () => false,
): { readonly next: Waiting } | { readonly wait: number } | null => {
  const wanted = [
    ...queue.filter(({ begun }) => begun),
    // What has failed lets others go first: it may be what is wrong.
    ...queue.filter(({ begun, rank, attempts }) => !begun && rank === 'firing' && attempts === 0),
    ...queue.filter(({ begun, attempts }) => !begun && attempts === 0),
    ...queue.filter(({ rank }) => rank === 'firing'),
    ...queue,
  ]
  let earliest = Infinity
  for (const candidate of wanted) {
    const next = firstAbout(queue, candidate)
    if (isApart(next.id)) continue
    if (next.nextAt <= now) return { next }
    earliest = Math.min(earliest, next.nextAt)
  }
  return earliest === Infinity ? null : { wait: earliest - now }
}

const firstAbout = (queue: Queue, one: Waiting): Waiting => {
  if (one.fingerprints.length === 0) return one
  const earlier = queue.find((other) => other.id < one.id && sharesTrouble(other, one))
  return earlier === undefined ? one : firstAbout(queue, earlier)
}

const sharesTrouble = (one: Waiting, other: Waiting): boolean =>
  one.fingerprints.some((fingerprint) => other.fingerprints.includes(fingerprint))
