import { asyncScheduler, defer, ignoreElements, merge, of, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Channel, Sought } from '../../../src/model/channel.ts'
import type { Delivery, Outcome } from '../../../src/model/delivery.ts'
import type { Life } from '../../../src/model/life.ts'
import { alertsIn, type News } from '../../../src/model/notification.ts'
import type { ChannelReading } from '../../../src/model/reading.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore, type Store } from '../../../src/sinks/outbox/store.ts'
import { createText } from '../../../src/text/index.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { report, told } from '../../support/notifications.ts'
import { deliver } from '../../support/outbox.ts'
import { plainText } from '../../support/plain-text.ts'
import { quoted } from '../../support/reasons.ts'
import { cpuDetails, endAlert, endedLife, firingLife, hour, minute, openAlert, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const text = createText({ language: 'en', timeZone: 'UTC', agentName: 'vps-01' })
const unsure: Outcome = { kind: 'again', reason: quoted('no answer'), afterMilliseconds: null, mayHaveArrived: true }

const livesIn = (news: News): readonly Life[] =>
  alertsIn(news).flatMap((alert) => (alert.word === 'happened' ? [] : [alert.life]))

/** A trouble of its own. */
const crash = (id: number): News =>
  told(openAlert(firingLife({ type: 'CONTAINER_NOT_RUNNING', subject: `c${id}`, details: cpuDetails() }, { id })))

interface Given {
  readonly arrivals: readonly (readonly [number, News])[]
  /** What an attempt is answered; null: it is accepted. */
  readonly outcomeAt?: (at: number) => Outcome | null
  /** Whether the other side has what an attempt sent that it did not answer. */
  readonly isThere?: boolean
  /** What becomes of the message of that number, counted from 1. */
  readonly isLost?: (count: number) => boolean | null
  readonly hasFallback?: boolean
  readonly store?: Store
  readonly until?: number
  readonly host?: Channel['host']
}

const run = ({
  arrivals,
  outcomeAt = () => null,
  isThere = false,
  isLost = () => false,
  hasFallback = true,
  store = createStore(openInMemory()),
  until = 3 * hour,
  host = { name: 'evolution.example.com', isAsked: true },
}: Given) => {
  const texts: string[] = []
  const byFallback: string[] = []
  const sought: Sought[] = []
  const states: ChannelReading['state'][] = []
  const channel: Channel = {
    name: 'whatsapp',
    recipients: ['ana'],
    host,
    pace: null,
    render: (notification, { repeated }) => [`${repeated ? 'again: ' : ''}${plainText(text(notification))}`],
    send: (words) =>
      defer(() => {
        texts.push(words)
        return of(outcomeAt(asyncScheduler.now()) ?? { kind: 'sent' as const, messageId: String(texts.length) })
      }),
    test: () => of({ name: 'whatsapp', result: { ok: true } }),
    afterwards: {
      find: (one) =>
        defer(() => {
          sought.push(one)
          return of(isThere && one.texts.some((words) => texts.includes(words)) ? 'found' : null)
        }),
      isLost: (id) => defer(() => of(isLost(Number(id)))),
    },
  }
  const fallback: Channel = {
    name: 'ntfy',
    recipients: ['topic'],
    host: null,
    pace: null,
    render: (notification) => [plainText(text(notification))],
    send: (words) =>
      defer(() => {
        byFallback.push(words)
        return of({ kind: 'sent' as const, messageId: null })
      }),
    test: () => of({ name: 'ntfy', result: { ok: true } }),
  }
  const outbox = createOutbox({
    channels: [channel],
    fallbacks: hasFallback ? [fallback] : [],
    store,
    random: () => 0.5,
    logs: silentLogs,
  })
  record<Delivery>((play) => {
    const news$ = play<News>([...arrivals, [until - 1, '|']]).pipe(tap((news) => outbox.keep(livesIn(news))))
    const states$ = outbox.readings$.pipe(
      tap(({ name, state }) => {
        if (name === 'whatsapp' && states.at(-1) !== state) states.push(state)
      }),
      ignoreElements(),
    )
    return merge(states$, deliver(outbox, news$))
  }, until)
  return { texts, byFallback, sought, states, store }
}

describe('before a repeat the other side is asked', () => {
  const once = (at: number): Outcome | null => (at < second ? unsure : null)

  test('and what is there is not sent again', () => {
    const { texts, sought, store } = run({ arrivals: [[0, report]], outcomeAt: once, isThere: true })
    expect(texts).toHaveLength(1)
    expect(sought).toMatchObject([{ recipient: 'ana', since: 0 }])
    expect(store.statistics()).toMatchObject({ queued: 0, refused: 0 })
  })

  test('and what is not, or of which nobody knows, is sent again and says so', () => {
    const { texts } = run({ arrivals: [[0, report]], outcomeAt: once })
    expect(texts.map((words) => words.startsWith('again: '))).toEqual([false, true])
  })

  test('at each attempt, for all that was tried', () => {
    const outcomeAt = (at: number): Outcome | null => (at < 20 * second ? unsure : null)
    const { sought, texts } = run({ arrivals: [[0, report]], outcomeAt })
    expect(sought).toHaveLength(texts.length - 1)
    expect(sought.at(-1)?.texts).toEqual(expect.arrayContaining(texts.slice(0, 2)))
    expect(new Set(sought.map(({ since }) => since))).toEqual(new Set([0]))
  })

  test('also for what was late, which is made anew at each attempt', () => {
    const down: Outcome = { ...unsure, mayHaveArrived: false }
    const outcomeAt = (at: number): Outcome | null => (at < 20 * minute ? down : unsure)
    const { texts } = run({
      host: null,
      arrivals: [
        [0, crash(1)],
        [second, crash(2)],
        // It comes while nobody knows of those.
        [23 * minute, crash(3)],
      ],
      outcomeAt,
      isThere: true,
    })
    const unanswered = texts.filter((words) => words.includes('c1') && words.includes('c2'))
    expect(unanswered.filter((words) => words.includes('again: '))).toEqual([])
    expect(texts.filter((words) => words.includes('c3'))).toHaveLength(1)
  })

  test('also after the agent was ended while it was being sent', () => {
    const store = createStore(openInMemory())
    store.accept(report, [{ channel: 'whatsapp', recipient: 'ana' }], 5)
    store.sending(1, 7)
    const { sought, texts } = run({ arrivals: [], store })
    expect(sought).toHaveLength(1)
    expect(sought[0]?.texts).toContain(plainText(text(report)))
    expect(texts).toHaveLength(1)
  })

  test('and nothing is asked where it surely did not arrive', () => {
    const outcomeAt = (at: number): Outcome | null => (at < second ? { ...unsure, mayHaveArrived: false } : null)
    expect(run({ arrivals: [[0, report]], outcomeAt }).sought).toEqual([])
  })
})

describe('what is lost after it was accepted', () => {
  test('is sent once more, as the first one that people see', () => {
    const { texts, byFallback, store } = run({ arrivals: [[0, crash(1)]], isLost: (count) => count === 1 })
    expect(texts).toHaveLength(2)
    expect(texts[1]).toBe(texts[0])
    expect(byFallback).toEqual([])
    expect(store.statistics()).toMatchObject({ queued: 0, refused: 0 })
  })

  test('twice is told by the fallback', () => {
    const { texts, byFallback, store } = run({ arrivals: [[0, crash(1)]], isLost: () => true })
    expect(texts).toHaveLength(2)
    expect(byFallback).toHaveLength(1)
    expect(store.statistics()).toMatchObject({ queued: 0, refused: 1 })
  })

  test('twice, where nobody else could tell it, is told anew', () => {
    const arrivals = [0, 10].map((at): readonly [number, News] => [at * minute, crash(1)])
    const { texts, store } = run({ arrivals, hasFallback: false, isLost: (count) => count <= 2 })
    expect(texts).toHaveLength(3)
    expect(store.statistics()).toMatchObject({ queued: 0, refused: 1 })
  })

  test('and found out late changes nothing of what was said since', () => {
    const ended = told(
      endAlert(endedLife({ type: 'CONTAINER_NOT_RUNNING', subject: 'c1', details: cpuDetails() }, { id: 1 })),
    )
    const { texts } = run({
      arrivals: [
        [0, crash(1)],
        [second, ended],
      ],
      isLost: (count) => count === 1,
    })
    expect(texts).toHaveLength(2)
  })

  test('makes the channel suspect: that it accepts the next says nothing before that is known to have arrived', () => {
    const news = [0, 1, 2, 3].map((index): readonly [number, News] => [index * minute, crash(index + 1)])
    expect(run({ arrivals: news, isLost: () => true, until: hour }).states).toEqual(['down'])
    expect(run({ arrivals: news, isLost: (count) => count === 1, until: hour }).states).toEqual(['down', 'open'])
  })

  test('is not lost where nobody knows', () => {
    const { texts } = run({ arrivals: [[0, crash(1)]], isLost: () => null })
    expect(texts).toHaveLength(1)
  })
})
