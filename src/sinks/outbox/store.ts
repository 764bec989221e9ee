import type { DatabaseSync } from 'node:sqlite'
import { isOpen, type Life } from '../../model/life.ts'
import type { Moves } from '../../model/moves.ts'
import type { Muted } from '../../model/mute.ts'
import { alertsIn, type Accepted, type GivenBack, type News, type Notification } from '../../model/notification.ts'
import type { Occurrence } from '../../model/occurrence.ts'
import { endingIn } from '../../model/told.ts'
import type { Reason } from '../../model/reason.ts'
import { withoutSecrets } from '../../text/foreign.ts'
import { createCountSince, type PeriodCounts } from './count-since.ts'
import { integerOf, transaction } from './database.ts'
import { createDeliveriesTable, type Address, type DeliveriesTable, type Letter } from './deliveries-table.ts'
import { asTold, forAddress, holds, type AtSending } from './holds.ts'
import { createLivesTable } from './lives-table.ts'
import { livesSince, readMemory, type KeptMemory } from './memory.ts'
import { createOccurrencesTable } from './occurrences-table.ts'
import { createMovesTable } from './moves-table.ts'
import { plainOf } from './plain-of.ts'
import { createPresences, type Presence } from './presence.ts'
import { createPrune, type Dropped, type Limits } from './prune.ts'
import { createRecords, type Records } from './records.ts'
import { createSilencesTable, type SilencesTable } from './silences-table.ts'
import { createStatistics, type OutboxStatistics } from './statistics.ts'
import { createTellingsTable } from './tellings-table.ts'
import { createCatchUp, type Chosen } from './write-catch-up.ts'
import { createFallback, type FallbackTimes } from './write-fallback.ts'
import { createWriteTold } from './write-told.ts'
import { createToJson, type Mask } from './written.ts'

/** What became of a message, and what is due again since nobody gets it. */
export interface Settled {
  /** For how many notifications it stood. */
  readonly count: number
  readonly givenBack: GivenBack
}

/** What is written down, each operation in one transaction. Times are milliseconds since the epoch. */
export interface Store {
  /** What is so. */
  readonly keep: (lives: readonly Life[]) => void
  /** Returns whether it is new. */
  readonly keepOccurrence: (occurrence: Occurrence) => boolean
  readonly mute: (muted: readonly Muted[]) => void
  /** What people are told, and with it what they were told of each trouble. */
  readonly accept: (
    news: News,
    to: readonly Address[],
    at: number,
  ) => Accepted & {
    /** Who else gets a part of it: the end of what they were told in the place of others. */
    readonly beside: readonly Address[]
  }
  /** Writes a message down that tells of nothing. */
  readonly queue: (notification: Notification, to: readonly Address[], at: number) => void
  readonly memory: (at: number) => KeptMemory
  readonly countSince: (since: number) => PeriodCounts
  readonly waitingFor: DeliveriesTable['waitingFor']
  /** Those that quiet hours hold: they are not urgent, and were not told within them. */
  readonly heldAtNight: DeliveriesTable['heldAtNight']
  /** The number of the newest delivery; 0 before the first. */
  readonly newest: () => number
  /** How many of them there are. */
  readonly countWaitingFor: (address: Address) => number
  /** Whether one of them came at that time or before and was not begun, or is to be told with others anyway. */
  readonly hasLate: DeliveriesTable['hasLate']
  readonly within: DeliveriesTable['within']
  readonly tookSince: DeliveriesTable['tookSince']
  /** Whether a trouble goes on, as far as that is known. */
  readonly goesOn: (fingerprint: string) => boolean
  /** Whether it still says what there is to say to its address. */
  readonly holds: (id: number, address: Address) => boolean
  /**
   * Makes one of all that waits for a recipient, which says what is so now and what has passed. Returns how many there
   * were of which there is nothing to say any more.
   */
  readonly catchUp: (address: Address, at: number, chosen?: Chosen) => number
  /** Has the fallback channels tell what the first ones did not. Returns how many notifications that are. */
  readonly fallBack: (to: readonly Address[], times: FallbackTimes, at: number) => number
  readonly read: DeliveriesTable['letter']
  readonly sending: DeliveriesTable['sending']
  /** A text of it was accepted; `done` where it was its last. Returns for how many notifications it stood. */
  readonly sent: DeliveriesTable['sent']
  readonly again: DeliveriesTable['again']
  /**
   * What was accepted was lost after all, and waits again.
   *
   * @param was  as its address would have read it
   */
  readonly lost: (
    id: number,
    was: Notification | null,
    outcome: { reason: Reason; isInPart: boolean; at: number },
  ) => void
  /** `isLast`: nobody steps in for it from now on. */
  readonly refused: (id: number, outcome: { reason: Reason; at: number; isLast: boolean }) => Settled
  /**
   * It is refused for good, though others go through. What it tells is said to its address once more, without the words of
   * others where there are any in it. Returns for how many it stood.
   */
  readonly setAside: (id: number, outcome: { reason: Reason; at: number }) => number
  /** The clock was set back: nothing waits for times from before that, nor came after now. */
  readonly forgetWaits: (address: Address, at: number) => void
  /**
   * What was being sent when the process ended: nobody knows what became of it. What is for nobody any more is refused,
   * and due again where nobody else gets it. Returns how many those are.
   */
  readonly recover: (known: readonly Address[], at: number) => number
  /** Removes what is too old, and gives up the least important of what waits beyond `queued`: alerts last of all. */
  readonly prune: (limits: Limits) => { readonly dropped: readonly Dropped[]; readonly givenBack: GivenBack }
  /** How many wait. */
  readonly countWaiting: () => number
  readonly countOnTheirWay: DeliveriesTable['countOnTheirWay']
  readonly statistics: () => OutboxStatistics
  readonly notePresence: (presence: Presence) => void
  readonly lastPresence: () => Presence | null
  /** The silences that somebody gave. */
  readonly silences: SilencesTable['all']
  readonly silence: SilencesTable['add']
  readonly unsilence: SilencesTable['remove']
  readonly importSilences: SilencesTable['addFromFile']
  readonly movedTo: Moves['to']
  readonly noteMove: Moves['note']
  /** What the owner is shown of it all. */
  readonly records: () => Records
  /** Whether another process has written since this was asked the last time. */
  readonly isChanged: () => boolean
  /** Whether what waits is there at the next start. */
  readonly isKept: () => boolean
}

