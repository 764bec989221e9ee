import { spawnSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { openDatabase, openInMemory } from '../../../src/sinks/outbox/database.ts'
import { openStore, type KeptStore } from '../../../src/sinks/outbox/open-store.ts'
import { createStore, type Store } from '../../../src/sinks/outbox/store.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { createDisk, noDisks } from '../../support/disk.ts'
import { createFolder, type Folder } from '../../support/folder.ts'
import { firing, told } from '../../support/notifications.ts'
import {
  alertsNotification,
  cpuDetails,
  endAlert,
  endedLife,
  firingLife,
  hour,
  minute,
  openAlert,
  sampleHostId,
  sampleOccurrence,
  sampleReport,
  sampleTime as at,
} from '../../support/samples.ts'

const address = { channel: 'whatsapp', recipient: 'ana' }

const open = (folder: { readonly path: string }) => {
  const { log, lines } = capturedLog()
  return { store: openStore({ path: join(folder.path, 'vigilo.db'), host: sampleHostId, now: () => at, log }), lines }
}

const fill = (store: Pick<KeptStore, 'accept'>, from: number, to: number): void => {
  for (let number = from; number <= to; number += 1) store.accept(told(firing(`db-${number}`)), [address], at)
}

/** Writes so many that wait, as an agent that has ended. */
const leave = (folder: Folder, count: number): void => {
  const database = openDatabase(join(folder.path, 'vigilo.db'), sampleHostId)
  fill(createStore(database), 1, count)
  database.close()
}

const countAt = (folder: { readonly path: string }): number => open(folder).store.countWaiting()

describe('a file that is no database', () => {
  test.each([
    ['garbage', (path: string) => writeFileSync(path, 'no database at all\n'.repeat(1_000))],
    ['half a header', (path: string) => writeFileSync(path, 'SQLite format 3\u0000\u0010')],
    ['zeros', (path: string) => writeFileSync(path, Buffer.alloc(8_192, 1))],
  ])('%s: it is moved aside with the date, and a new one begun', (_, spoil) => {
    using folder = createFolder()
    spoil(join(folder.path, 'vigilo.db'))
    const { store, lines } = open(folder)
    expect(store.storage()).toEqual({
      inMemoryBecause: null,
      movedAside: 'vigilo.db.corrupt-2026-03-10T17-30-07.000Z',
    })
    expect(readdirSync(folder.path)).toContain('vigilo.db.corrupt-2026-03-10T17-30-07.000Z')
    expect(lines).toEqual([
      'error: the outbox was corrupt: it is now called vigilo.db.corrupt-2026-03-10T17-30-07.000Z, and a new one was begun',
    ])
    fill(store, 1, 3)
    expect(countAt(folder)).toBe(3)
  })

  test('one that was cut short: what waits from then on is kept, and what can be read of it is taken along', () => {
    using folder = createFolder()
    leave(folder, 300)
    const path = join(folder.path, 'vigilo.db')
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096)
    const { store } = open(folder)
    expect(store.storage().movedAside).toContain('corrupt')
    fill(store, 301, 303)
    expect(countAt(folder)).toBeGreaterThanOrEqual(3)
  })
})

/** What is so, what people were told and sent, what has happened and what came and went, as an agent leaves it. */
const leaveAll = (store: Store): void => {
  const about = (subject: string) => ({ type: 'CONTAINER_NOT_RUNNING', subject, details: cpuDetails() })
  const lives = ['db', 'web', 'api'].map((subject, index) => firingLife(about(subject), { id: index + 1 }))
  store.keep(lives)
  store.mute([{ key: lives[2]?.fingerprint ?? '', word: 'firing', mute: { reason: 'quiet', by: null, until: at } }])
  store.accept(alertsNotification(lives.slice(0, 2).map((life) => openAlert(life))), [address], at)
  store.sent(1, { messageId: null, done: true, at })
  store.keep([endedLife(about('web'), { id: 2 }), endedLife(about('api'), { id: 3 })])
  store.keepOccurrence(sampleOccurrence(about('job')))
  store.accept({ kind: 'report', at: at - hour, report: sampleReport() }, [address], at)
  store.notePresence({ at, bootId: 'a', running: ['db'], sawEngine: true })
}

