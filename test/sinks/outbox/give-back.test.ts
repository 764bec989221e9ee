import { of, Subject } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Alert, OpenAlert } from '../../../src/model/alert.ts'
import { fingerprintOf } from '../../../src/model/life.ts'
import type { Channel } from '../../../src/model/channel.ts'
import type { Outcome } from '../../../src/model/delivery.ts'
import type { GivenBack, News } from '../../../src/model/notification.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import type { Store } from '../../../src/sinks/outbox/store.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { deliver, memoryStore } from '../../support/outbox.ts'
import {
  alertsNotification,
  cpuDetails,
  day,
  endAlert,
  endedLife,
  firingLife,
  minute,
  openAlert,
  sampleHostId,
  sampleOccurrence,
  sampleReport,
  sampleTime as at,
  toldOf,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { quoted } from '../../support/reasons.ts'

const ana = { channel: 'whatsapp', recipient: 'ana' }
const rui = { channel: 'whatsapp', recipient: 'rui' }
const topic = { channel: 'ntfy', recipient: 'topic' }

const about = (type: string, subject = 'db') => ({ type, subject, details: cpuDetails() })
const fingerprint = fingerprintOf(sampleHostId, about('CONTAINER_NOT_RUNNING'))
const crashed = firingLife(about('CONTAINER_NOT_RUNNING'), { id: 5, lasted: minute })
const over = endedLife(about('CONTAINER_NOT_RUNNING'), { id: 5 })
const begins = openAlert(crashed)
const reminds = (before = toldOf(crashed, { at })): OpenAlert => openAlert(crashed, { word: 'reminder', before })
const ends = (before = toldOf(crashed, { at })): Alert => endAlert(over, { before })

/** Tells it to these addresses; returns the number of the first delivery. */
const tell = (store: Store, alerts: readonly Alert[], to = [ana]): number => {
  store.accept(alertsNotification(alerts, { at }), to, at)
  return Math.max(...to.flatMap((address) => store.waitingFor(address).map(({ id }) => id))) - to.length + 1
}
const send = (store: Store, id: number): number => store.sent(id, { messageId: null, done: true, at })
const refuse = (store: Store, id: number, isLast = true) =>
  store.refused(id, { reason: { code: 'notOnWhatsApp', number: '…7777' }, at, isLast }).givenBack.tellings
const nothing = [{ fingerprint, told: null }]
const untold = { tellings: nothing, lives: [], occurrences: [], notification: null }

const told = (store: Store): unknown => store.memory(at).told.map(({ life, reminders }) => [life, reminders])

/** What stands in the table of lives. */
const rowOf = ({ database }: ReturnType<typeof memoryStore>, id: number): unknown => ({
  ...database.prepare('SELECT first_told_at AS first, end_told_at AS end FROM life WHERE id = ?').get(id),
})

describe('what is refused for its last address is due again', () => {
  test('a reminder, also where one that was not due yet was refused before it', () => {
    const { store } = memoryStore()
    send(store, tell(store, [begins]))
    const before = toldOf(crashed, { at })
    refuse(store, tell(store, [reminds(before)]))
    const again = refuse(store, tell(store, [reminds({ ...before, isReminderDue: true })]))
    expect(again).toMatchObject([{ fingerprint, told: { life: crashed.id, isReminderDue: true } }])
  })

  test('a beginning', () => {
    const kept = memoryStore()
    const { store } = kept
    store.keep([crashed])
    expect(refuse(store, tell(store, [begins]))).toEqual(nothing)
    expect(told(store)).toEqual([])
    expect(rowOf(kept, 5)).toEqual({ first: null, end: null })
  })

  test('a reminder', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    send(store, tell(store, [begins]))
    const before = toldOf(crashed, { at, isReminderDue: true })
    expect(refuse(store, tell(store, [reminds(before)]))).toEqual([{ fingerprint, told: before }])
    expect(told(store)).toEqual([[5, 0]])
  })

  test('an end', () => {
    const kept = memoryStore()
    const { store } = kept
    store.keep([crashed])
    send(store, tell(store, [begins]))
    store.keep([over])
    expect(refuse(store, tell(store, [ends()]))).toEqual([{ fingerprint, told: toldOf(crashed, { at }) }])
    expect(store.memory(at)).toMatchObject({ told: [{ life: 5 }], lives: [over] })
    expect(rowOf(kept, 5)).toEqual({ first: at, end: null })
  })

  test('and with it comes what has become of it since', () => {
    const { store } = memoryStore()
    const next = firingLife(about('CONTAINER_NOT_RUNNING'), { id: 6 })
    const givenBack = (id: number) => store.refused(id, { reason: quoted('x'), at, isLast: true }).givenBack
    store.keep([crashed])
    send(store, tell(store, [begins]))
    store.keep([over])
    const end = tell(store, [ends()])
    store.keep([next])
    expect(givenBack(end).lives).toEqual([over, next])
    expect(givenBack(tell(store, [openAlert(next, { before: toldOf(crashed, { at }), ended: over })])).lives).toEqual([
      over,
      next,
    ])
    const occurrence = sampleOccurrence(about('REBOOTED'), { at })
    store.keepOccurrence(occurrence)
    expect(givenBack(tell(store, [{ word: 'happened', occurrence }])).occurrences).toEqual([occurrence])
  })

  test('a new life, and with it the end of the one before, which it bore', () => {
    const kept = memoryStore()
    const { store } = kept
    const next = firingLife(about('CONTAINER_NOT_RUNNING'), { id: 6 })
    store.keep([crashed])
    send(store, tell(store, [begins]))
    store.keep([over, next])
    const before = toldOf(crashed, { at })
    const id = tell(store, [openAlert(next, { before, ended: over })])
    expect(rowOf(kept, 5)).toEqual({ first: at, end: at })
    expect(refuse(store, id)).toEqual([{ fingerprint, told: before }])
    expect(rowOf(kept, 5)).toEqual({ first: at, end: null })
    expect(rowOf(kept, 6)).toEqual({ first: null, end: null })
  })

  test('what it took over from what follows from it', () => {
    const kept = memoryStore()
    const { store } = kept
    const unhealthy = firingLife(about('CONTAINER_UNHEALTHY'), { id: 4 })
    store.keep([unhealthy, crashed])
    send(store, tell(store, [openAlert(unhealthy)]))
    expect(refuse(store, tell(store, [begins]))).toEqual([
      ...nothing,
      { fingerprint: unhealthy.fingerprint, told: toldOf(unhealthy, { at }) },
    ])
    expect(told(store)).toEqual([[4, 0]])
    expect(rowOf(kept, 4)).toEqual({ first: at, end: null })
  })

  test.each<[string, (alert: OpenAlert) => News]>([
    ['a report', (alert) => ({ kind: 'report', at, report: sampleReport({ firing: [alert] }) })],
    [
      'a start-up notice',
      (alert) => ({
        kind: 'startup',
        at,
        startedAt: at,
        version: '1',
        inventory: null,
        connections: [],
        report: sampleReport({ firing: [alert] }),
      }),
    ],
  ])('what %s lists', (_, newsOf) => {
    const { store } = memoryStore()
    store.keep([crashed])
    store.accept(newsOf(begins), [ana], at)
    expect(refuse(store, 1)).toEqual(nothing)
    expect(told(store)).toEqual([])
  })

  test('each of several', () => {
    const { store } = memoryStore()
    const web = firingLife(about('X', 'web'), { id: 7 })
    store.keep([crashed, web])
    expect(refuse(store, tell(store, [begins, openAlert(web)]))).toEqual([
      ...nothing,
      { fingerprint: web.fingerprint, told: null },
    ])
  })

  test('what has happened, and only what that message told', () => {
    const { store } = memoryStore()
    const happen = (id: string, subject: string) => {
      const occurrence = sampleOccurrence(about('CONTAINER_OOM', subject), { id })
      store.keepOccurrence(occurrence)
      return occurrence
    }
    const other = happen('1', 'web')
    store.accept(alertsNotification([{ word: 'happened', occurrence: other }], { at: at - minute }), [ana], at)
    send(store, 1)
    const occurrence = happen('2', 'db')
    refuse(store, tell(store, [{ word: 'happened', occurrence }]))
    expect(store.memory(at).occurrences).toEqual([occurrence])
  })

  test('how many came and went: the next message counts them', () => {
    const { store } = memoryStore()
    for (const [index, subject] of ['db', 'web'].entries()) {
      store.keep([firingLife(about('CONTAINER_NOT_RUNNING', subject), { id: index + 1 })])
      store.keep([endedLife(about('CONTAINER_NOT_RUNNING', subject), { id: index + 1 })])
    }
    store.keep([crashed])
    const countsOf = () => {
      const { notification } = store.accept(alertsNotification([begins], { at }), [ana], at)
      return notification
    }
    const counts = { alerts: [{ missed: 1 }], cameAndWent: 1 }
    expect(countsOf()).toMatchObject(counts)
    refuse(store, 1)
    expect(countsOf()).toMatchObject(counts)
    send(store, 2)
    expect(countsOf()).toMatchObject({ alerts: [{ missed: 0 }], cameAndWent: 0 })
  })
})

