import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncScheduler, defer, map, NEVER, of, timer, type Observable } from 'rxjs'
import { DatabaseSync } from 'node:sqlite'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../../src/app.ts'
import type { Channel } from '../../../src/model/channel.ts'
import { hasEnded } from '../../../src/model/life.ts'
import type { Notification } from '../../../src/model/notification.ts'
import type { Container } from '../../../src/model/reading.ts'
import { openDatabase } from '../../../src/sinks/outbox/database.ts'
import { createListing } from '../../../src/sinks/outbox/listing.ts'
import { createOutbox, type Outbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { createText } from '../../../src/text/index.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { configOf } from '../../support/config.ts'
import { createFolder } from '../../support/folder.ts'
import { partsOf } from '../../support/parts.ts'
import { plainText } from '../../support/plain-text.ts'
import {
  alertsNotification,
  containersReading,
  endAlert,
  hour,
  minute,
  openAlert,
  sampleContainer,
  sampleHostId,
  sampleTime as now,
  second,
} from '../../support/samples.ts'

const ana = { channel: 'whatsapp', recipient: '5511988887777' }
const rui = { channel: 'whatsapp', recipient: '5511977776666' }
const eva = { channel: 'whatsapp', recipient: '5511966665555' }
const topic = { channel: 'ntfy', recipient: 'ntfy' }

/** A copy of what the first shape wrote, as an agent of today opens it. */
const openFirstShape = (spoil: (database: DatabaseSync) => void = () => undefined) => {
  const folder = createFolder()
  const path = join(folder.path, 'vigilo.db')
  copyFileSync(join(import.meta.dirname, '../../fixtures/outbox/first-shape.db'), path)
  const old = new DatabaseSync(path)
  spoil(old)
  old.close()
  const database = openDatabase(path, sampleHostId)
  return {
    database,
    store: createStore(database),
    [Symbol.dispose]: () => {
      database.close()
      folder[Symbol.dispose]()
    },
  }
}

/** What each address gets, in words, from an agent that starts at the time of the samples. */
const sentBy = (
  store: ReturnType<typeof createStore>,
  {
    stale = hour,
    app = (outbox: Outbox): Observable<unknown> => outbox.run({ notifications$: NEVER }),
    until = hour,
  } = {},
) => {
  const sent: { readonly to: string; readonly text: string }[] = []
  const text = createText({ language: 'pt-BR', timeZone: 'UTC', agentName: 'vps-01' })
  const channelOf = (name: string, recipients: readonly string[]): Channel => ({
    name,
    recipients,
    host: null,
    pace: null,
    render: (notification) => [plainText(text(notification))],
    send: (words, to) =>
      defer(() => {
        sent.push({ to, text: words })
        return of({ kind: 'sent', messageId: null } as const)
      }),
    test: () => NEVER,
  })
  const scheduler = new TestScheduler(() => undefined)
  scheduler.frame = now
  scheduler.run(() => {
    const outbox = createOutbox({
      channels: [
        channelOf(
          'whatsapp',
          [ana, rui, eva].map(({ recipient }) => recipient),
        ),
      ],
      fallbacks: [channelOf('ntfy', [topic.recipient])],
      store,
      limits: { queued: 5_000, retention: 30 * 24 * hour, stale },
      random: () => 0.5,
      logs: silentLogs,
    })
    const subscription = app(outbox).subscribe()
    scheduler.schedule(() => subscription.unsubscribe(), until)
    scheduler.maxFrames = now + until
  })
  return ({ recipient }: { readonly recipient: string }): readonly string[] =>
    sent.flatMap(({ to, text: words }) => (to === recipient ? [words] : []))
}

describe('what people know of', () => {
  const troubles = [
    ['RAM_CRITICAL host', 'firing', now - 3 * hour, 1],
    ['CONTAINER_NOT_RUNNING db', 'firing', now - 150 * minute, 1],
    ['CONTAINER_UNHEALTHY api', 'unstable', now - 140 * minute, 0],
    ['SERVICE_DOWN shop', 'unstable', now - 139 * minute, 0],
    ['CONTAINER_NOT_RUNNING worker', 'firing', now - 134 * minute, 0],
    ['DISK_CRITICAL /', 'firing', now - 20 * minute, 0],
    ['CONTAINER_NOT_RUNNING queue', 'firing', now - 6 * minute, 0],
    ['CONTAINER_NOT_RUNNING web', 'firing', now - 6 * minute, 0],
    ['CONTAINER_NOT_RUNNING proxy', 'firing', now - 30 * second, 0],
  ]

  test('each is a life, and told, from the same moment on, under the id of the host', () => {
    using first = openFirstShape()
    const { lives, told, nextLife } = first.store.memory(now)
    const nameOf = (fingerprint: string): string => fingerprint.split('\n').slice(1).join(' ')
    expect(
      told
        .toSorted((one, other) => one.startsAt - other.startsAt || one.fingerprint.localeCompare(other.fingerprint))
        .map((one) => [nameOf(one.fingerprint), one.state, one.startsAt, one.reminders]),
    ).toEqual(troubles)
    expect(told.filter(({ fingerprint }) => !fingerprint.startsWith(`${sampleHostId}\n`))).toEqual([])
    expect(lives).toHaveLength(told.length)
    for (const one of told) {
      const life = lives.find(({ id }) => id === one.life)
      expect(life).toMatchObject({
        host: sampleHostId,
        fingerprint: one.fingerprint,
        state: one.state,
        severity: 'critical',
        startsAt: one.startsAt,
        check: one.check,
        formerly: null,
      })
      expect(life?.id).toBeLessThan(nextLife)
    }
  })

  test('what is behind it and how it went to and fro is still known', () => {
    using first = openFirstShape()
    const { lives } = first.store.memory(now)
    const lifeOf = (subject: string) => lives.find((life) => life.subject === subject)
    expect(lifeOf('db')?.evidence?.logLines).toEqual(['PANIC: no space left'])
    expect(lifeOf('api')).toMatchObject({ now: 'firing', instability: { changes: 3, since: now - 4 * minute } })
    expect(lifeOf('shop')).toMatchObject({ now: 'ended', instability: { changes: 5 } })
    expect(lifeOf('worker')).toMatchObject({ state: 'firing', instability: { changes: 4 } })
  })

  test('the messages of the last half hour count for the budget', () => {
    using first = openFirstShape()
    const { messages } = first.store.memory(now)
    expect(messages.map(({ at, hasBeginnings }) => [(at - now) / minute, hasBeginnings])).toEqual([
      [-20, true],
      [-19, true],
      [-6, true],
      [-5, false],
      [-4.5, false],
      [-4, false],
      [-0.5, true],
    ])
    expect(messages[2]?.fingerprints).toEqual([
      `${sampleHostId}\nCONTAINER_NOT_RUNNING\nweb`,
      `${sampleHostId}\nCONTAINER_NOT_RUNNING\nqueue`,
    ])
  })

  test('that somebody was there, and what ran', () => {
    using first = openFirstShape()
    expect(first.store.lastPresence()).toEqual({
      at: now - 10 * second,
      bootId: 'a1b2',
      running: ['id-api'],
      sawEngine: true,
    })
  })
})

describe('what was written down', () => {
  test.each(['en', 'pt-BR'] as const)('has words: %s', (language) => {
    using first = openFirstShape()
    const text = createText({ language, timeZone: 'UTC', agentName: 'vps-01' })
    const listed = createListing(first.database).all()
    expect(listed).toHaveLength(51)
    for (const { id } of listed) {
      const { notification } = first.store.read(id)
      expect(notification).not.toBeNull()
      if (notification !== null) expect(plainText(text(notification))).not.toMatch(/undefined|NaN|Invalid|\[object/)
    }
  })

  test('is as it would be written today', () => {
    using first = openFirstShape()
    const { store } = first
    const bodyOf = (id: number): unknown => store.read(id).notification
    expect(bodyOf(29)).toMatchObject({
      quiet: null,
      alerts: [
        { word: 'firing', before: null, missed: 0, life: { subject: 'web' } },
        { word: 'firing', before: null, missed: 2, life: { subject: 'queue' } },
      ],
    })
    expect(bodyOf(31)).toMatchObject({
      alerts: [{ word: 'resolved', before: { startsAt: now - 19 * minute }, life: { endsAt: now - 5 * minute } }],
    })
    expect(bodyOf(33)).toMatchObject({
      alerts: [{ word: 'reminder', before: { state: 'firing' } }],
    })
    expect(bodyOf(39)).toMatchObject({
      report: { silenced: [], services: { total: 2, unseen: 0 }, firing: [{ word: 'firing' }] },
    })
    expect(store.waitingFor(ana)[0]?.fingerprints).toEqual([
      `${sampleHostId}\nCONTAINER_NOT_RUNNING\nweb`,
      `${sampleHostId}\nCONTAINER_NOT_RUNNING\nqueue`,
    ])
  })

  test('counts in the next report as what people were told since the one before', () => {
    using first = openFirstShape()
    expect(first.store.countSince(now - hour).alerts).toEqual({ told: 4, ended: 0, untold: 0 })
  })

  test('is no reason to give up where it is no notification, or no alert', () => {
    using first = openFirstShape((database) => {
      database.exec(`UPDATE notification SET body = '{' WHERE id IN (15, 20)`)
      database.exec(`UPDATE notification SET fingerprints = '{' WHERE id = 16`)
      database.exec(`UPDATE life SET alert = '{' WHERE fingerprint LIKE '%worker'`)
    })
    expect(first.store.memory(now).told).toHaveLength(8)
    const [text = ''] = sentBy(first.store, { stale: 0 })(ana)
    for (const name of ['cache', 'jobs', 'reiniciou', 'RAM']) expect(text).toContain(name)
  })

  test('is listed as before', () => {
    using first = openFirstShape()
    const listed = createListing(first.database).all()
    expect(listed.find(({ id }) => id === 29)).toMatchObject({
      state: 'retrying',
      alerts: ['CONTAINER_NOT_RUNNING web', 'CONTAINER_NOT_RUNNING queue'],
    })
    expect(listed.find(({ id }) => id === 43)).toMatchObject({ state: 'queued', within: 48 })
  })
})

describe('what waits', () => {
  test('goes to whom it waits for, and to nobody else, as it was meant', () => {
    using first = openFirstShape()
    const sentTo = sentBy(first.store)
    const texts = sentTo(ana)
    expect(texts).toHaveLength(7)
    const all = texts.join('\n')
    expect(all).toContain('• *web* caiu (código 1)\n• *queue* caiu (código 1)')
    expect(all).toContain('*cache* voltou. Ficou fora do ar por 14 min.')
    expect(all).toContain('RAM continua alta há 2 h 55 min: 96%')
    expect(all).toContain('• o servidor reiniciou. Ficou fora do ar por 3 min.')
    expect(all).toMatch(/• um processo de \*jobs\* foi morto .* Aconteceu 3 vezes\./)
    expect(all).toContain('o Vigilo 1.0.0 está monitorando')
    expect(all).toContain('relatório das 17:28, 1 problema agora')
    expect(all).toContain('caiu e voltou 2 vezes')
    expect(all).not.toContain('atrasado')
    expect(sentTo(rui)).toEqual([])
    expect(sentTo(topic)).toHaveLength(1)
    expect(sentTo(topic)[0]).toContain('o container *proxy* caiu')
    expect(first.store.countWaiting()).toBe(0)
  })

  test('what was one message already is one, of what is so now', () => {
    using first = openFirstShape()
    const texts = sentBy(first.store)(eva)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain('🟢 *mail* voltou (fora do ar de 16:10 a 16:50, 2 vezes)')
    expect(texts[0]).toContain('1 relatório não foi enviado.')
  })

  test('counts as told to those who got it, and only to them', () => {
    using first = openFirstShape()
    const { store } = first
    const aboutNow = (subject: string, word: 'reminder' | 'resolved'): Notification => {
      const { lives, told } = store.memory(now)
      const life = lives.find((one) => one.subject === subject)
      const before = told.find((one) => one.check.subject === subject)
      if (life === undefined || hasEnded(life) || before === undefined) throw new Error('people know of it')
      if (word === 'reminder') return alertsNotification([openAlert(life, { word, before })])
      const ended = { ...life, state: word, endsAt: now }
      store.keep([ended])
      return alertsNotification([endAlert(ended, { before })])
    }
    const isNews = (notification: Notification): readonly boolean[] =>
      [ana, rui, eva, topic].map((address) => {
        store.queue(notification, [address], now)
        return store.holds(Math.max(...store.waitingFor(address).map(({ id }) => id)), address)
      })
    expect(isNews(aboutNow('host', 'reminder'))).toEqual([true, true, false, false])
    expect(isNews(aboutNow('web', 'reminder'))).toEqual([false, true, false, false])
    expect(isNews(aboutNow('proxy', 'reminder'))).toEqual([false, true, false, false])
    expect(isNews(aboutNow('shop', 'resolved'))).toEqual([true, true, false, false])
    expect(isNews(aboutNow('worker', 'resolved'))).toEqual([true, true, false, false])
  })

  test('too late is told as one message, with all that there is to say', () => {
    using first = openFirstShape()
    const texts = sentBy(first.store, { stale: 0 })(ana)
    expect(texts).toHaveLength(1)
    for (const name of ['web', 'queue', 'cache', 'jobs', 'reiniciou', 'RAM', '1 relatório', 'aviso'])
      expect(texts[0]).toContain(name)
  })
})

describe('an agent of today', () => {
  const runs = (name: string): Container =>
    sampleContainer({ id: `id-${name}`, name, containerName: name, startedAt: now - minute })

  /** Every container that was in trouble runs again; the rest of the host is as it was. */
  const wellAgain = (store: ReturnType<typeof createStore>) => (outbox: Outbox) =>
    createApp(
      partsOf({
        config: configOf({ REPORT_HOURS: '0' }),
        sources: [
          {
            name: 'containers',
            readings$: timer(0, 5 * second).pipe(
              map(() =>
                containersReading(['db', 'worker', 'web', 'queue', 'proxy', 'cache'].map(runs), {
                  at: asyncScheduler.now(),
                }),
              ),
            ),
          },
        ],
        outbox,
        memory: { ...store.memory(now), ran: new Set(), sawEngine: false },
        previousRun: { ended: 'uncleanly', restarts: 1, since: now, quietFor: 24 * hour },
      }),
    )

  test('tells what ended since as that, once, to all who know of it', () => {
    using first = openFirstShape()
    const sentTo = sentBy(first.store, { app: wellAgain(first.store) })
    for (const address of [ana, rui]) {
      const lines = sentTo(address).flatMap((words) => words.split('\n'))
      const back = (name: string) => lines.filter((line) => line.includes(`*${name}* voltou`))
      for (const name of ['db', 'worker', 'web', 'queue']) expect(back(name)).toHaveLength(1)
      // That the proxy crashed was refused for Ana: she never heard of it.
      expect(back('proxy')).toHaveLength(address === ana ? 0 : 1)
      // The report that waited lists it, with its time.
      expect(lines.filter((line) => /\*(db|worker|proxy)\* caiu .*\)$/.test(line))).toEqual([])
    }
    // Of these nothing was seen since.
    expect(first.store.memory(now + hour).told.map(({ check }) => check.type)).toEqual([
      'DISK_CRITICAL',
      'RAM_CRITICAL',
    ])
  })
})
