import type { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/model/alert.ts'
import { fingerprintOf, type Life } from '../../../src/model/life.ts'
import type { MuteReason } from '../../../src/model/mute.ts'
import type { News } from '../../../src/model/notification.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import type { Store } from '../../../src/sinks/outbox/store.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { memoryStore } from '../../support/outbox.ts'
import {
  alertsNotification,
  cpuDetails,
  day,
  endAlert,
  endedLife,
  firingLife,
  minute,
  occurrenceAlert,
  openAlert,
  sampleHostId,
  sampleOccurrence,
  sampleReport,
  sampleTime as at,
  second,
  toldOf,
  unstableLife,
} from '../../support/samples.ts'

const ana = { channel: 'whatsapp', recipient: 'ana' }
const rui = { channel: 'whatsapp', recipient: 'rui' }

const about = (type: string, subject = 'db') => ({ type, subject, details: cpuDetails() })
const nameOf = (type: string, subject = 'db'): string => fingerprintOf(sampleHostId, { type, subject })

/** What stands in the table of lives. */
const rowOf = (database: DatabaseSync, id: number): unknown => ({
  ...database.prepare('SELECT first_told_at AS first, end_told_at AS end FROM life WHERE id = ?').get(id),
})

const tell = (store: Store, ...alerts: readonly Alert[]) => store.accept(alertsNotification(alerts, { at }), [ana], at)

/** A trouble that came and went while something muted it, or nothing did. */
const comeAndGo = (store: Store, id: number, type: string, subject: string, reason?: MuteReason): void => {
  store.keep([firingLife(about(type, subject), { id })])
  if (reason !== undefined)
    store.mute([{ key: nameOf(type, subject), word: 'firing', mute: { reason, by: null, until: at } }])
  store.keep([endedLife(about(type, subject), { id })])
}

describe('what people are told', () => {
  test('of what begins: that they were told, for how bad and since when, and that each address has a message', () => {
    const { store, database } = memoryStore()
    const life = firingLife(about('CONTAINER_OOM'), { lasted: minute })
    store.keep([life])
    const news = alertsNotification([openAlert(life)], { at, quiet: '22:00' })
    const told = toldOf(life, { at, quiet: '22:00' })
    expect(store.accept(news, [ana, rui], at + 5)).toEqual({
      notification: news,
      beside: [],
      tellings: [{ fingerprint: life.fingerprint, told }],
    })
    expect(store.memory(at).told).toEqual([told])
    expect(rowOf(database, life.id)).toEqual({ first: at, end: null })
    for (const address of [ana, rui]) expect(store.waitingFor(address)).toHaveLength(1)
  })

  test('once more: the first time stays, what was told last counts', () => {
    const { store, database } = memoryStore()
    const life = firingLife(about('CONTAINER_OOM'))
    store.keep([life])
    tell(store, openAlert(life))
    const before = toldOf(life, { at, reminders: 2, isReminderDue: true })
    store.accept(alertsNotification([openAlert(life, { word: 'reminder', before })], { at: at + minute }), [ana], at)
    expect(store.memory(at).told).toEqual([toldOf(life, { at: at + minute, reminders: 3 })])
    expect(rowOf(database, life.id)).toEqual({ first: at, end: null })
  })

  test('of what ends: nobody takes it to be so any more', () => {
    const { store, database } = memoryStore()
    store.keep([firingLife(about('CONTAINER_OOM'))])
    tell(store, openAlert(firingLife(about('CONTAINER_OOM'))))
    const ended = endedLife(about('CONTAINER_OOM'))
    store.keep([ended])
    const { tellings } = store.accept(alertsNotification([endAlert(ended)], { at: at + minute }), [ana], at)
    expect(tellings).toEqual([{ fingerprint: ended.fingerprint, told: null }])
    expect(store.memory(at).told).toEqual([])
    expect(rowOf(database, ended.id)).toEqual({ first: at, end: at + minute })
  })

  test.each<[string, (life: Life & { state: 'firing' }, ended: Life & { state: 'resolved' | 'removed' }) => Alert]>([
    ['a later life, which bears its end', (life, ended) => openAlert(life, { before: toldOf(ended), ended })],
    [
      'the end of a later life, of which nobody was told',
      (life, ended) => endAlert({ ...endedLife(about('CONTAINER_OOM')), id: life.id }, { before: toldOf(ended) }),
    ],
  ])('of %s', (_, alertOf) => {
    const { store, database } = memoryStore()
    const ended = endedLife(about('CONTAINER_OOM'), { id: 1 })
    const life = firingLife(about('CONTAINER_OOM'), { id: 2 })
    store.keep([firingLife(about('CONTAINER_OOM'), { id: 1 })])
    tell(store, openAlert(firingLife(about('CONTAINER_OOM'), { id: 1 })))
    store.keep([ended])
    store.keep([life])
    store.accept(alertsNotification([alertOf(life, ended)], { at: at + minute }), [ana], at)
    expect(rowOf(database, 1)).toEqual({ first: at, end: at + minute })
  })

  test('of a later life, which bears the end of one that nobody was told of, and which is then not counted', () => {
    const { store, database } = memoryStore()
    const lifeOf = (id: number) => firingLife(about('CONTAINER_OOM'), { id })
    const first = lifeOf(1)
    const third = lifeOf(3)
    store.keep([first])
    tell(store, openAlert(first))
    store.keep([endedLife(about('CONTAINER_OOM'), { id: 1 }), lifeOf(2)])
    const ended = endedLife(about('CONTAINER_OOM'), { id: 2 })
    store.keep([ended, third])
    const { notification } = tell(store, openAlert(third, { before: toldOf(first), ended }))
    expect(notification).toMatchObject({ alerts: [{ missed: 0 }], cameAndWent: 0 })
    expect([1, 2, 3].map((id) => rowOf(database, id))).toEqual([
      { first: at, end: at },
      { first: null, end: at },
      { first: at, end: null },
    ])
    expect(store.countSince(at - 1).alerts).toEqual({ told: 2, ended: 2, untold: 0 })
  })

  test('by a start-up notice and a report: all that they list; only the report is one', () => {
    const { store, database } = memoryStore()
    const [one, other] = [firingLife(about('CPU_CRITICAL', 'host'), { id: 1 }), unstableLife(about('X'), 'firing')]
    store.keep([one, { ...other, id: 2 }])
    const listing = (given: News['at'], alert: Alert): News =>
      ({
        kind: 'report',
        at: given,
        report: sampleReport({ firing: alert.word === 'firing' || alert.word === 'unstable' ? [alert] : [] }),
      }) as const
    const startup = {
      kind: 'startup',
      at,
      startedAt: at,
      version: '1.0.0',
      inventory: null,
      connections: [],
      report: sampleReport({ firing: [openAlert(one)] }),
    } as const
    store.accept(startup, [ana], at)
    expect(store.memory(at)).toMatchObject({ told: [{ life: 1 }], reportedAt: null })
    store.accept(listing(at + minute, openAlert({ ...other, id: 2 })), [ana], at)
    expect(store.memory(at + minute)).toMatchObject({
      told: [{ life: 1 }, { life: 2, state: 'unstable' }],
      reportedAt: at + minute,
    })
    expect(rowOf(database, 2)).toEqual({ first: at + minute, end: null })
    store.accept({ kind: 'report', at: at + 2 * minute, report: sampleReport() }, [ana], at)
    expect(store.memory(at + 2 * minute).reportedAt).toBe(at + 2 * minute)
    // A clock that ran ahead made it.
    expect(store.memory(at).reportedAt).toBeNull()
  })

  test('by a line about a restart: nothing', () => {
    const { store } = memoryStore()
    const restarted = { kind: 'restarted', at, version: '1.0.0', restarts: 1, since: at } as const
    expect(store.accept(restarted, [ana], at)).toEqual({ beside: [], tellings: [], notification: restarted })
    expect(store.memory(at)).toMatchObject({ told: [], reportedAt: null })
  })

  test('of what has happened: those of the same kind and subject, of which none is told again', () => {
    const { store } = memoryStore()
    const happened = (id: string, subject: string, time = at) =>
      store.keepOccurrence(sampleOccurrence(about('CONTAINER_OOM', subject), { id, at: time }))
    happened('1', 'db')
    happened('1', 'db')
    happened('2', 'db', at + second)
    happened('3', 'web')
    happened('0', 'old', at - day)
    expect(store.memory(at).occurrences.map(({ id }) => id)).toEqual(['1', '3', '2'])
    expect(tell(store, occurrenceAlert(about('CONTAINER_OOM'))).tellings).toEqual([])
    expect(store.memory(at).occurrences.map(({ id }) => id)).toEqual(['3'])
    happened('1', 'db')
    expect(store.memory(at).occurrences.map(({ id }) => id)).toEqual(['3'])
  })
})

describe('a cause', () => {
  const unhealthy = firingLife(about('CONTAINER_UNHEALTHY'), { id: 1 })
  const other = firingLife(about('CONTAINER_UNHEALTHY', 'web'), { id: 2 })
  const crash = firingLife(about('CONTAINER_NOT_RUNNING'), { id: 3 })

  test('takes over what was told of its subject and follows from it, and nothing else', () => {
    const { store, database } = memoryStore()
    store.keep([unhealthy, other])
    tell(store, openAlert(unhealthy), openAlert(other))
    store.keep([crash])
    const { notification, tellings } = tell(store, openAlert(crash))
    const borne = toldOf(unhealthy, { at })
    expect(notification).toEqual(alertsNotification([openAlert(crash, { bears: [borne] })], { at }))
    expect(tellings).toEqual([
      { fingerprint: crash.fingerprint, told: toldOf(crash, { at }) },
      { fingerprint: unhealthy.fingerprint, told: null },
    ])
    expect(store.memory(at).told.map(({ life }) => life)).toEqual([3, 2])
    expect(rowOf(database, 1)).toEqual({ first: at, end: at })
    expect(rowOf(database, 2)).toEqual({ first: at, end: null })
  })

  test('does so by a report, too', () => {
    const { store } = memoryStore()
    store.keep([unhealthy, crash])
    tell(store, openAlert(unhealthy))
    store.accept({ kind: 'report', at, report: sampleReport({ firing: [openAlert(crash)] }) }, [ana], at)
    expect(store.memory(at).told.map(({ life }) => life)).toEqual([3])
  })

  test('takes over nothing that has ended in between, nor when it ends', () => {
    const { store } = memoryStore()
    store.keep([unhealthy, crash])
    tell(store, openAlert(unhealthy))
    tell(store, endAlert(endedLife(about('CONTAINER_UNHEALTHY'), { id: 1 })))
    const first = tell(store, openAlert(crash))
    expect(first.notification).toMatchObject({ alerts: [{ bears: [] }] })
    tell(store, openAlert(unhealthy))
    const end = tell(store, endAlert(endedLife(about('CONTAINER_NOT_RUNNING'), { id: 3 })))
    expect(end.notification).toMatchObject({ alerts: [{ bears: [] }] })
    expect(store.memory(at).told.map(({ life }) => life)).toEqual([1])
  })
})

describe('what came and went untold', () => {
  const counts = (store: Store, ...alerts: readonly Alert[]) => {
    const { notification } = tell(store, ...alerts)
    if (notification.kind !== 'alerts') throw new Error('it tells of no alert')
    return {
      missed: notification.alerts.map((alert) => (alert.word === 'happened' ? null : alert.missed)),
      cameAndWent: notification.cameAndWent,
    }
  }
  const fires = (store: Store, id: number, subject: string): Alert => {
    const life = firingLife(about('X', subject), { id })
    store.keep([life])
    return openAlert(life)
  }

  test('is counted by the next message about the subject, and otherwise by the next one, once', () => {
    const { store } = memoryStore()
    comeAndGo(store, 1, 'X', 'db', 'quiet')
    comeAndGo(store, 2, 'X', 'db', 'budget')
    comeAndGo(store, 3, 'X', 'web', 'grouped')
    comeAndGo(store, 4, 'Y', 'web')
    expect(counts(store, fires(store, 5, 'db'), fires(store, 6, 'api'))).toEqual({ missed: [2, 0], cameAndWent: 2 })
    expect(counts(store, fires(store, 7, 'web'))).toEqual({ missed: [0], cameAndWent: 0 })
  })

  test('is counted by the end of what was told, too', () => {
    const { store } = memoryStore()
    const told = fires(store, 1, 'db')
    tell(store, told)
    const ended = endedLife(about('X'), { id: 1 })
    store.keep([ended])
    comeAndGo(store, 2, 'X', 'db', 'quiet')
    expect(counts(store, endAlert(ended))).toEqual({ missed: [1], cameAndWent: 0 })
  })

  test.each<MuteReason>(['inhibited', 'silenced'])('is nothing to count where it was %s', (reason) => {
    const { store } = memoryStore()
    comeAndGo(store, 1, 'X', 'db', reason)
    comeAndGo(store, 2, 'X', 'web', reason)
    expect(counts(store, fires(store, 3, 'db'))).toEqual({ missed: [0], cameAndWent: 0 })
  })

  test('is not what goes on, nor what was told, by itself or by what took it over', () => {
    const { store } = memoryStore()
    fires(store, 1, 'on')
    expect(counts(store, fires(store, 2, 'told'))).toEqual({ missed: [0], cameAndWent: 0 })
    store.keep([endedLife(about('X', 'told'), { id: 2 })])
    const unhealthy = firingLife(about('CONTAINER_UNHEALTHY'), { id: 3 })
    const crash = firingLife(about('CONTAINER_NOT_RUNNING'), { id: 4 })
    store.keep([unhealthy, crash])
    for (const alert of [openAlert(unhealthy), openAlert(crash)])
      expect(counts(store, alert)).toEqual({ missed: [0], cameAndWent: 0 })
    store.keep([endedLife(about('CONTAINER_UNHEALTHY'), { id: 3 })])
    expect(counts(store, fires(store, 5, 'new'))).toEqual({ missed: [0], cameAndWent: 0 })
  })

  test('is not counted by a report, which has counts of its own', () => {
    const { store } = memoryStore()
    comeAndGo(store, 1, 'X', 'db', 'quiet')
    comeAndGo(store, 2, 'X', 'db', 'silenced')
    comeAndGo(store, 3, 'X', 'db', 'silenced')
    comeAndGo(store, 4, 'X', 'db', 'inhibited')
    tell(store, fires(store, 5, 'api'))
    const ended = endedLife(about('X', 'api'), { id: 5 })
    store.keep([ended])
    store.accept({ kind: 'report', at, report: sampleReport() }, [ana], at)
    expect(store.countSince(at - 1).alerts).toEqual({ told: 1, ended: 0, untold: 3 })
    expect(store.countSince(at).alerts).toEqual({ told: 0, ended: 0, untold: 0 })
    tell(store, endAlert(ended))
    expect(store.countSince(at - 1).alerts).toEqual({ told: 1, ended: 1, untold: 3 })
  })
})

describe('all of it or nothing', () => {
  test.each([
    'INSERT ON notification',
    'INSERT ON delivery',
    'INSERT ON told',
    'DELETE ON told',
    'UPDATE ON life',
    'UPDATE ON occurrence',
    'INSERT ON fact',
  ])('%s fails', (event) => {
    const { store, database } = memoryStore()
    const unhealthy = firingLife(about('CONTAINER_UNHEALTHY'), { id: 1 })
    const crash = firingLife(about('CONTAINER_NOT_RUNNING'), { id: 2 })
    const occurrence = sampleOccurrence(about('REBOOTED', 'host'))
    store.keep([unhealthy, crash])
    tell(store, openAlert(unhealthy))
    comeAndGo(store, 3, 'X', 'db', 'quiet')
    store.keepOccurrence(occurrence)
    const all = (): unknown => ({
      memory: store.memory(at),
      waiting: store.waitingFor(ana),
      lives: database.prepare('SELECT * FROM life').all(),
    })
    const before = all()
    database.exec(`CREATE TRIGGER broken BEFORE ${event} BEGIN SELECT RAISE(ABORT, 'broken'); END`)
    const { log, lines } = capturedLog()
    const outbox = createOutbox({
      channels: [
        {
          name: 'whatsapp',
          recipients: ['ana'],
          host: null,
          pace: null,
          render: () => [],
          send: () => {
            throw new Error('nothing is sent')
          },
          test: () => {
            throw new Error('nothing is tested')
          },
        },
      ],
      store,
      random: () => 0,
      logs: () => log,
    })
    const news: News = event.endsWith('fact')
      ? { kind: 'report', at, report: sampleReport({ firing: [openAlert(crash)] }) }
      : alertsNotification([openAlert(crash), { word: 'happened', occurrence }], { at })
    expect(outbox.accept(news)).toBeNull()
    expect(lines).toEqual([expect.stringMatching(/^error: cannot write down a message: /)])
    expect(all()).toEqual(before)
    database.exec('DROP TRIGGER broken')
    expect(outbox.accept(news)).not.toBeNull()
    expect(all()).not.toEqual(before)
  })
})