/** @param mask  hides the secrets in each text before it is written */
export const createStore = (database: DatabaseSync, mask: Mask = withoutSecrets): Store => {
  const toJson = createToJson(mask)
  const deliveries = createDeliveriesTable(database, toJson)
  const lives = createLivesTable(database, toJson)
  const tellings = createTellingsTable(database, toJson)
  const occurrences = createOccurrencesTable(database, toJson)
  const silences = createSilencesTable(database, mask)
  const records = createRecords(database)
  const moves = createMovesTable(database)
  const presences = createPresences(database)
  const writeTold = createWriteTold(database, { deliveries, lives, tellings, occurrences })
  const prune = createPrune(database)

  /** As it is now. Of a life, and of its being unstable or not, nobody hears before people are told: its end would be missed. */
  const knownLife = (fingerprint: string): Life | null => {
    const newest = lives.newest(fingerprint)
    const told = tellings.told(fingerprint)
    if (newest === null || newest.id !== told?.life) return lives.newestTold(fingerprint)
    return isOpen(newest) ? asTold(newest, told) : newest
  }
  const nowFor = (address: Address): AtSending => ({
    channel: address.channel,
    lifeOf: knownLife,
    sentOf: (fingerprint) => tellings.sent(address, fingerprint),
    endSentOf: (fingerprint) => tellings.endSent(address, fingerprint),
  })
  const catchUp = createCatchUp(
    database,
    (notification, at) => deliveries.insert(notification, [nobody], at).delivery,
    nowFor,
  )
  const fallBack = createFallback(
    database,
    (notification, insteadOf, to, at) => void deliveries.insert(notification, to, at, insteadOf),
  )
  /** What is sent for one row, as its address is to read it. */
  const letter = (id: number): Letter => {
    const written = deliveries.letter(id)
    const { notification } = written
    const address = deliveries.addressOf(id)
    if (notification === null || address === null) return written
    return { ...written, notification: forAddress(notification, nowFor(address)) }
  }
  /** Whoever was told of a trouble in the place of others hears its end, too. */
  const tellBelievers = (news: News, to: readonly Address[], at: number): readonly Address[] => {
    if (news.kind !== 'alerts') return []
    const believers = tellings.believersOf(endingIn(news.alerts), to)
    for (const address of believers) {
      const alerts = news.alerts.filter((alert) =>
        endingIn([alert]).some((fingerprint) => tellings.sent(address, fingerprint) !== undefined),
      )
      const of = { ...news, alerts, cameAndWent: 0 }
      deliveries.insert({ kind: 'fallback', at, of, channel: null, reason: '' }, [address], at)
    }
    return believers
  }
  const selectVersion = database.prepare('PRAGMA data_version')
  let seenVersion = integerOf(selectVersion.get(), 'data_version')

  /** What an address takes to be so from now on. */
  const noteSent = (id: number, at: number): void => {
    const { notification } = letter(id)
    const address = deliveries.addressOf(id)
    if (notification === null || address === null) return
    for (const alert of alertsIn(notification)) tellings.send(address, alert, at)
  }
  /** Each trouble once: several of its news may be lost together. */
  const giveBack = (ids: readonly number[], isLast: boolean): GivenBack => {
    const lost = ids.flatMap((id) => deliveries.lostWith(id, isLast)).map(writeTold.giveBack)
    const tellings = [
      ...new Map(lost.flatMap((one) => one.tellings).map((telling) => [telling.fingerprint, telling])).values(),
    ]
    return {
      tellings,
      lives: tellings.flatMap(({ told }) => (told === null ? [] : livesSince(told, lives))),
      occurrences: lost.flatMap((one) => one.occurrences),
      notification: null,
    }
  }

  return {
    keep: (given) => {
      const changed = lives.take(given)
      if (changed.length === 0) return
      transaction(database, () => {
        for (const life of changed) {
          if (life.formerly !== null) tellings.rename(life.formerly, life.fingerprint)
          lives.write(life)
        }
      })
      lives.noteWritten(changed)
    },
    keepOccurrence: occurrences.keep,
    mute: (muted) => transaction(database, () => lives.mute(muted)),
    accept: (news, to, at) =>
      transaction(database, () => {
        const notification = writeTold.complete(news)
        const { notification: id } = deliveries.insert(notification, to, at)
        const beside = tellBelievers(notification, to, at)
        return { notification, tellings: writeTold.note({ id, notification }), beside }
      }),
    queue: (notification, to, at) => void transaction(database, () => deliveries.insert(notification, to, at)),
    memory: (at) => readMemory(database, { lives, tellings, occurrences }, at),
    countSince: createCountSince(database),
    waitingFor: deliveries.waitingFor,
    heldAtNight: deliveries.heldAtNight,
    newest: deliveries.newest,
    countWaitingFor: deliveries.countWaitingFor,
    hasLate: deliveries.hasLate,
    within: deliveries.within,
    tookSince: deliveries.tookSince,
    goesOn: (fingerprint) => {
      const life = lives.newest(fingerprint)
      return life !== null && isOpen(life)
    },
    holds: (id, address) => {
      const { notification } = deliveries.letter(id)
      return notification === null || holds(notification, nowFor(address))
    },
    catchUp: (...given) => transaction(database, () => catchUp(...given)),
    fallBack,
    read: letter,
    sending: deliveries.sending,
    sent: (id, outcome) =>
      transaction(database, () => {
        if (outcome.done) noteSent(id, outcome.at)
        return deliveries.sent(id, outcome)
      }),
    again: (...given) => transaction(database, () => deliveries.again(...given)),
    lost: (id, was, outcome) =>
      transaction(database, () => {
        const address = deliveries.addressOf(id)
        if (was !== null && address !== null) for (const alert of alertsIn(was)) tellings.unsend(address, alert)
        deliveries.lost(id, outcome)
      }),
    refused: (id, { isLast, ...outcome }) =>
      transaction(database, () => ({
        count: deliveries.refused(id, outcome),
        givenBack: giveBack([id], isLast),
      })),
    setAside: (id, { reason, at }) =>
      transaction(database, () => {
        const { notification, repeated } = deliveries.letter(id)
        const plain = plainOf(notification)
        const address = deliveries.addressOf(id)
        const count = deliveries.refused(id, { reason, at })
        if (plain === null || address === null) return count
        const { channel } = address
        const { delivery } = deliveries.insert({ kind: 'fallback', at, of: plain, channel, reason }, [address], at)
        if (repeated) deliveries.noteRepeated(delivery)
        return count
      }),
    forgetWaits: deliveries.forgetWaits,
    recover: (known, at) =>
      transaction(database, () => {
        const forNobody = deliveries.recover(known, at)
        giveBack(forNobody, true)
        tellings.forgetOthers(known)
        return forNobody.length
      }),
    prune: (limits) =>
      transaction(database, () => {
        const dropped = prune(limits)
        lives.prune(limits.before)
        tellings.prune()
        occurrences.prune(limits.before)
        silences.prune(limits.before)
        const ids = dropped.map(({ id }) => id)
        return { dropped, givenBack: giveBack(ids, true) }
      }),
    countWaiting: deliveries.countWaiting,
    countOnTheirWay: deliveries.countOnTheirWay,
    statistics: createStatistics(database),
    notePresence: presences.write,
    lastPresence: presences.read,
    silences: silences.all,
    silence: silences.add,
    unsilence: silences.remove,
    importSilences: (...given) => transaction(database, () => silences.addFromFile(...given)),
    movedTo: moves.to,
    noteMove: moves.note,
    records: () => records,
    isChanged: () => {
      const version = integerOf(selectVersion.get(), 'data_version')
      const isChanged = version !== seenVersion
      seenVersion = version
      return isChanged
    },
    isKept: () => database.location() !== null,
  }
}

/** Until it is known for whom it is. */
const nobody: Address = { channel: '', recipient: '' }
