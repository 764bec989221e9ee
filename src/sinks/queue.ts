import type { Notification } from '../model/notification.ts'

/** What waits for one recipient, in the order in which it came. Plain data: every change makes a new one. */
export type Queue = readonly Entry[]

/** One notification, as the texts of it that are still to be sent. */
export interface Entry {
  readonly texts: Texts
  /** A first text was sent: the others follow it before anything else. */
  readonly begun: boolean
  readonly rank: Rank
  readonly fingerprints: readonly string[]
}

export type Texts = readonly [string, ...string[]]

/** `firing` goes first and is given up last; `repeated` says what was said before, or what is said again later. */
type Rank = 'firing' | 'news' | 'repeated'

/** How much a queue holds: in texts, since these are what fills the memory. */
export const sizeOf = (queue: Queue): number => queue.reduce((size, { texts }) => size + texts.length, 0)

export const entryOf = (notification: Notification, texts: Texts): Entry => ({
  texts,
  begun: false,
  rank: rankOf(notification),
  fingerprints: notification.kind === 'alerts' ? notification.alerts.map(({ fingerprint }) => fingerprint) : [],
})

/**
 * What is to be sent next. A notification that was begun is finished first; then those that tell of a new trouble,
 * and otherwise the oldest. Nothing overtakes an earlier one about the same trouble: that one is sent before it.
 */
export const nextOf = (queue: Queue): Entry | undefined => {
  const wanted = queue.find(({ begun }) => begun) ?? queue.find(({ rank }) => rank === 'firing') ?? queue[0]
  return wanted && firstAbout(queue, wanted)
}

/**
 * Appends an entry and makes room for it: the oldest reminders and reports are dropped first, then the oldest of the
 * rest, those that tell of a new trouble last. What was begun or is `inFlight` stays.
 */
export const enqueue = (
  queue: Queue,
  entry: Entry,
  { capacity, inFlight }: { capacity: number; inFlight: Entry | null },
): { readonly queue: Queue; readonly dropped: readonly Entry[] } => {
  const kept = [...queue, entry]
  const dropped: Entry[] = []
  while (sizeOf(kept) > capacity) {
    const droppable = kept.filter((other) => !other.begun && other !== inFlight)
    const victim = firstOfRank(droppable, 'repeated') ?? firstOfRank(droppable, 'news') ?? droppable[0]
    if (victim === undefined) break
    kept.splice(kept.indexOf(victim), 1)
    dropped.push(victim)
  }
  return { queue: kept, dropped }
}

/** The queue after the entry's first text was sent: without it, and without the entry if that was its last. */
export const advance = (queue: Queue, entry: Entry): Queue => {
  const [, text, ...texts] = entry.texts
  if (text === undefined) return remove(queue, entry)
  return queue.map((other) => (other === entry ? { ...entry, begun: true, texts: [text, ...texts] } : other))
}

export const remove = (queue: Queue, entry: Entry): Queue => queue.filter((other) => other !== entry)

const rankOf = (notification: Notification): Rank => {
  if (notification.kind === 'report') return 'repeated'
  if (notification.kind !== 'alerts') return 'news'
  const reasons = notification.alerts.map(({ reason }) => reason)
  if (reasons.includes('firing')) return 'firing'
  return reasons.every((reason) => reason === 'reminder') ? 'repeated' : 'news'
}

const firstOfRank = (entries: readonly Entry[], rank: Rank): Entry | undefined =>
  entries.find((entry) => entry.rank === rank)

const firstAbout = (queue: Queue, entry: Entry): Entry => {
  const earlier = queue.slice(0, queue.indexOf(entry)).find((other) => sharesTrouble(other, entry))
  return earlier === undefined ? entry : firstAbout(queue, earlier)
}

const sharesTrouble = (one: Entry, other: Entry): boolean =>
  one.fingerprints.some((fingerprint) => other.fingerprints.includes(fingerprint))