describe('what somebody gets is not due again', () => {
  const settled: readonly (readonly [string, (store: Store, id: number) => void])[] = [
    ['has it', send],
    ['waits for it', () => undefined],
    ['is being sent it', (store, id) => store.sending(id, at)],
    [
      'waits for another attempt',
      (store, id) =>
        store.again(id, { reason: { code: 'noAnswer', seconds: null }, nextAt: at, mayHaveArrived: false, at }),
    ],
  ]
  test.each(settled)('where another address %s', (_, settle) => {
    const { store } = memoryStore()
    store.keep([crashed])
    const first = tell(store, [begins], [ana, rui])
    settle(store, first + 1)
    expect(refuse(store, first)).toEqual([])
    expect(told(store)).toEqual([[5, 0]])
  })

  test('where another address has it and it is refused for the first one later', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    const first = tell(store, [begins], [ana, rui])
    expect(refuse(store, first)).toEqual([])
    expect(refuse(store, first + 1)).toEqual(nothing)
  })

  test.each<[string, Alert, unknown]>([
    ['a reminder', reminds(), [[5, 1]]],
    ['its end', ends(), []],
  ])('where a later message told of it: %s', (_, later, expected) => {
    const { store } = memoryStore()
    store.keep([crashed])
    const first = tell(store, [begins])
    send(store, tell(store, [later]))
    expect(refuse(store, first)).toEqual([])
    expect(told(store)).toEqual(expected)
  })

  test('where it began and ended anew since its end was told', () => {
    const { store } = memoryStore()
    const next = firingLife(about('CONTAINER_NOT_RUNNING'), { id: 6 })
    store.keep([crashed])
    send(store, tell(store, [begins]))
    const end = tell(store, [ends()])
    send(store, tell(store, [openAlert(next)]))
    send(store, tell(store, [endAlert(endedLife(about('CONTAINER_NOT_RUNNING'), { id: 6 }))]))
    expect(refuse(store, end)).toEqual([])
    expect(told(store)).toEqual([])
  })

  test('where a cause has taken it over since', () => {
    const { store } = memoryStore()
    const unhealthy = firingLife(about('CONTAINER_UNHEALTHY'), { id: 4 })
    store.keep([unhealthy, crashed])
    const first = tell(store, [openAlert(unhealthy)])
    send(store, tell(store, [begins]))
    expect(refuse(store, first)).toEqual([])
    expect(told(store)).toEqual([[5, 0]])
  })
})

