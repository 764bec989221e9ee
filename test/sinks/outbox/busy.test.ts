import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { NEVER, Subject, take } from 'rxjs'
import { expect, test, vi } from 'vitest'
import type { Channel } from '../../../src/model/channel.ts'
import type { Outcome } from '../../../src/model/delivery.ts'
import { openDatabase } from '../../../src/sinks/outbox/database.ts'
import { createListing } from '../../../src/sinks/outbox/listing.ts'
import { openStore } from '../../../src/sinks/outbox/open-store.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { capturedLog, silentLogs } from '../../support/captured-log.ts'
import { createFolder, type Folder } from '../../support/folder.ts'
import { firing, told } from '../../support/notifications.ts'
import { sampleHostId, sampleTime as at } from '../../support/samples.ts'

const address = { channel: 'whatsapp', recipient: 'ana' }
const timeout = 20_000

const pathIn = (folder: Folder): string => join(folder.path, 'vigilo.db')

const open = (folder: Folder) => {
  const { log, lines } = capturedLog()
  return { store: openStore({ path: pathIn(folder), host: sampleHostId, now: () => at, log }), lines }
}

/** Somebody else who writes into the file. */
const openOther = (folder: Folder): DatabaseSync & Disposable => new DatabaseSync(pathIn(folder))

/** A channel that answers when it is told to. */
const createChannel = () => {
  const answers$ = new Subject<Outcome>()
  const sent: string[] = []
  const channel: Channel = {
    name: 'whatsapp',
    recipients: ['ana'],
    pace: null,
    host: null,
    render: (notification) => [JSON.stringify(notification)],
    send: (text) => {
      sent.push(text)
      return answers$.pipe(take(1))
    },
    test: () => new Subject(),
  }
  return { channel, sent, answers$ }
}

test('while another process writes nothing is taken for lost, and the disk not for broken', () => {
  using folder = createFolder()
  const { store, lines } = open(folder)
  using other = openOther(folder)
  other.exec('BEGIN IMMEDIATE')
  for (let turn = 0; turn < 3; turn += 1)
    expect(() => store.accept(told(firing('db')), [address], at)).toThrow('database is locked')
  store.notePresence({ at, bootId: 'a', running: [], sawEngine: false })
  expect(store.isKept()).toBe(true)
  other.exec('ROLLBACK')
  store.accept(told(firing('db')), [address], at)
  expect(store.countWaiting()).toBe(1)
  expect(lines).toEqual([])
})

/** An agent whose first message is being sent. */
const startSending = async (folder: Folder) => {
  const { store } = open(folder)
  const { channel, sent, answers$ } = createChannel()
  const outbox = createOutbox({ channels: [channel], store, random: () => 0.5, logs: silentLogs })
  const outcomes: string[] = []
  outbox.accept(told(firing('first')))
  const running = outbox.run({ notifications$: NEVER }).subscribe({
    next: ({ outcome }) => outcomes.push(outcome),
    error: (error: unknown) => outcomes.push(String(error)),
  })
  await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout })
  return { store, outbox, sent, outcomes, answer: () => answers$.next({ kind: 'sent', messageId: null }), running }
}

test('what is sent while another process writes is noted as soon as it can be, and is sent once', async () => {
  using folder = createFolder()
  const { store, sent, outcomes, answer, running } = await startSending(folder)
  using other = openOther(folder)
  other.exec('BEGIN IMMEDIATE')
  answer()
  expect(outcomes).not.toContain('sent')
  other.exec('ROLLBACK')
  await vi.waitFor(() => expect(outcomes).toContain('sent'), { timeout })
  expect([sent.length, store.countWaiting(), store.isKept()]).toEqual([1, 0, true])
  running.unsubscribe()
})

test('what a command drops while the agent cannot write is not sent', async () => {
  using folder = createFolder()
  const { store, outbox, sent, answer, running } = await startSending(folder)
  for (const name of ['db', 'web']) outbox.accept(told(firing(name)))
  using other = openOther(folder)
  other.exec('BEGIN IMMEDIATE')
  answer()
  other.exec('ROLLBACK')
  expect(createListing(other).drop(2)).toBeNull()
  await vi.waitFor(() => expect(sent).toHaveLength(2), { timeout })
  answer()
  await vi.waitFor(() => expect(store.countWaiting()).toBe(0), { timeout })
  expect(sent.map((text) => ['first', 'db', 'web'].filter((name) => text.includes(`"${name}"`)))).toEqual([
    ['first'],
    ['web'],
  ])
  expect(store.isKept()).toBe(true)
  running.unsubscribe()
})

test('a lock that stays is as bad as no disk; what a command drops meanwhile does not come back', () => {
  using folder = createFolder()
  const { store } = open(folder)
  for (const name of ['db', 'web']) store.accept(told(firing(name)), [address], at)
  using other = openOther(folder)
  other.exec('BEGIN IMMEDIATE')
  let written = false
  for (let turn = 0; turn < 50 && !written; turn += 1)
    try {
      store.accept(told(firing('api')), [address], at)
      written = true
    } catch {
      // Another process writes.
    }
  expect([written, store.isKept(), store.countWaiting()]).toEqual([true, false, 3])
  expect(store.storage().inMemoryBecause).toEqual({ code: 'databaseLocked' })
  store.returnToDisk()
  expect(store.isKept()).toBe(false)
  other.exec('ROLLBACK')
  createListing(other).drop(1)
  store.returnToDisk()
  expect([store.isKept(), store.countWaiting()]).toEqual([true, 2])
  expect(store.waitingFor(address).map(({ id }) => id)).toEqual([2, 3])
})

test('a fault of ours is no fault of the disk', () => {
  using folder = createFolder()
  const { store } = open(folder)
  expect(() => store.queue({ kind: 'test', at: 0.5 }, [address], at)).toThrow(/cannot store REAL value/)
  expect(store.isKept()).toBe(true)
})

test.each(['read', 'sending', 'holds', 'sent', 'again', 'refused', 'setAside'] as const)(
  'a row that a command removes between a look and %s is no fault',
  (step) => {
    using folder = createFolder()
    const { store } = open(folder)
    store.accept(told(firing('db')), [address], at)
    const [row] = store.waitingFor(address)
    const database = openDatabase(pathIn(folder), sampleHostId)
    createListing(database).drop(1)
    database.close()
    const id = row?.id ?? 0
    const reason = { code: 'noAnswer', seconds: null } as const
    const steps = {
      read: () => {
        expect(store.read(id).notification).toBeNull()
      },
      sending: () => {
        expect(store.sending(id, at)).toBe(false)
      },
      holds: () => store.holds(id, address),
      sent: () => store.sent(id, { messageId: null, done: true, at }),
      again: () => {
        store.again(id, { reason, nextAt: at, mayHaveArrived: false, at })
      },
      refused: () => store.refused(id, { reason, at, isLast: true }),
      setAside: () => store.setAside(id, { reason, at }),
    }
    steps[step]()
    expect([store.isKept(), store.countWaiting()]).toEqual([true, 0])
  },
)
