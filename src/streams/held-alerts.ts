import {
  hasEnded,
  isFiring,
  isOpen,
  type Alert,
  type EndedAlert,
  type NoticeAlert,
  type OpenAlert,
} from '../model/alert.ts'
import type { ToldLife } from '../model/memory.ts'

/** What is held back of one fingerprint: never more than an end and what came after it. */
interface Held {
  /** Ends what people were told of. */
  readonly end: EndedAlert | null
  /** What is so now, where that is trouble. */
  readonly open: OpenAlert | null
  readonly notice: NoticeAlert | null
  readonly withheld: number
}

const nothing: Held = { end: null, open: null, notice: null, withheld: 0 }

/** What people believe of each fingerprint, and what is held back from them. */
export interface HeldAlerts {
  /** Whether people know that it is in trouble. */
  readonly isTold: (fingerprint: string) => boolean
  /** What is told when this alert is: what was held of its fingerprint goes before it. */
  readonly tell: (alert: Alert) => readonly Alert[]
  /** Keeps an alert back. A trouble that came and went while it was held is not told at all. */
  readonly hold: (alert: Alert) => void
  /** What is told of what was held and need not be any longer. */
  readonly release: (isHeld: (alert: Alert) => boolean) => readonly Alert[]
  /** Troubles that came and went since this was asked the last time. */
  readonly takeCameAndWent: () => number
}

/**
 * The ground of `inhibit`, `silence` and `quietHours`: holds alerts back so that what is told of a fingerprint remains
 * a life, with one end for each beginning. Remembers what is held, and what was told and has not ended.
 */
export const createHeldAlerts = (lives: readonly ToldLife[] = []): HeldAlerts => {
  const toldOpen = new Set(lives.map(({ alert }) => alert.fingerprint))
  const heldBy = new Map<string, Held>()
  let cameAndWent = 0

  const remember = (alert: Alert): void => {
    if (hasEnded(alert)) toldOpen.delete(alert.fingerprint)
    else if (isOpen(alert)) toldOpen.add(alert.fingerprint)
  }

  const take = (fingerprint: string): readonly Alert[] => {
    const { end, open, notice, withheld } = heldBy.get(fingerprint) ?? nothing
    heldBy.delete(fingerprint)
    const alerts = [notice, end, open].filter((alert) => alert !== null)
    for (const alert of alerts) remember(alert)
    return alerts.map((alert, index) =>
      index === alerts.length - 1 ? { ...alert, withheld: alert.withheld + withheld } : alert,
    )
  }

  const holdOpen = (held: Held, alert: OpenAlert): Held => {
    const isNews = held.end !== null || !toldOpen.has(alert.fingerprint)
    const open: OpenAlert = isNews && isFiring(alert) ? { ...alert, reason: 'firing', before: null } : alert
    return { ...held, open, withheld: held.withheld + countOf(held.open) }
  }

  const holdEnd = (held: Held, alert: EndedAlert): Held => {
    if (held.end === null && toldOpen.has(alert.fingerprint))
      return { ...held, end: alert, open: null, withheld: held.withheld + countOf(held.open) }
    cameAndWent += 1
    return { ...held, open: null, withheld: held.withheld + countOf(held.open) + countOf(alert) }
  }

  const holdNotice = (held: Held, notice: NoticeAlert): Held => ({
    ...held,
    notice,
    withheld: held.withheld + countOf(held.notice),
  })

  const hold = (alert: Alert): void => {
    const { fingerprint } = alert
    const before = heldBy.get(fingerprint) ?? nothing
    const held = isOpen(alert)
      ? holdOpen(before, alert)
      : hasEnded(alert)
        ? holdEnd(before, alert)
        : holdNotice(before, alert)
    if (held.end === null && held.open === null && held.notice === null) heldBy.delete(fingerprint)
    else heldBy.set(fingerprint, held)
  }

  return {
    isTold: (fingerprint) => toldOpen.has(fingerprint),
    tell: (alert) => {
      if (hasEnded(alert) && heldBy.has(alert.fingerprint)) {
        hold(alert)
        return take(alert.fingerprint)
      }
      const before = take(alert.fingerprint)
      remember(alert)
      return [...before, alert]
    },
    hold,
    release: (isHeld) =>
      [...heldBy].flatMap(([fingerprint, { notice, end, open }]) => {
        const newest = open ?? end ?? notice
        return newest === null || isHeld(newest) ? [] : take(fingerprint)
      }),
    takeCameAndWent: () => {
      const count = cameAndWent
      cameAndWent = 0
      return count
    },
  }
}

/** An alert that is not told, and those that it stands for. */
const countOf = (alert: Alert | null): number => (alert === null ? 0 : 1 + alert.withheld)
