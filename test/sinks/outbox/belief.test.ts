import fc from 'fast-check'
import { asyncScheduler, defer, map, of, Subject, timer } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { isEnd, type Alert } from '../../../src/model/alert.ts'
import type { Channel } from '../../../src/model/channel.ts'
import type { Outcome } from '../../../src/model/delivery.ts'
import { hasEnded, isOpen, isTrouble, type Life } from '../../../src/model/life.ts'
import { alertsIn, type Notification } from '../../../src/model/notification.ts'
import type { Telling, Told } from '../../../src/model/told.ts'
import { endDue, openWordDue } from '../../../src/model/word-due.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { memoryStore } from '../../support/outbox.ts'
import { propertyRuns } from '../../support/property-runs.ts'
import {
  alertsNotification,
  cpuDetails,
  day,
  endAlert,
  endedLife,
  firingLife,
  hour,
  minute,
  openAlert,
  second,
  unstableLife,
} from '../../support/samples.ts'

const actions = ['fires', 'fires mildly', 'worsens', 'is unstable', 'calms', 'settles', 'ends', 'is gone'] as const
type Action = (typeof actions)[number]

interface Step {
  readonly gap: number
  readonly subject: string
  readonly action: Action
  /** How Ana's messages fare from then on. */
  readonly ana: 'up' | 'down' | 'refused'
  /** Whether people are told at once of what has become of it, and of all that waited for that. */
  readonly isTold: boolean
  /** The agent is killed while it sends what follows, and another begins. */
  readonly isKilled: boolean
}

const step = {
  gap: fc.constantFrom(second, 40 * second, 3 * minute, 7 * minute, 25 * minute),
  subject: fc.constantFrom('db', 'web'),
  action: fc.constantFrom(...actions),
  isTold: fc.constantFrom(true, true, false),
}

const answers: Readonly<Record<Step['ana'], Outcome>> = {
  up: { kind: 'sent', messageId: null },
  down: {
    kind: 'again',
    reason: { code: 'noConnection', system: null },
    afterMilliseconds: null,
    mayHaveArrived: false,
  },
  refused: { kind: 'refused', reason: { code: 'notOnWhatsApp', number: '…7777' } },
}

type Recipient = 'ana' | 'rui'

/** How a trouble is after something has become of it. */
const after = (life: Life | undefined, { subject, action }: Step, id: number): Life | undefined => {
  const about = { type: 'X', subject, details: cpuDetails() }
  const at = asyncScheduler.now()
  if (life === undefined || hasEnded(life))
    return action === 'fires' || action === 'fires mildly'
      ? firingLife(about, { id, startsAt: at, severity: action === 'fires' ? 'critical' : 'warning' })
      : life
  const { startsAt, severity } = life
  const same = { id: life.id, startsAt, severity }
  switch (action) {
    case 'worsens':
      return { ...life, severity: 'critical' }
    case 'is unstable':
      return unstableLife(about, 'firing', 3, same)
    case 'calms':
      return life.state === 'unstable' ? unstableLife(about, 'ended', 4, same) : life
    case 'settles':
      return firingLife(about, same)
    case 'ends':
      return endedLife(about, { ...same, endsAt: at })
    case 'is gone':
      return endedLife(about, { ...same, endsAt: at, state: 'removed' })
    case 'fires':
    case 'fires mildly':
      return life
  }
}

/** What is to be said of all that is so, where nothing mutes anything. */
const dueOf = (lives: Iterable<Life>, told: ReadonlyMap<string, Told>): readonly Alert[] =>
  [...lives].flatMap((life): readonly Alert[] => {
    const before = told.get(life.fingerprint)
    if (hasEnded(life)) {
      const word = endDue(life, before)
      return word === null ? [] : [endAlert(life, { word, before: before ?? null })]
    }
    const word = openWordDue(life, before)
    return word === null ? [] : [openAlert(life, { word, before: before ?? null })]
  })