/** The same as an agent finds it. */
const foundIn = (store: Store): unknown => {
  const reminder = openAlert(firingLife({ type: 'CONTAINER_NOT_RUNNING', subject: 'db', details: cpuDetails() }), {
    word: 'reminder',
  })
  const { memory, counts } = { memory: store.memory(at), counts: store.countSince(0) }
  const presence = store.lastPresence()
  store.accept(alertsNotification([reminder]), [address], at)
  const isKnown = store.holds(Math.max(...store.waitingFor(address).map(({ id }) => id)), address)
  return { memory, counts, presence, isKnown }
}

/** What an agent finds after one that left all of it and ended. */
const expected = (): unknown => {
  const store = createStore(openInMemory())
  leaveAll(store)
  return foundIn(store)
}

test('all that an agent leaves is there for the next one, and is something', () => {
  using folder = createFolder()
  leaveAll(open(folder).store)
  expect(foundIn(open(folder).store)).toEqual(expected())
  expect(expected()).toMatchObject({
    memory: {
      lives: [{ id: 1 }, { id: 2 }],
      told: [{ life: 1 }, { life: 2 }],
      endedLately: [{}, {}],
      occurrences: [{}],
      messages: [{}],
      reportedAt: at - hour,
      nextLife: 4,
    },
    counts: { alerts: { told: 2, ended: 0, untold: 1 }, deliveries: { sent: 1, queued: 1 } },
    presence: { running: ['db'] },
    isKnown: true,
  })
})

