import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Log } from '../../log.ts'
import { copyFrom, copyTo } from './copy.ts'
import { openDatabase, openInMemory } from './database.ts'
import { isCorrupt, storageReason } from './storage-reason.ts'
import { createStore, type Store } from './store.ts'

/** How what is written down is kept. */
export interface Storage {
  /** Null where it is kept on the disk; otherwise why only in memory. */
  readonly inMemoryBecause: string | null
  /** The name that a corrupt database was given; null where that did not happen. */
  readonly movedAside: string | null
}

export interface KeptStore extends Store {
  readonly storage: () => Storage
  /** Goes back to the disk, where it was left and that is possible now. */
  readonly returnToDisk: () => void
}

/**
 * A store that goes on whatever happens to its file: what cannot be written there is kept in memory, and written when
 * that is possible again. A corrupt file is moved aside, with the date, and what of it can be read is taken along.
 */
export const openStore = ({ path, now, log }: { path: string; now: () => number; log: Log }): KeptStore => {
  let inMemoryBecause: string | null = null
  let movedAside: string | null = null
  /** Whether all that stands in the file is in memory too. */
  let hasCopy = true

  const toMemory = (error: unknown): DatabaseSync => {
    const memory = openInMemory()
    hasCopy = !existsSync(path) || copyFrom(path, memory)
    // So that nothing written from now on has the number of something in the file.
    if (!hasCopy)
      for (const table of ['notification', 'delivery'])
        memory.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, Math.floor(now() / 1_000))
    inMemoryBecause = storageReason(error)
    log.error(`the outbox is kept in memory only, and is lost when the agent ends: ${inMemoryBecause}`)
    return memory
  }
  const replaceCorrupt = (): DatabaseSync => {
    const rescued = openInMemory()
    copyFrom(path, rescued)
    const name = `${path}.corrupt-${new Date(now()).toISOString().replaceAll(':', '-')}`
    renameSync(path, name)
    for (const suffix of ['-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, name + suffix)
    movedAside = name.slice(dirname(name).length + 1)
    log.error(`the outbox was corrupt: it is now called ${movedAside}, and a new one was begun`)
    openDatabase(path).close()
    copyTo(path, rescued, { replacing: true })
    rescued.close()
    return openDatabase(path)
  }
  const open = (): DatabaseSync => {
    mkdirSync(dirname(path), { recursive: true })
    try {
      return openDatabase(path)
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
  let store = createStore(database)
  const use = (other: DatabaseSync): void => {
    database = other
    store = createStore(database)
  }
  const guarded = <T>(action: (store: Store) => T): T => {
    try {
      return action(store)
    } catch (error) {
      if (inMemoryBecause !== null) throw error
      closeQuietly(database)
      use(isCorrupt(error) ? openSomewhere() : toMemory(error))
      return action(store)
    }
  }

  return {
    accept: (...given) => guarded(({ accept }) => accept(...given)),
    waitingFor: (...given) => guarded(({ waitingFor }) => waitingFor(...given)),
    countWaitingFor: (...given) => guarded(({ countWaitingFor }) => countWaitingFor(...given)),
    hasLate: (...given) => guarded(({ hasLate }) => hasLate(...given)),
    catchUp: (...given) => guarded(({ catchUp }) => catchUp(...given)),
    fallBack: (...given) => guarded(({ fallBack }) => fallBack(...given)),
    read: (...given) => guarded(({ read }) => read(...given)),
    sending: (...given) => guarded(({ sending }) => sending(...given)),
    sent: (...given) => guarded(({ sent }) => sent(...given)),
    again: (...given) => guarded(({ again }) => again(...given)),
    refused: (...given) => guarded(({ refused }) => refused(...given)),
    forgetWaits: (...given) => guarded(({ forgetWaits }) => forgetWaits(...given)),
    recover: (...given) => guarded(({ recover }) => recover(...given)),
    countWaiting: (...given) => guarded(({ countWaiting }) => countWaiting(...given)),
    prune: (...given) => guarded(({ prune }) => prune(...given)),
    toldLives: (...given) => guarded(({ toldLives }) => toldLives(...given)),
    notePresence: (...given) => guarded(({ notePresence }) => notePresence(...given)),
    lastPresence: (...given) => guarded(({ lastPresence }) => lastPresence(...given)),
    statistics: (...given) => guarded(({ statistics }) => statistics(...given)),
    isChanged: (...given) => guarded(({ isChanged }) => isChanged(...given)),
    isKept: () => inMemoryBecause === null,
    storage: () => ({ inMemoryBecause, movedAside }),
    returnToDisk: () => {
      if (inMemoryBecause === null) return
      try {
        open().close()
        copyTo(path, database, { replacing: hasCopy })
        const memory = database
        use(openDatabase(path))
        memory.close()
        inMemoryBecause = null
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