/** Whether it is so when it is sent. */
const isTrue = (alert: Alert, lives: ReadonlyMap<string, Life>): boolean => {
  if (alert.word === 'happened') return true
  const now = lives.get(alert.life.subject)
  const goesOn = now !== undefined && isOpen(now) && now.id === alert.life.id
  return goesOn !== isEnd(alert)
}

/** A message that somebody got, and whether it says that they may have it already. */
interface Got {
  readonly notification: Notification
  readonly repeated: boolean
}

/** Milliseconds from a message's arrival to the answer that says so. */
const latency = 300

/** Runs a history, and then lets all be sent. */
const run = (history: readonly Step[], recipients: readonly Recipient[]) => {
  const lives = new Map<string, Life>()
  const sent = { ana: new Array<Got>(), rui: new Array<Got>() }
  const outcomes: string[] = []
  const untrue: Alert[] = []
  let nextId = 1
  let ana: Step['ana'] = 'up'
  const { database } = memoryStore()
  const error = (reason: unknown): void => {
    throw reason
  }
  const channel: Channel = {
    name: 'scripted',
    recipients,
    host: null,
    pace: null,
    render: (notification, { repeated }) => [JSON.stringify({ notification, repeated } satisfies Got)],
    send: (text, recipient) =>
      defer(() => {
        const answer = answers[recipient === 'ana' ? ana : 'up']
        if (answer.kind === 'sent') {
          const got = JSON.parse(text) as Got
          const read = recipient === 'ana' ? sent.ana : sent.rui
          read.push(got)
          untrue.push(...alertsIn(got.notification).filter((alert) => !isTrue(alert, lives)))
        }
        return timer(latency).pipe(map(() => answer))
      }),
    test: () => of({ name: 'scripted', result: { ok: true } }),
  }
  /** An agent: it knows of those before it what they wrote down. */
  const start = () => {
    const store = createStore(database)
    const limits = { queued: 1_000, retention: 30 * day, stale: 10 * minute }
    const outbox = createOutbox({ channels: [channel], store, limits, random: () => 0.5, logs: silentLogs })
    const told = new Map(store.memory(asyncScheduler.now()).told.map((one) => [one.fingerprint, one]))
    const take = (tellings: readonly Telling[]): void => {
      for (const telling of tellings)
        if (telling.told === null) told.delete(telling.fingerprint)
        else told.set(telling.fingerprint, telling.told)
    }
    const notifications$ = new Subject<Notification>()
    outbox.givenBack$.subscribe({ next: ({ tellings }) => take(tellings), error })
    const running = outbox.run({ notifications$ }).subscribe({ next: ({ outcome }) => outcomes.push(outcome), error })
    return {
      keep: (life: Life): void => outbox.keep([life]),
      tell: (): void => {
        const due = dueOf(lives.values(), told)
        const at = asyncScheduler.now()
        const accepted = due.length === 0 ? null : outbox.accept(alertsNotification(due, { at }))
        if (accepted === null) return
        take(accepted.tellings)
        notifications$.next(accepted.notification)
      },
      end: (): void => notifications$.complete(),
      kill: (): void => running.unsubscribe(),
    }
  }
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    let agent = start()
    let time = 0
    for (const one of history) {
      time += one.gap
      scheduler.schedule(() => {
        ana = one.ana
        const life = after(lives.get(one.subject), one, nextId++)
        if (life !== undefined) {
          lives.set(one.subject, life)
          agent.keep(life)
        }
        if (one.isTold) agent.tell()
      }, time)
      if (!one.isKilled) continue
      scheduler.schedule(
        () => {
          agent.kill()
          agent = start()
        },
        time + latency / 2,
      )
    }
    scheduler.schedule(() => (ana = 'up'), time + latency)
    for (const late of [1, 2, 3, 4]) scheduler.schedule(() => agent.tell(), time + late * 20 * minute)
    scheduler.schedule(() => agent.end(), time + 2 * hour)
    scheduler.maxFrames = time + 3 * hour
  })
  return { lives, sent, outcomes, untrue, store: createStore(database) }
}

