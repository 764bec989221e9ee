import { hasEnded, isTrouble, type Life } from '../../src/model/life.ts'
import type { Mute as Stated, Muted } from '../../src/model/mute.ts'
import { second } from '../support/samples.ts'
import { evidenceWithin, occurrenceIsDueFor } from './documented.ts'
import type { Run } from './engine.ts'
import { isClockUnsure, type Due, type Mute, type MuteOracle } from './mutes.ts'
import type { Oracle } from './oracle.ts'

/** Until what is found at a start was told, by the start-up notice or by itself. */
const startsFor = 6 * second

/** Times at which nothing happens, and the clock is as the agent knows it: just before and after each at which something does. */
export const momentsOf = (run: Run, isNearStart = startsFor): readonly number[] => {
  const { lives, told, muted, silenced, acknowledged, end } = run
  const times = [lives, told, muted, silenced, acknowledged].flatMap((all) => all.map(({ at }) => at))
  const isThere = (time: number): boolean =>
    run.lifetimes.some(({ from, to }) => time > from + isNearStart && time < to - 3 * second)
  return [...new Set([...times.flatMap((at) => [at - 0.5, at + 0.5]), end - 5 * second])]
    .filter((time) => isThere(time) && !isClockUnsure(run, time))
    .toSorted((one, other) => one - other)
}

/** What the agent says it does not tell for now, of what, and why. */
type AllMuted = ReadonlyMap<string, Muted>

/**
 * Whatever is due is muted, or was told at once; and the agent says by what it is muted, and until when, and says so of
 * nothing that is not due.
 */
export const whatIsDueIsMuted = (run: Run, oracle: Oracle, mutes: MuteOracle): void => {
  let index = 0
  for (const time of momentsOf(run)) {
    while ((run.muted[index + 1]?.at ?? Infinity) <= time) index += 1
    const stated: AllMuted = run.muted[index]?.all ?? new Map()
    for (const fingerprint of oracle.fingerprints) {
      const life = oracle.lifeAt(fingerprint, time)
      const word = oracle.dueAt(fingerprint, time)
      const said = stated.get(fingerprint)
      if (life === null || oracle.isReminderUnsure(fingerprint, time)) continue
      if (word === null) {
        if (said !== undefined && life.evidence !== null)
          fault(time, `${fingerprint} is not due, and is said to be muted: ${JSON.stringify(said)}`)
        continue
      }
      checkStated({ ...life, word, life }, time, said, mutes)
    }
    for (const due of occurrencesDue(run, oracle, time))
      checkStated(due, time, stated.get(`happened\n${due.fingerprint}`), mutes)
  }
}

const checkStated = (due: Due, time: number, said: Muted | undefined, mutes: MuteOracle): void => {
  const name = `${due.word} of ${due.fingerprint}`.replaceAll('\n', ' ')
  const holding = mutes.mutesAt(due, time)
  if (holding.length === 0) fault(time, `${name} is due, nothing mutes it, and nobody was told`)
  if (said === undefined) return fault(time, `${name} is due, and is not said to be muted by ${inShort(holding)}`)
  if (said.word !== due.word) fault(time, `${name} is due, and ${said.word} is said to be muted`)
  if (!holding.some((mute) => isSame(mute, said.mute)))
    fault(time, `${name} is said to be muted by ${inShort([said.mute])}, and is by ${inShort(holding)}`)
}

const isSame = (mute: Mute, stated: Stated): boolean =>
  mute.reason === stated.reason && mute.by === stated.by && mute.until === stated.until

const inShort = (mutes: readonly (Mute | Stated)[]): string =>
  mutes.map(({ reason, by, until }) => `${reason} (${String(by).replaceAll('\n', ' ')}, until ${until})`).join(', ')

