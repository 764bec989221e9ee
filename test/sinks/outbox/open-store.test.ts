import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/sinks/outbox/database.ts'
import { openStore, type KeptStore } from '../../../src/sinks/outbox/open-store.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { createDisk, noDisks } from '../../support/disk.ts'
import { createFolder, type Folder } from '../../support/folder.ts'
import { firing, told } from '../../support/notifications.ts'
import { hour, minute, sampleTime as at } from '../../support/samples.ts'

const address = { channel: 'whatsapp', recipient: 'ana' }

const open = (folder: { readonly path: string }) => {
  const { log, lines } = capturedLog()
  return { store: openStore({ path: join(folder.path, 'vigilo.db'), now: () => at, log }), lines }
}

const fill = (store: Pick<KeptStore, 'accept'>, from: number, to: number): void => {
  for (let number = from; number <= to; number += 1) store.accept(told(firing(`db-${number}`)), [address], at)
}

/** Writes so many that wait, as an agent that has ended. */
const leave = (folder: Folder, count: number): void => {
  const database = openDatabase(join(folder.path, 'vigilo.db'))
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
  expect(store.storage().inMemoryBecause).toBe('it was made by a newer Vigilo')
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
  expect(store.toldLives()).toEqual([])
  expect(store.lastPresence()).toMatchObject({ bootId: 'a' })
  store.accept(told(firing('new')), [address], at)
  expect(store.toldLives().map(({ alert }) => alert.subject)).toEqual(['new'])
})

test('a clock that is set back by an hour: what waits for a time waits no longer', () => {
  using folder = createFolder()
  const { store } = open(folder)
  fill(store, 1, 1)
  store.again(1, { reason: 'no answer', nextAt: at + 5 * minute, mayHaveArrived: false, at })
  store.recover([address], at - hour)
  expect(store.waitingFor(address)[0]?.nextAt).toBe(0)
})

describe.skipIf(noDisks)('a disk', () => {
  test('that is full: in memory, said once; with room again all that waits is on it', () => {
    using folder = createDisk('size=512k')
    const { store, lines } = open(folder)
    fill(store, 1, 5)
    try {
      folder.write('ballast', 'x'.repeat(1_000_000))
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
    const remount = (mode: string) => spawnSync('mount', ['-o', `remount,${mode}`, folder.path]).status
    expect(remount('ro')).toBe(0)
    const { store, lines } = open(folder)
    expect(store.storage().inMemoryBecause).toBe('the data folder cannot be written')
    fill(store, 4, 5)
    expect(store.countWaiting()).toBe(5)
    expect(lines).toHaveLength(1)
    expect(remount('rw')).toBe(0)
    store.returnToDisk()
    expect(store.isKept()).toBe(true)
    expect(countAt(folder)).toBe(5)
  })
})
