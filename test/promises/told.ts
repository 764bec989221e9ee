import { isEnd, isOpenAlert } from '../../src/model/alert.ts'
import { alertsIn, type Notification } from '../../src/model/notification.ts'
import { day, minute } from '../support/samples.ts'
import type { Belief, Telling } from './beliefs.ts'
import { perFingerprint, sameSubject, total } from './documented.ts'
import { fault, momentsOf } from './due.ts'
import type { Run } from './engine.ts'
import { dueOf, isClockUnsure, type MuteOracle } from './mutes.ts'
import type { Oracle } from './oracle.ts'

const named = ({ alert }: Telling): string => `${alert.word} of ${alert.life.fingerprint}`

/** What is told was so at that moment, and could be seen then; and it was due. */
export const whatIsToldIsSo = ({ tellings, lifeAt, dueAt }: Oracle): void => {
  for (const telling of tellings) {
    const { at, alert, notification } = telling
    const { fingerprint, id, state } = alert.life
    // More than one look may come in one millisecond.
    const lives = [lifeAt(fingerprint, at), lifeAt(fingerprint, at - 0.5)]
    const life = lives.find((one) => one?.id === id && one.state === state)
    if (!life) return fault(at, `${named(telling)} was not so`)
    if (isOpenAlert(alert) && !lives.some((one) => one?.isSeen)) fault(at, `${named(telling)} could not be seen`)
    // A report lists what is trouble, be it due or not: that is its reminder.
    if (notification.kind !== 'alerts' && alert.word === 'reminder') continue
    const due = dueAt(fingerprint, at - 0.5)
    if (due !== null && due !== alert.word && lifeAt(fingerprint, at - 0.5) === life)
      fault(at, `${named(telling)} is told, and ${due} was due`)
  }
}

/**
 * Each trouble that is told has one end told, its own or the one that another message bears; nothing is told as ended that was
 * not told as trouble; and each alert says rightly what people knew before it.
 */
export const eachHasOneEnd = (run: Run, { tellings, beliefAt, fingerprints }: Oracle): void => {
  const ended = new Map<number, Notification>()
  const lost = new Set(run.told.filter(({ isLost }) => isLost).map(({ notification }) => notification))
  for (const telling of tellings) {
    const { at, alert, before, known, notification } = telling
    const { fingerprint, id, type, subject, host } = alert.life
    const once = alertsIn(notification).filter(
      (other) => other.word !== 'happened' && other.life.fingerprint === fingerprint,
    )
    if (once.length > 1) fault(at, `one message tells twice of ${fingerprint}`)
    if (asKnown(alert.before) !== asKnown(before))
      fault(at, `${named(telling)} takes for known ${asKnown(alert.before)}, and known is ${asKnown(before)}`)
    if (alert.word === 'firing' && before?.life === id) fault(at, `${named(telling)} is told a second time`)
    if (alert.word !== 'firing' && alert.word !== 'unstable' && before === null && notification.kind === 'alerts')
      fault(at, `${named(telling)}, of which nobody was told`)
    const end = ended.get(id)
    if (end !== undefined && !lost.has(end)) fault(at, `${named(telling)}, whose end was told`)
    if (isEnd(alert)) ended.set(id, notification)
    const isFirst = isOpenAlert(alert) && before?.life !== id && !isWellNow(alert.life)
    const following = isFirst ? (sameSubject[type] ?? []) : []
    const expected = following.map((one) => `${host}\n${one}\n${subject}`).filter((one) => known.has(one))
    const borne = alert.bears.map((one) => one.fingerprint)
    if (expected.toSorted().join() !== borne.toSorted().join())
      fault(at, `${named(telling)} bears the ends of ${borne.join()}, and should of ${expected.join()}`)
  }
  // Everything was well for long, and nothing mutes: nobody takes anything for trouble.
  for (const fingerprint of fingerprints)
    if (beliefAt(fingerprint, run.end) !== null) fault(run.end, `${fingerprint} is well, and nobody was told`)
}

const isWellNow = (life: Telling['alert']['life']): boolean => life.state === 'unstable' && life.now === 'ended'

const asKnown = (known: Pick<Belief, 'life' | 'state' | 'severity' | 'reminders'> | null): string =>
  known === null ? 'nothing' : `${known.life} ${known.state} ${known.severity}, reminded ${known.reminders} times`