describe('several that are lost', () => {
  test.each([
    ['the first at first', [0, 1]],
    ['the last at first', [1, 0]],
  ])('leave what was told before all of them: %s', (_, order) => {
    const { store } = memoryStore()
    store.keep([crashed])
    const ids = [tell(store, [begins]), tell(store, [reminds()])]
    for (const index of order) refuse(store, ids[index] ?? 0)
    expect(told(store)).toEqual([])
  })

  test('together, within one message: each trouble is given back once', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins])
    tell(store, [reminds()])
    store.catchUp(ana, at)
    const [late] = store.waitingFor(ana)
    expect(store.refused(late?.id ?? 0, { reason: quoted('x'), at, isLast: true })).toEqual({
      count: 2,
      givenBack: untold,
    })
    expect(told(store)).toEqual([])
  })

  test('leave what one between them told to somebody', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    const first = tell(store, [begins])
    send(store, tell(store, [reminds()]))
    const third = tell(store, [reminds(toldOf(crashed, { at, reminders: 1 }))])
    refuse(store, first)
    refuse(store, third)
    expect(told(store)).toEqual([[5, 1]])
  })
})

describe('where another channel steps in', () => {
  const times = { criticalBefore: at, restBefore: at, refusedAfter: at - minute }
  const fallBack = (store: Store): number => store.fallBack([topic], times, at)

  test('nothing is due again before that one has refused it, too', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    expect(refuse(store, tell(store, [begins]), false)).toEqual([])
    expect(fallBack(store)).toBe(1)
    expect(told(store)).toEqual([[5, 0]])
    expect(refuse(store, 2)).toEqual(nothing)
  })

  test('and is due again where the first one refuses after it', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    const first = tell(store, [begins])
    fallBack(store)
    expect(refuse(store, 2)).toEqual([])
    expect(refuse(store, first, false)).toEqual(nothing)
  })

  test('nothing is due again where it has told it, or will', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    const first = tell(store, [begins])
    fallBack(store)
    expect(refuse(store, first, false)).toEqual([])
    send(store, 2)
    expect(told(store)).toEqual([[5, 0]])
  })

  test('the same of what was late, and refused as one message by both', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins])
    store.catchUp(ana, at)
    const late = store.waitingFor(ana)[0]?.id ?? 0
    expect(refuse(store, late, false)).toEqual([])
    expect(fallBack(store)).toBe(1)
    const [substitute] = store.waitingFor(topic)
    expect(refuse(store, substitute?.id ?? 0)).toEqual(nothing)
    expect(told(store)).toEqual([])
  })
})

