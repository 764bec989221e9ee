import { existsSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { BehaviorSubject, type Observable } from 'rxjs'
import type { Log } from '../../log.ts'
import type { Reason } from '../../model/reason.ts'
import { makePrivateFolder } from '../../private-files.ts'
import { inEnglish } from '../../text/reason-words.ts'
import { copyOf, copyTo } from './copy.ts'
import { unlessBusy } from './busy.ts'
import { integerOf, openDatabase, openInMemory } from './database.ts'
import { mend } from './mend.ts'
import { salvage } from './salvage.ts'
import { keepUnreadable, takeUnreadable } from './set-aside.ts'
import { isBusy, isCorrupt, isOfStorage, storageReason } from './storage-reason.ts'
import { createStore, type Store } from './store.ts'
import type { Mask } from './written.ts'

/** How what is written down is kept. */
export interface Storage {
  /** Null where it is kept on the disk; otherwise why only in memory. */
  readonly inMemoryBecause: Reason | null
  /** The name that a corrupt database was given; null where that did not happen. */
  readonly movedAside: string | null
}

export interface KeptStore extends Store {
  readonly storage: () => Storage
  /** The same now, and again in the midst of what changes it. */
  readonly storage$: Observable<Storage>
  /** Goes back to the disk, where it was left and that is possible now. */
  readonly returnToDisk: () => void
}

/** Milliseconds that another process is waited for. */
const patienceAtStart = 5_000
const patienceAtWork = 100
/** So often a lock is waited for before it is taken for one that stays. */
const mostRefused = 20

/**
 * A store that goes on whatever happens to its file: what cannot be written there is kept in memory, and written when
 * that is possible again. A corrupt file is moved aside, with the date, and what of it can be read is taken along.
 */
export const openStore = ({
  path,
  host,
  now,
  mask,
  log,
}: {
  path: string
  /** The id of the host that it is of. */
  host: string
  now: () => number
  /** Hides the secrets in each text before it is written. */
  mask?: Mask
  log: Log
}): KeptStore => {
  const storage$ = new BehaviorSubject<Storage>({ inMemoryBecause: null, movedAside: null })
  const note = (changed: Partial<Storage>): void => storage$.next({ ...storage$.value, ...changed })
  const isInMemory = (): boolean => storage$.value.inMemoryBecause !== null
  /** What of the file is in memory too: all up to a delivery, by its number; null where that could not be read. */
  let copiedTo: number | null = 0
  /** At the start nothing else is there to be done while another process writes. */
  let patience = patienceAtStart
  /** Writes that were refused since the last one that was not, because another process writes. */
  let refused = 0
  let writtenBefore = -1

  /** A row that cannot be read would be in the way of each start. */
  const setAsideUnreadable = (opened: DatabaseSync): void => {
    const rows = takeUnreadable(opened)
    if (rows.length === 0) return
    const tables = new Set(rows.map(({ table }) => table))
    keepUnreadable(join(dirname(path), 'unreadable.jsonl'), rows, now())
    mend(opened, tables)
    log.error(`rows of the outbox could not be read and are set aside: ${rows.length} (${[...tables].join(', ')})`)
  }
  const toMemory = (error: unknown): DatabaseSync => {
    const copy = existsSync(path) ? copyOf(path, host) : openInMemory()
    copiedTo = copy && integerOf(copy.prepare('SELECT coalesce(max(id), 0) AS id FROM delivery').get(), 'id')
    const memory = copy ?? salvage(path, host).database
    setAsideUnreadable(memory)
    // So that nothing written from now on has the number of something in the file.
    if (copiedTo === null) {
      memory.exec('DELETE FROM sqlite_sequence')
      for (const table of ['notification', 'delivery', 'life', 'silence'])
        memory.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, Math.floor(now() / 1_000))
    }
    const reason = storageReason(error)
    log.error(`the outbox is kept in memory only, and is lost when the agent ends: ${inEnglish(reason)}`)
    note({ inMemoryBecause: reason })
    return memory
  }
  const replaceCorrupt = (): DatabaseSync => {
    const { database: rescued, damaged } = salvage(path, host)
    setAsideUnreadable(rescued)
    mend(rescued, damaged)
    const name = `${path}.corrupt-${new Date(now()).toISOString().replaceAll(':', '-')}`
    renameSync(path, name)
    for (const suffix of ['-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, name + suffix)
    const movedAside = name.slice(dirname(name).length + 1)
    note({ movedAside })
    log.error(`the outbox was corrupt: it is now called ${movedAside}, and a new one was begun`)
    openDatabase(path, host, patience).close()
    copyTo(path, rescued, { replacing: 0 })
    rescued.close()
    return openDatabase(path, host, patience)
  }
  const open = (): DatabaseSync => {
    makePrivateFolder(dirname(path))
    try {
      const opened = openDatabase(path, host, patience)
      setAsideUnreadable(opened)
      return opened
    } catch (error) {
      if (isCorrupt(error)) return replaceCorrupt()
      throw error
    }
  }
  const openSomewhere = (): DatabaseSync => {
    try {
      return open()
    } catch (error) {
      return toMemory(error)
    }
  }

  let database = openSomewhere()
  let store = createStore(database, mask)
  const waitFor = (milliseconds: number): void => {
    patience = milliseconds
    database.exec(`PRAGMA busy_timeout = ${patience}`)
  }
  waitFor(patienceAtWork)
  const use = (other: DatabaseSync): void => {
    database = other
    waitFor(patience)
    store = createStore(database, mask)
  }
  const isLockedForLong = (most: number): boolean => {
    const written = integerOf(database.prepare('SELECT total_changes() AS n').get(), 'n')
    refused = written === writtenBefore ? refused + 1 : 1
    writtenBefore = written
    return refused >= most
  }
  const guarded = <T>(action: (store: Store) => T, most = mostRefused): T => {
    try {
      return action(store)
    } catch (error) {
      if (isInMemory() || !isOfStorage(error)) throw error
      // It is tried again by whoever wanted it written; a lock that stays is as bad as no disk.
      if (isBusy(error) && !isLockedForLong(most)) throw error
      closeQuietly(database)
      use(isCorrupt(error) ? openSomewhere() : toMemory(error))
      return action(store)
    }
  }

  return {
    keep: (...given) => guarded(({ keep }) => keep(...given)),
    keepOccurrence: (...given) => guarded(({ keepOccurrence }) => keepOccurrence(...given)),
    mute: (...given) => guarded(({ mute }) => mute(...given)),
    accept: (...given) => guarded(({ accept }) => accept(...given)),
    queue: (...given) => guarded(({ queue }) => queue(...given)),
    memory: (...given) => guarded(({ memory }) => memory(...given)),
    countSince: (...given) => guarded(({ countSince }) => countSince(...given)),
    waitingFor: (...given) => guarded(({ waitingFor }) => waitingFor(...given)),
    newest: () => guarded(({ newest }) => newest()),
    countWaitingFor: (...given) => guarded(({ countWaitingFor }) => countWaitingFor(...given)),
    heldAtNight: (...given) => guarded(({ heldAtNight }) => heldAtNight(...given)),
    within: (...given) => guarded(({ within }) => within(...given)),
    tookSince: (...given) => guarded(({ tookSince }) => tookSince(...given)),
    hasLate: (...given) => guarded(({ hasLate }) => hasLate(...given)),
    goesOn: (...given) => guarded(({ goesOn }) => goesOn(...given)),
    holds: (...given) => guarded(({ holds }) => holds(...given)),
    catchUp: (...given) => guarded(({ catchUp }) => catchUp(...given)),
    fallBack: (...given) => guarded(({ fallBack }) => fallBack(...given)),
    read: (...given) => guarded(({ read }) => read(...given)),
    sending: (...given) => guarded(({ sending }) => sending(...given)),
    sent: (...given) => guarded(({ sent }) => sent(...given)),
    again: (...given) => guarded(({ again }) => again(...given)),
    lost: (...given) => guarded(({ lost }) => lost(...given)),
    refused: (...given) => guarded(({ refused }) => refused(...given)),
    setAside: (...given) => guarded(({ setAside }) => setAside(...given)),
    forgetWaits: (...given) => guarded(({ forgetWaits }) => forgetWaits(...given)),
    recover: (...given) => {
      waitFor(patienceAtStart)
      const dropped = guarded(({ recover }) => recover(...given), 1)
      waitFor(patienceAtWork)
      return dropped
    },
    countOnTheirWay: () => guarded(({ countOnTheirWay }) => countOnTheirWay()),
    countWaiting: (...given) => guarded(({ countWaiting }) => countWaiting(...given)),
    prune: (...given) => guarded(({ prune }) => prune(...given)),
    // A minute later it is noted again.
    notePresence: (...given) => unlessBusy(() => guarded(({ notePresence }) => notePresence(...given)), undefined),
    lastPresence: (...given) => guarded(({ lastPresence }) => lastPresence(...given)),
    statistics: (...given) => guarded(({ statistics }) => statistics(...given)),
    isChanged: (...given) => guarded(({ isChanged }) => isChanged(...given)),
    silences: () => guarded(({ silences }) => silences()),
    silence: (...given) => guarded(({ silence }) => silence(...given)),
    unsilence: (...given) => guarded(({ unsilence }) => unsilence(...given)),
    importSilences: (...given) => guarded(({ importSilences }) => importSilences(...given)),
    movedTo: (...given) => guarded(({ movedTo }) => movedTo(...given)),
    noteMove: (...given) => guarded(({ noteMove }) => noteMove(...given)),
    records: () => guarded(({ records }) => records()),
    isKept: () => !isInMemory(),
    storage: () => storage$.value,
    storage$,
    returnToDisk: () => {
      if (!isInMemory()) return
      try {
        open().close()
        copyTo(path, database, { replacing: copiedTo })
        const memory = database
        use(openDatabase(path, host, patience))
        memory.close()
        note({ inMemoryBecause: null })
        log.info('the outbox is kept on the disk again')
      } catch {
        // It is tried again later, and was said before.
      }
    },
  }
}

const closeQuietly = (database: DatabaseSync): void => {
  try {
    database.close()
  } catch {
    // What is broken need not close.
  }
}