/** What something mutes is not told, but along with a message that leaves anyway. */
export const whatIsMutedIsNotTold = (run: Run, oracle: Oracle, mutes: MuteOracle): void => {
  for (const { at, notification, isLost } of run.told) {
    if (isLost || notification.kind !== 'alerts' || isClockUnsure(run, at)) continue
    const night = mutes.nightAt(at)?.id ?? null
    if (night !== notification.quiet) fault(at, `told in quiet hours ${notification.quiet}, and they are ${night}`)
    const all = notification.alerts.map((alert) => ({
      alert,
      holding: mutes
        .mutesAt(dueOf(alert), at, at - 0.5)
        .filter(({ reason }) => reason !== 'starting' && reason !== 'unwritten'),
    }))
    const hasOwn = all.some(({ holding }) => holding.length === 0)
    for (const { alert, holding } of all) {
      const muted = holding.find(({ reason }) => reason !== 'grouped' && reason !== 'budget')
      if (muted !== undefined) fault(at, `${alert.word} is told although ${muted.reason} by ${muted.by}`)
      if (!hasOwn && !isStopping(run, at)) fault(at, `a message of its own, although ${holding[0]?.reason}`)
    }
    if (oracle.startAt(at) > at) fault(at, 'told by nobody')
  }
}

/** Who is asked to stop tells what only waited to go with others. */
const isStopping = ({ lifetimes }: Run, time: number): boolean =>
  lifetimes.some(({ to }) => time <= to && to - time < 5_000)

/** Never more than people can bear, also across restarts, as long as the clock is right. */
export const neverAFlood = (run: Run, mutes: MuteOracle): void => {
  const messages = run.told.flatMap(({ at, notification, isLost }) =>
    isLost || notification.kind !== 'alerts' ? [] : [{ at, notification }],
  )
  const within = (index: number, window: number) => {
    const time = messages[index]?.at ?? 0
    return messages.slice(0, index + 1).filter(({ at }) => at > time - window)
  }
  const wasSet = (time: number): boolean => run.clock.some(({ at }) => at <= time && at > time - 40 * minute)
  for (const [index, { at, notification }] of messages.entries()) {
    if (wasSet(at)) continue
    const isUrgent = notification.alerts.some((alert) => mutes.isUrgent(dueOf(alert), at - 0.5))
    const places = total.messages - (isUrgent ? 0 : total.keptForUrgent)
    if (within(index, total.window).length > places) fault(at, `more than ${places} messages`)
    for (const { fingerprint } of notification.alerts.map(dueOf)) {
      const about = within(index, perFingerprint.window).filter((message) =>
        message.notification.alerts.map(dueOf).some((one) => one.fingerprint === fingerprint),
      )
      if (about.length > perFingerprint.messages) fault(at, `${about.length} messages about ${fingerprint}`)
    }
  }
}

/** Days that messages and lives that have ended are kept. */
const keptFor = 30 * day

/** The recipient gets what is told: whenever nothing is on its way, and at the end, they know what everybody knows. */
export const theRecipientKnows = (run: Run, { fingerprints, beliefAt }: Oracle): void => {
  // By then a message that waits is given up, and the trouble that it tells of is forgotten.
  if (run.clock.reduce((sum, { by }) => sum + Math.max(0, by), 0) >= keptFor) return
  const believed = new Set<string>()
  let index = 0
  for (const time of [...momentsOf(run), run.end]) {
    for (; (run.got[index]?.at ?? Infinity) <= time; index += 1)
      for (const alert of alertsIn(run.got[index]?.notification ?? nothing)) {
        if (alert.word === 'happened') continue
        if (isEnd(alert)) believed.delete(alert.life.fingerprint)
        else believed.add(alert.life.fingerprint)
        for (const { fingerprint } of alert.bears) believed.delete(fingerprint)
      }
    for (const fingerprint of fingerprints) {
      const isTold = beliefAt(fingerprint, time) !== null
      if (isTold !== believed.has(fingerprint))
        fault(time, `people were told of ${fingerprint}: ${isTold}, and the recipient takes it for trouble: ${!isTold}`)
    }
  }
}

const nothing: Notification = { kind: 'test', at: 0 }