describe('where another channel steps in for what was late', () => {
  const times = { criticalBefore: at - minute, restBefore: at - minute, refusedAfter: at - minute }
  const only = (store: Store, address: typeof ana): number => {
    const [waiting, ...more] = store.waitingFor(address)
    if (waiting === undefined || more.length > 0) throw new Error('one is to wait')
    return waiting.id
  }

  test('nothing is due again while that one may still tell it, though nobody else does', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins], [ana, rui])
    store.catchUp(ana, at)
    expect(refuse(store, only(store, ana), false)).toEqual([])
    expect(store.fallBack([topic], times, at)).toBe(1)
    store.recover([ana, topic], at)
    expect(told(store)).toEqual([[5, 0]])
    expect(refuse(store, only(store, topic))).toEqual(nothing)
  })

  test('it is due again where another refuses after that one', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins], [ana, rui])
    store.catchUp(ana, at)
    refuse(store, only(store, ana), false)
    store.fallBack([topic], times, at)
    expect(refuse(store, only(store, topic))).toEqual([])
    expect(refuse(store, only(store, rui), false)).toEqual(nothing)
  })

  test('it is due again where that one is late, too, and refuses all in one message', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    const first = tell(store, [begins])
    expect(refuse(store, first, false)).toEqual([])
    store.fallBack([topic], times, at)
    store.catchUp(topic, at)
    expect(refuse(store, only(store, topic))).toEqual(nothing)
    expect(told(store)).toEqual([])
  })
})

describe('what is given up', () => {
  const limits = { before: at - day, queued: 100, at }

  test('for want of room is due again', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins])
    expect(store.prune({ ...limits, queued: 0 })).toEqual({
      dropped: [{ id: 1, channel: 'whatsapp' }],
      givenBack: untold,
    })
    expect(told(store)).toEqual([])
    expect(store.statistics()).toMatchObject({ queued: 0 })
  })

  test('since it waited too long is due again, though it waited within another message', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    store.accept(alertsNotification([begins], { at: at - 2 * day }), [ana], at - 2 * day)
    store.catchUp(ana, at - day)
    expect(store.prune(limits)).toEqual({ dropped: [{ id: 1, channel: 'whatsapp' }], givenBack: untold })
    expect(store.waitingFor(ana)).toEqual([])
  })

  test('is no more than there is no room for, though all waits within one message', () => {
    const { store } = memoryStore()
    const lives = Array.from({ length: 5 }, (_, index) => firingLife(about('X', `db${index}`), { id: index + 1 }))
    store.keep(lives)
    for (const life of lives) tell(store, [openAlert(life)])
    store.catchUp(ana, at)
    const { dropped, givenBack } = store.prune({ ...limits, queued: 3 })
    expect(dropped.map(({ id }) => id)).toEqual([1, 2])
    expect(givenBack.tellings.map((telling) => telling.fingerprint)).toEqual(
      lives.slice(0, 2).map((life) => life.fingerprint),
    )
    expect(store.waitingFor(ana).map(({ id }) => id)).toEqual([3, 4, 5])
  })

  test('is not due again where another has it', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    const first = tell(store, [begins], [ana, rui])
    send(store, first + 1)
    expect(store.prune({ ...limits, queued: 0 }).givenBack.tellings).toEqual([])
    expect(told(store)).toEqual([[5, 0]])
  })
})