/** What one takes to be so who reads messages in this order. */
const belief = (got: readonly Got[]): ReadonlyMap<string, Life> => {
  const believed = new Map<string, Life>()
  for (const alert of got.flatMap(({ notification }) => alertsIn(notification))) {
    if (alert.word === 'happened') continue
    if (hasEnded(alert.life)) believed.delete(alert.life.subject)
    else believed.set(alert.life.subject, alert.life)
  }
  return believed
}

/**
 * How bad it is, is said when it is trouble. Who was late may have been told that it had settled, which was so and nobody else
 * heard of: that it is unstable again is no news for the others.
 */
const isAsTold = (life: Life, known: Life | undefined): boolean =>
  life.id === known?.id &&
  (life.state === known.state || (life.state === 'unstable' && known.state === 'firing')) &&
  (!isTrouble(life) || life.severity === known.severity)

/** In the end all who read know what is so, and were told of the end of nothing of which they did not know. */
const check = (history: readonly Step[], recipients: readonly Recipient[]): void => {
  const { lives, sent, outcomes, untrue, store } = run(history, recipients)
  expect(untrue).toEqual([])
  // Of what is well for the moment nobody who knows nothing of it need hear.
  const { told } = store.memory(0)
  const isNews = (life: Life): boolean =>
    isOpen(life) && (isTrouble(life) || told.some(({ fingerprint }) => fingerprint === life.fingerprint))
  const expected = [...lives.values()].filter(isNews)
  for (const recipient of recipients) {
    const read = sent[recipient]
    const known = belief(read)
    expect([...known.keys()].toSorted()).toEqual(expected.map(({ subject }) => subject).toSorted())
    expect(expected.filter((life) => !isAsTold(life, known.get(life.subject)))).toEqual([])
    for (const [index, { notification, repeated }] of read.entries()) {
      // A line about what has passed may tell of what nobody knew.
      if (notification.kind !== 'alerts' || repeated) continue
      const before = belief(read.slice(0, index))
      for (const { life } of notification.alerts.filter(isEnd)) expect(before.has(life.subject)).toBe(true)
    }
  }
  expect(store.countWaiting()).toBe(0)
  for (const recipient of recipients) {
    const ends = sent[recipient]
      .filter(({ repeated }) => !repeated)
      .flatMap(({ notification }) => alertsIn(notification).filter(isEnd))
      .map(({ life }) => life.id)
    expect(ends).toEqual([...new Set(ends)])
  }
  // Of what is left by one that was killed the next one says once more that it waits.
  if (history.some(({ isKilled }) => isKilled)) return
  const settled = outcomes.filter((outcome) => ['sent', 'passed', 'refused', 'dropped'].includes(outcome))
  expect(settled).toHaveLength(outcomes.filter((outcome) => outcome === 'queued').length)
}

const histories = (
  ana: readonly Step['ana'][],
  killed: fc.Arbitrary<boolean> = fc.constant(false),
): fc.Arbitrary<readonly Step[]> =>
  fc.array(fc.record({ ...step, ana: fc.constantFrom(...ana), isKilled: killed }), {
    minLength: 1,
    maxLength: 25,
    size: 'max',
  })

test('whoever was out of reach knows in the end what is so, and nothing that is not', () => {
  fc.assert(
    fc.property(histories(['up', 'up', 'down', 'down', 'down']), (history) => check(history, ['ana', 'rui'])),
    { numRuns: propertyRuns(40) },
  )
})

test('so does whoever was refused and is the only one', () => {
  fc.assert(
    fc.property(histories(['up', 'up', 'down', 'down', 'refused']), (history) => check(history, ['ana'])),
    { numRuns: propertyRuns(40) },
  )
})

test('so does whoever is told by agents that are killed while they send', () => {
  const killed = fc.constantFrom(false, false, true)
  fc.assert(
    fc.property(histories(['up', 'up', 'up', 'down'], killed), (history) => check(history, ['ana', 'rui'])),
    { numRuns: propertyRuns(40) },
  )
})