test('all that can be read of a corrupt file is taken along', () => {
  using folder = createFolder()
  const path = join(folder.path, 'vigilo.db')
  const database = openDatabase(path, sampleHostId)
  leaveAll(createStore(database))
  database.exec(`CREATE TABLE other (text TEXT); INSERT INTO other VALUES ('${'x'.repeat(3_000)}')`)
  const page = Number(database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'other'`).get()?.['rootpage'])
  database.close()
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(4_096, 7), 0, 4_096, (page - 1) * 4_096)
  closeSync(file)
  const { store } = open(folder)
  expect(store.storage().movedAside).toContain('corrupt')
  expect(foundIn(store)).toEqual(expected())
})

test('what was in the way of the file, and is not any more: what stood there and what came since are both kept', () => {
  using folder = createFolder()
  const path = join(folder.path, 'vigilo.db')
  mkdirSync(path)
  const { store } = open(folder)
  expect(store.storage().inMemoryBecause).toEqual({ code: 'folderNotWritable' })
  const { nextLife } = store.memory(at)
  const life = firingLife({ type: 'X', subject: 'new', details: cpuDetails() }, { id: nextLife })
  store.keep([life])
  store.accept(alertsNotification([openAlert(life)]), [address], at)
  rmdirSync(path)
  const database = openDatabase(path, sampleHostId)
  leaveAll(createStore(database))
  database.close()
  store.returnToDisk()
  expect(store.storage().inMemoryBecause).toBeNull()
  const { lives, told } = store.memory(at)
  expect(lives.map(({ subject }) => subject)).toEqual(['db', 'web', 'new'])
  expect(told.map((one) => one.check.subject)).toEqual(['db', 'web', 'new'])
  expect(store.countWaiting()).toBe(2)
})

test('an empty file is a new database', () => {
  using folder = createFolder()
  folder.write('vigilo.db', '')
  expect(open(folder).store.storage()).toEqual({ inMemoryBecause: null, movedAside: null })
})

test('a database of a newer Vigilo is left as it is: messages are in memory', () => {
  using folder = createFolder()
  leave(folder, 2)
  const path = join(folder.path, 'vigilo.db')
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  const before = readFileSync(path)
  const { store, lines } = open(folder)
  expect(store.storage().inMemoryBecause).toEqual({ code: 'databaseNewer' })
  expect(store.isKept()).toBe(false)
  fill(store, 3, 4)
  expect(store.countWaiting()).toBeGreaterThanOrEqual(2)
  store.returnToDisk()
  expect(store.isKept()).toBe(false)
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(lines).toHaveLength(1)
})

test('a database of the first version: what waits is still there, and new columns have their defaults', () => {
  using folder = createFolder()
  copyFileSync('test/fixtures/outbox/v1.db', join(folder.path, 'vigilo.db'))
  const { store } = open(folder)
  expect(store.storage()).toEqual({ inMemoryBecause: null, movedAside: null })
  store.recover([{ channel: 'whatsapp', recipient: '5511988887777' }], at)
  const waiting = store.waitingFor({ channel: 'whatsapp', recipient: '5511988887777' })
  expect(waiting.map(({ id }) => id)).toEqual([1, 3])
  expect(
    waiting.map(({ id }) => store.read(id)).map(({ repeated, notification }) => [repeated, notification?.kind]),
  ).toEqual([
    [false, 'alerts'],
    [true, 'alerts'],
  ])
  expect(store.memory(at).told).toEqual([])
  expect(store.lastPresence()).toMatchObject({ bootId: 'a' })
  store.accept(told(firing('new')), [address], at)
  expect(store.memory(at).told.map(({ check }) => check.subject)).toEqual(['new'])
})

test('a clock that is set back by an hour: what waits for a time waits no longer', () => {
  using folder = createFolder()
  const { store } = open(folder)
  fill(store, 1, 1)
  store.again(1, { reason: { code: 'noAnswer', seconds: null }, nextAt: at + 5 * minute, mayHaveArrived: false, at })
  store.recover([address], at - hour)
  expect(store.waitingFor(address)[0]?.nextAt).toBe(0)
})

describe.skipIf(noDisks)('a disk', () => {
  const remount = (folder: Folder, mode: string): void => {
    expect(spawnSync('mount', ['-o', `remount,${mode}`, folder.path]).status).toBe(0)
  }

  test('that is full: all that stands in the file is in memory, and with room again all of both is on it', () => {
    using folder = createDisk('size=2m')
    const { store } = open(folder)
    leaveAll(store)
    try {
      folder.write('ballast', 'x'.repeat(4_000_000))
    } catch {
      // It is to be full.
    }
    fill(store, 1, 100)
    expect(store.isKept()).toBe(false)
    expect(store.memory(at)).toMatchObject({ occurrences: [{}], reportedAt: at - hour, nextLife: 4 })
    expect(store.memory(at).told).toHaveLength(102)
    const web = endedLife({ type: 'CONTAINER_NOT_RUNNING', subject: 'web', details: cpuDetails() }, { id: 2 })
    store.accept(alertsNotification([endAlert(web)]), [address], at)
    const before = store.memory(at)
    rmSync(join(folder.path, 'ballast'))
    store.returnToDisk()
    expect(store.storage()).toEqual({ inMemoryBecause: null, movedAside: null })
    expect(open(folder).store.memory(at)).toEqual(before)
  })

  test('that cannot be written, with what an older version left: it is made over in memory, and on it once it can', () => {
    using folder = createDisk('size=4m')
    copyFileSync('test/fixtures/outbox/first-shape.db', join(folder.path, 'vigilo.db'))
    remount(folder, 'ro')
    const { store } = open(folder)
    expect(store.storage().inMemoryBecause).toEqual({ code: 'folderNotWritable' })
    const { told } = store.memory(at)
    expect(told).toHaveLength(9)
    expect(told.filter(({ fingerprint }) => !fingerprint.startsWith(`${sampleHostId}\n`))).toEqual([])
    const waiting = store.countWaiting()
    remount(folder, 'rw')
    store.returnToDisk()
    expect(store.isKept()).toBe(true)
    const next = open(folder).store
    expect(next.memory(at).told).toEqual(told)
    expect(next.countWaiting()).toBe(waiting)
  })

  test('that is full: in memory, said once; with room again all that waits is on it', () => {
    using folder = createDisk('size=1m')
    const { store, lines } = open(folder)
    fill(store, 1, 5)
    try {
      folder.write('ballast', 'x'.repeat(2_000_000))
    } catch {
      // It is to be full.
    }
    fill(store, 6, 60)
    expect(store.isKept()).toBe(false)
    expect(store.countWaiting()).toBe(60)
    store.returnToDisk()
    expect(store.isKept()).toBe(false)
    expect(lines).toEqual([
      'error: the outbox is kept in memory only, and is lost when the agent ends: the disk is full',
    ])
    rmSync(join(folder.path, 'ballast'))
    store.returnToDisk()
    expect(store.storage()).toEqual({ inMemoryBecause: null, movedAside: null })
    expect(lines.at(-1)).toBe('info: the outbox is kept on the disk again')
    expect(countAt(folder)).toBe(60)
  })

  test('that cannot be written: in memory, with all that stands in the file; once it can, all is on it', () => {
    using folder = createDisk('size=4m')
    leave(folder, 3)
    remount(folder, 'ro')
    const { store, lines } = open(folder)
    expect(store.storage().inMemoryBecause).toEqual({ code: 'folderNotWritable' })
    fill(store, 4, 5)
    expect(store.countWaiting()).toBe(5)
    expect(lines).toHaveLength(1)
    remount(folder, 'rw')
    store.returnToDisk()
    expect(store.isKept()).toBe(true)
    expect(countAt(folder)).toBe(5)
  })
})
