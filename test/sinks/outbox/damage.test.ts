import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aboutOf } from '../../../src/model/alert.ts'
import { openDatabase } from '../../../src/sinks/outbox/database.ts'
import { openStore, type KeptStore } from '../../../src/sinks/outbox/open-store.ts'
import { createStore, type Store } from '../../../src/sinks/outbox/store.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { createFolder, type Folder } from '../../support/folder.ts'
import { firing, told } from '../../support/notifications.ts'
import { propertyRuns } from '../../support/property-runs.ts'
import {
  alertsNotification,
  cpuDetails,
  endAlert,
  endedLife,
  firingLife,
  openAlert,
  sampleHostId,
  sampleOccurrence,
  sampleTime as at,
} from '../../support/samples.ts'

const address = { channel: 'whatsapp', recipient: 'ana' }
const pageSize = 4_096

const pathIn = (folder: Folder): string => join(folder.path, 'vigilo.db')

const open = (folder: Folder) => {
  const { log, lines } = capturedLog()
  return { store: openStore({ path: pathIn(folder), host: sampleHostId, now: () => at, log }), lines }
}

const leave = (folder: Folder, write: (store: Store) => void): void => {
  const database = openDatabase(pathIn(folder), sampleHostId)
  write(createStore(database))
  database.close()
}

/** The first half were sent, the rest wait. */
const leaveTroubles = (count: number) => (store: Store) => {
  for (let id = 1; id <= count; id += 1) {
    store.accept(told(firing(`db-${id}`)), [address], at)
    if (id <= count / 2) store.sent(id, { messageId: null, done: true, at })
  }
}

const overwrite = (folder: Folder, page: number, byte: number): void => {
  const file = openSync(pathIn(folder), 'r+')
  writeSync(file, Buffer.alloc(pageSize, byte), 0, pageSize, (page - 1) * pageSize)
  closeSync(file)
}

const pagesOf = (folder: Folder, table: string): { readonly root: number; readonly leaves: readonly number[] } => {
  const database = new DatabaseSync(pathIn(folder), { readOnly: true })
  const pages = database.prepare('SELECT pageno, pagetype FROM dbstat WHERE name = ? ORDER BY path').all(table)
  database.close()
  return {
    root: Number(pages[0]?.['pageno']),
    leaves: pages.filter(({ pagetype }) => pagetype === 'leaf').map(({ pageno }) => Number(pageno)),
  }
}

const fingerprintAt = (id: number): string => aboutOf(firing(`db-${id}`)).fingerprint

const waitingIn = (store: KeptStore): readonly string[] =>
  store.waitingFor(address).flatMap(({ fingerprints }) => fingerprints)
const toldIn = (store: KeptStore): readonly string[] => store.memory(at).told.map(({ fingerprint }) => fingerprint)

describe('one page of 300 messages is overwritten', () => {
  const count = 300

  test.each(['notification', 'delivery', 'told', 'sent'])('a leaf of %s: the others are read back', (table) => {
    using folder = createFolder()
    leave(folder, leaveTroubles(count))
    const { leaves } = pagesOf(folder, table)
    overwrite(folder, leaves[Math.floor(leaves.length / 2)] ?? 0, 7)
    const { store } = open(folder)
    expect(store.storage().movedAside).toContain('corrupt')
    expect(waitingIn(store).length).toBeGreaterThan(count / 2 - 10)
    expect(toldIn(store).length).toBeGreaterThan(count - 10)
  })

  test('two leaves far from each other: what is between them is read back, too', () => {
    using folder = createFolder()
    leave(folder, leaveTroubles(count))
    const { leaves } = pagesOf(folder, 'notification')
    overwrite(folder, leaves[5] ?? 0, 7)
    overwrite(folder, leaves.at(-5) ?? 0, 7)
    expect(waitingIn(open(folder).store).length).toBeGreaterThan(count / 2 - 10)
  })

  test('whichever it is: each trouble waits to be told, was told, or is due again', () => {
    using original = createFolder()
    leave(original, leaveTroubles(count))
    const pages = statSync(pathIn(original)).size / pageSize
    const all = Array.from({ length: count }, (_, index) => fingerprintAt(index + 1))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: pages }), fc.constantFrom(0, 7, 13, 255), (page, byte) => {
        using folder = createFolder()
        folder.copy(original.path)
        overwrite(folder, page, byte)
        const { store } = open(folder)
        const [known, waiting] = [new Set(toldIn(store)), new Set(waitingIn(store))]
        // Nobody was sent those of the second half.
        const lost = all.slice(count / 2).filter((one) => known.has(one) && !waiting.has(one))
        expect(lost).toEqual([])
      }),
      { numRuns: propertyRuns(12) },
    )
  })
})