/** What happened and was not told yet: all of one fingerprint together. */
const occurrencesDue = (run: Run, oracle: Oracle, time: number): readonly Due[] =>
  [...new Map(run.occurrences.map(({ occurrence }) => [occurrence.fingerprint, occurrence])).values()].flatMap(
    ({ host, type, subject, fingerprint }) => {
      const happenedAt = run.occurrences.findLast(
        ({ at, occurrence }) => at <= time && occurrence.fingerprint === fingerprint,
      )?.at
      if (happenedAt === undefined || oracle.ageAt(happenedAt, time) >= occurrenceIsDueFor) return []
      const isLost = (notification: object): boolean =>
        run.told.some((one) => one.isLost && one.at <= time && one.notification === notification)
      const isTold = run.told.some(
        ({ at, notification, isLost: isLoss }) =>
          !isLoss &&
          at >= happenedAt &&
          at <= time &&
          notification.kind === 'alerts' &&
          notification.alerts.some(
            (alert) => alert.word === 'happened' && alert.occurrence.fingerprint === fingerprint,
          ) &&
          !isLost(notification),
      )
      return isTold ? [] : [{ word: 'happened', host, type, subject, fingerprint, life: null }]
    },
  )

/** What the agent answers to who asks for its status says the same. */
export const statusSaysTheSame = (run: Run, oracle: Oracle, mutes: MuteOracle): void => {
  const moments = run.statuses.filter(({ at }) => !isClockUnsure(run, at) && at - oracle.startAt(at) > startsFor)
  for (const { at, status } of moments) {
    for (const { life, toldAt, untold } of status.troubles) {
      const { fingerprint } = life
      const belief = oracle.beliefAt(fingerprint, at)
      const told = belief && oracle.wallAt(belief.at)
      if (toldAt !== told)
        fault(at, `of ${fingerprint} it is said that it was told at ${toldAt}, and it was at ${told}`)
      if (oracle.isReminderUnsure(fingerprint, at)) continue
      const word = oracle.dueAt(fingerprint, at)
      if (untold === null || untold.reason === 'unseen' || untold.reason === 'awaited') {
        if (word !== null)
          fault(at, `${word} of ${fingerprint} is due, and its status says ${untold?.reason ?? 'nothing'}`)
        continue
      }
      const holding = word === null ? [] : mutes.mutesAt({ ...life, word, life }, at)
      if (!holding.some(({ reason, until }) => reason === untold.reason && until === untold.until))
        fault(at, `${word} of ${fingerprint}: its status says ${JSON.stringify(untold)}, and it is ${inShort(holding)}`)
    }
    const shown = new Set(status.troubles.map(({ life }) => life.fingerprint))
    for (const fingerprint of oracle.fingerprints) {
      const life = oracle.lifeAt(fingerprint, at)
      const isShown = life !== null && !hasEnded(life) && (isTrouble(life) || oracle.beliefAt(fingerprint, at) !== null)
      if (isShown !== shown.has(fingerprint))
        fault(at, `the status shows ${fingerprint}: ${!isShown}, and it is ${isShown}`)
    }
  }
}

/** A trouble waits for what is behind it for a second at most. */
export const evidenceComes = (run: Run): void => {
  const waiting = new Map<string, { readonly life: Life; readonly at: number }>()
  for (const { at, lives } of run.lives)
    for (const life of lives) {
      const since = waiting.get(life.fingerprint)
      if (since?.life.id === life.id && at - since.at > evidenceWithin && isSameLifetime(run, since.at, at))
        fault(at, `${life.fingerprint} waited for what is behind it since ${since.at}`)
      if (life.evidence !== null) waiting.delete(life.fingerprint)
      else if (since?.life.id !== life.id) waiting.set(life.fingerprint, { life, at })
    }
}

const isSameLifetime = ({ lifetimes }: Run, one: number, other: number): boolean =>
  lifetimes.some(({ from, to }) => one >= from && one <= to && other >= from && other <= to)

export const fault = (time: number, what: string): never => {
  throw new Error(`at ${time}: ${what.replaceAll('\n', ' ')}`)
}