describe('what is for a recipient that is not configured any more', () => {
  test('is due again when the agent starts', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins])
    store.recover([rui], at)
    expect(told(store)).toEqual([])
    expect(store.statistics()).toMatchObject({ queued: 0, refused: 1 })
  })

  test('is not where others get it', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins], [ana, rui])
    store.recover([rui], at)
    expect(told(store)).toEqual([[5, 0]])
    expect(store.waitingFor(rui)).toHaveLength(1)
  })

  test('is due again though it waited within one message, which waits no more', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins])
    tell(store, [reminds()])
    store.catchUp(ana, at)
    store.recover([rui], at)
    expect(told(store)).toEqual([])
    expect(store.countWaiting()).toBe(0)
  })

  test('is not told in its place by another channel', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins])
    store.recover([rui, topic], at)
    expect(store.fallBack([topic], { criticalBefore: at, restBefore: at, refusedAfter: at - minute }, at)).toBe(0)
  })

  test('nor is anything kept of what it was sent', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    send(store, tell(store, [begins], [ana]))
    const reminder = tell(store, [reminds()], [ana, rui])
    expect(store.holds(reminder, ana)).toBe(true)
    store.recover([rui], at)
    expect(store.holds(reminder, ana)).toBe(false)
  })
})

describe('an outbox says what is due again', () => {
  const outcome: Outcome = { kind: 'refused', reason: { code: 'notOnWhatsApp', number: '…7777' } }
  const channelOf = (name: string, answer: Outcome): Channel => ({
    name,
    recipients: ['ana'],
    host: null,
    pace: null,
    render: () => ['words'],
    send: () => of(answer),
    test: () => of({ name, result: { ok: true } }),
  })
  const givenBackBy = (given: {
    channels: readonly Channel[]
    fallbacks?: readonly Channel[]
    limits?: { queued: number; retention: number; stale: number }
  }) => {
    const givenBack: GivenBack[] = []
    const { store } = memoryStore()
    const recorded = record(() => {
      const outbox = createOutbox({ ...given, store, random: () => 0.5, logs: silentLogs })
      outbox.givenBack$.subscribe({ next: (one) => givenBack.push(one), error: () => undefined })
      outbox.keep([crashed])
      return deliver(outbox, of<News>(alertsNotification([begins], { at: 0 })))
    }, minute)
    return { given: givenBack, outcomes: recorded.map(([, one]) => (typeof one === 'string' ? one : one.outcome)) }
  }

  test('when it is refused', () => {
    expect(givenBackBy({ channels: [channelOf('whatsapp', outcome)] })).toEqual({
      given: [untold],
      outcomes: ['queued', 'refused', '|'],
    })
  })

  test('before anybody asks what was told, where it was for a recipient that is no more', () => {
    const { store } = memoryStore()
    store.keep([crashed])
    tell(store, [begins], [rui])
    createOutbox({ channels: [channelOf('whatsapp', outcome)], store, random: () => 0.5, logs: silentLogs })
    expect(told(store)).toEqual([])
  })

  test('when there is no room', () => {
    const never: Channel = { ...channelOf('whatsapp', outcome), send: () => new Subject<Outcome>() }
    const limits = { queued: 0, retention: day, stale: minute }
    expect(givenBackBy({ channels: [never], limits }).given).toEqual([untold])
  })

  test('not when it is sent, nor while another may still send it', () => {
    const sent: Outcome = { kind: 'sent', messageId: null }
    expect(givenBackBy({ channels: [channelOf('whatsapp', sent)] }).given).toEqual([])
    expect(givenBackBy({ channels: [channelOf('whatsapp', outcome), channelOf('telegram', sent)] }).given).toEqual([])
    expect(
      givenBackBy({ channels: [channelOf('whatsapp', outcome)], fallbacks: [channelOf('ntfy', sent)] }).given,
    ).toEqual([])
  })
})