/** A row of each kind. */
const leaveAll = (store: Store): void => {
  const about = (subject: string) => ({ type: 'CONTAINER_NOT_RUNNING', subject, details: cpuDetails() })
  const lives = ['db', 'web', 'api'].map((subject, index) => firingLife(about(subject), { id: index + 1 }))
  store.keep(lives)
  store.accept(alertsNotification(lives.map((life) => openAlert(life))), [address], at)
  store.sent(1, { messageId: null, done: true, at })
  store.accept(alertsNotification([endAlert(endedLife(about('web'), { id: 2 }))]), [address], at)
  store.keepOccurrence(sampleOccurrence(about('job')))
  store.notePresence({ at, bootId: 'a', running: ['db'], sawEngine: true })
  const silence = { kind: 'silence', type: '*', by: 'ana', reason: '', duration: 1_000, times: [] } as const
  for (const subject of ['a', 'b']) store.silence({ ...silence, subject }, at)
}

const cuts = [
  ['life', 'body'],
  ['told', 'body'],
  ['sent', 'body'],
  ['occurrence', 'body'],
  ['notification', 'body'],
  ['notification', 'fingerprints'],
  ['delivery', 'reason'],
  ['silence', 'times'],
  ['fact', 'value'],
] as const

/** What an agent does with it at its start. */
const begin = (store: KeptStore): void => {
  store.recover([address], at)
  store.lastPresence()
  store.memory(at)
  store.silences()
  store.countSince(0)
  for (const { id } of store.waitingFor(address)) store.holds(id, address)
  store.catchUp(address, at)
  store.records().messagesAbout('db')
  store.prune({ before: at - 1, queued: 1_000, at })
}

test.each(cuts)('a row of %s whose %s is cut short is set aside, and said once', (table, column) => {
  using folder = createFolder()
  leave(folder, leaveAll)
  const database = new DatabaseSync(pathIn(folder))
  const [key] = database.prepare('SELECT name FROM pragma_table_info(?) WHERE pk = 1').all(table)
  const name = String(key?.['name'])
  const one = `(SELECT min(${name}) FROM ${table} WHERE ${column} IS NOT NULL)`
  database.exec(
    `UPDATE ${table} SET ${column} = substr(${column}, 1, max(1, length(${column}) / 2)) WHERE ${name} = ${one}`,
  )
  database.close()
  {
    const { store, lines } = open(folder)
    begin(store)
    expect(store.isKept()).toBe(true)
    expect(lines).toEqual(column === 'reason' ? [] : [expect.stringContaining(`could not be read and are set aside: `)])
    if (column !== 'reason') expect(readFileSync(join(folder.path, 'unreadable.jsonl'), 'utf8')).toContain(table)
  }
  const { store, lines } = open(folder)
  begin(store)
  expect(lines).toEqual([])
  expect(store.silences().length).toBeGreaterThanOrEqual(1)
})

test('what a message told that cannot be read any more is due again', () => {
  using folder = createFolder()
  leave(folder, (store) => {
    for (const name of ['db', 'web']) store.accept(told(firing(name)), [address], at)
  })
  const database = new DatabaseSync(pathIn(folder))
  database.exec('UPDATE notification SET body = substr(body, 1, 50) WHERE id = 1')
  database.close()
  const { store } = open(folder)
  expect(store.memory(at).told.map(({ check }) => check.subject)).toEqual(['web'])
})

test('an end that a message told that cannot be read any more is due again', () => {
  using folder = createFolder()
  leave(folder, leaveAll)
  const database = new DatabaseSync(pathIn(folder))
  database.exec('UPDATE notification SET body = substr(body, 1, 50) WHERE id = 2')
  database.close()
  const { store } = open(folder)
  expect(store.memory(at).told.map(({ check }) => check.subject)).toEqual(['api', 'db', 'web'])
})

test('news of which nobody knows any more to whom they went are sent, as a repeat', () => {
  using folder = createFolder()
  leave(folder, leaveTroubles(300))
  const { leaves } = pagesOf(folder, 'delivery')
  overwrite(folder, leaves.at(-1) ?? 0, 7)
  const { store } = open(folder)
  const waiting = store.waitingFor(address)
  expect(waiting.length).toBeGreaterThanOrEqual(150)
  expect(waiting.some(({ id }) => store.read(id).repeated)).toBe(true)
})
