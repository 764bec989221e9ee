import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/model/alert.ts'
import { hasEnded, type Life } from '../../../src/model/life.ts'
import type { CatchUpNotification, Notification } from '../../../src/model/notification.ts'
import type { Told } from '../../../src/model/told.ts'
import { catchUpOf } from '../../../src/sinks/outbox/catch-up.ts'
import {
  alertsNotification,
  cpuDetails,
  endAlert,
  endedLife,
  firingLife,
  minute,
  openAlert,
  sampleOccurrence,
  sampleReport,
  sampleTime,
  toldOf,
  unstableLife,
} from '../../support/samples.ts'

/** When it is made; what came before is told in minutes before that. */
const at = sampleTime
const ago = (minutes: number): number => at - minutes * minute

const about = (subject: string, type = 'X') => ({ type, subject, details: cpuDetails() })
const firing = (id: number, began: number, subject = 'db', type = 'X') =>
  firingLife(about(subject, type), { id, startsAt: ago(began) })
const ended = (id: number, began: number, over: number, subject = 'db', type = 'X') =>
  endedLife(about(subject, type), { id, startsAt: ago(began), endsAt: ago(over) })

const told = (alert: Alert, minutes = 60): Notification => alertsNotification([alert], { at: ago(minutes) })
const report: Notification = { kind: 'report', at: ago(60), report: sampleReport() }

/** What is said where this waits, that is so now, and this was sent last. */
const caughtUp = (
  waiting: readonly (Notification | null)[],
  {
    now = [],
    sent = [],
    heard = null,
    toldBy = null,
    channel = 'whatsapp',
  }: {
    now?: readonly Life[]
    sent?: readonly Told[]
    /** The life of which it was last sent that it is over. */
    heard?: number | null
    toldBy?: string | null
    channel?: string
  } = {},
): CatchUpNotification | null =>
  catchUpOf(
    waiting.map((notification) => ({ notification, toldBy })),
    {
      channel,
      at,
      lifeOf: (fingerprint) => now.find((life) => life.fingerprint === fingerprint) ?? null,
      sentOf: (fingerprint) => sent.find((one) => one.fingerprint === fingerprint),
      endSentOf: () => heard,
    },
  )

/** Each line: its word and what it is about, since how many minutes, until how many minutes ago, how often. */
const linesOf = (notification: CatchUpNotification | null): readonly unknown[] =>
  (notification?.entries ?? []).map(({ alert, startsAt, times, toldBy }) => {
    const since = (at - startsAt) / minute
    const by = toldBy === null ? [] : [toldBy]
    if (alert.word === 'happened') return [`happened ${alert.occurrence.subject}`, since, times, ...by]
    const { life, word } = alert
    const what = `${word} ${life.subject}`
    return hasEnded(life) ? [what, since, (at - life.endsAt) / minute, times, ...by] : [what, since, times, ...by]
  })

describe('of each trouble is said what there is to say of it now', () => {
  const began = told(openAlert(firing(1, 60)))
  const ends = told(endAlert(ended(1, 60, 30)), 30)
  const reminds = told(openAlert(firing(1, 60), { word: 'reminder', before: toldOf(firing(1, 60)) }), 30)
  const rows: readonly (readonly [string, readonly Notification[], Life, readonly Told[], readonly unknown[]])[] = [
    ['it goes on, and nobody told', [began], firing(1, 60), [], ['firing db', 60, 1]],
    [
      'it has become worse since it was told',
      [reminds],
      firing(1, 60),
      [toldOf(firing(1, 60), { severity: 'warning' })],
      ['escalated db', 60, 1],
    ],
    [
      'it is unstable',
      [began],
      unstableLife(about('db'), 'firing', 3, { startsAt: ago(60) }),
      [],
      ['unstable db', 60, 1],
    ],
    [
      'it is unstable, and well at the moment',
      [began],
      unstableLife(about('db'), 'ended', 3, { startsAt: ago(60) }),
      [],
      ['unstable db', 60, 1],
    ],
    [
      'it was unstable, and stays',
      [began],
      firing(1, 60),
      [toldOf(unstableLife(about('db'), 'firing', 3, { startsAt: ago(60) }))],
      ['settled db', 60, 1],
    ],
    ['a reminder waits', [reminds], firing(1, 60), [toldOf(firing(1, 60))], ['reminder db', 60, 1]],
    ['a reminder waits for one who never heard of it', [reminds], firing(1, 60), [], ['firing db', 60, 1]],
    [
      'it has ended, and they heard of it',
      [ends],
      ended(1, 60, 30),
      [toldOf(firing(1, 60))],
      ['resolved db', 60, 30, 1],
    ],
    ['it came and went', [began, ends], ended(1, 60, 30), [], ['resolved db', 60, 30, 1]],
    [
      'it has ended, and its end was not told to anybody yet',
      [began],
      ended(1, 60, 10),
      [],
      ['resolved db', 60, 10, 1],
    ],
    [
      'it came twice, and went',
      [began, ends, told(openAlert(firing(2, 20)), 20), told(endAlert(ended(2, 20, 10)), 10)],
      ended(2, 20, 10),
      [],
      ['resolved db', 60, 10, 2],
    ],
    [
      'it came twice, and stays',
      [began, ends, told(openAlert(firing(2, 20)), 20)],
      firing(2, 20),
      [],
      ['firing db', 60, 2],
    ],
    [
      'it came again after what they heard of, and went',
      [ends, told(openAlert(firing(2, 20)), 20)],
      ended(2, 20, 10),
      [toldOf(firing(1, 60))],
      ['resolved db', 60, 10, 2],
    ],
    [
      'it came again after what they heard of, and stays',
      [ends, told(openAlert(firing(2, 20)), 20)],
      firing(2, 20),
      [toldOf(firing(1, 60))],
      ['firing db', 60, 2],
    ],
    [
      'only that it came again waits for one who heard of it before',
      [told(openAlert(firing(2, 20)), 20)],
      firing(2, 20),
      [toldOf(firing(1, 60))],
      ['firing db', 60, 2],
    ],
    ['it came again, and nobody told that yet', [began], firing(2, 5), [], ['firing db', 60, 2]],
    ['it cannot be seen now', [began], { ...firing(1, 60), isSeen: false }, [], ['firing db', 60, 1]],
    ['its subject is gone', [began], { ...ended(1, 60, 30), state: 'removed' }, [], ['removed db', 60, 30, 1]],
  ]
  test.each(rows)('%s', (_, waiting, life, sent, line) => {
    expect(linesOf(caughtUp(waiting, { now: [life], sent }))).toEqual([line])
  })

  test('how often it came and went before, too, which the message that waits would have told', () => {
    const [first, again] = [3, 2].map((missed) => told(openAlert(firing(1, 60), { missed })))
    expect(linesOf(caughtUp([first ?? null], { now: [firing(1, 60)] }))).toEqual([['firing db', 60, 4]])
    const over = told(endAlert(ended(1, 60, 30), { missed: 1 }), 30)
    expect(linesOf(caughtUp([again ?? null, over], { now: [ended(1, 60, 30)] }))).toEqual([['resolved db', 60, 30, 4]])
  })

  test('of one of which nothing is known any more: its last word', () => {
    expect(linesOf(caughtUp([began, ends]))).toEqual([['resolved db', 60, 30, 1]])
    expect(linesOf(caughtUp([began]))).toEqual([['firing db', 60, 1]])
  })

  test('and nothing where there is nothing', () => {
    expect(caughtUp([began], { now: [firing(1, 60)], sent: [toldOf(firing(1, 60))] })).toBeNull()
    expect(caughtUp([reminds], { now: [firing(1, 60)], sent: [toldOf(firing(1, 60))] })).not.toBeNull()
    expect(caughtUp([null])).toBeNull()
    expect(caughtUp([])).toBeNull()
  })

  test('of an end nothing where they never heard of the trouble, unless it is told in the place of who did', () => {
    const now = [ended(1, 60, 30)]
    expect(caughtUp([ends], { now })).toBeNull()
    expect(linesOf(caughtUp([ends, report], { now }))).toEqual([])
    const alerts = alertsNotification([endAlert(ended(1, 60, 30))])
    const inPlace = { kind: 'fallback', at, of: alerts, channel: 'whatsapp', reason: 'no answer' } as const
    expect(linesOf(caughtUp([inPlace], { now }))).toEqual([['resolved db', 60, 30, 1]])
    expect(caughtUp([{ ...inPlace, channel: null }], { now })).toBeNull()
  })

  test('of what was said to be over already: nothing, and of what came since only that', () => {
    expect(caughtUp([began, ends], { now: [ended(1, 60, 30)], heard: 1 })).toBeNull()
    const again = told(openAlert(firing(2, 20)), 20)
    expect(linesOf(caughtUp([ends, again], { now: [firing(2, 20)], heard: 1 }))).toEqual([['firing db', 20, 1]])
    expect(linesOf(caughtUp([ends, again], { now: [ended(2, 20, 10)], heard: 1 }))).toEqual([
      ['resolved db', 20, 10, 1],
    ])
  })

  test('what they were told before, the word is compared with', () => {
    const sent = toldOf(firing(1, 60), { severity: 'warning', at: ago(50) })
    expect(caughtUp([reminds], { now: [firing(1, 60)], sent: [sent] })?.entries[0]?.alert).toMatchObject({
      word: 'escalated',
      before: { severity: 'warning', at: ago(50) },
    })
    expect(caughtUp([began], { now: [ended(1, 60, 1)] })?.entries[0]?.alert).toMatchObject({ before: null, missed: 0 })
  })
})

describe('what has happened', () => {
  const happened = (subject: string, times: number, minutes: number): Notification =>
    told({ word: 'happened', occurrence: sampleOccurrence(about(subject), { times, at: ago(minutes) }) })

  test('is said once for each subject, with how often, and beside a trouble of the same name', () => {
    const waiting = [
      happened('db', 1, 50),
      happened('web', 1, 45),
      happened('db', 2, 40),
      told(openAlert(firing(1, 30))),
    ]
    expect(linesOf(caughtUp(waiting, { now: [firing(1, 30)] }))).toEqual([
      ['firing db', 30, 1],
      ['happened db', 40, 3],
      ['happened web', 45, 1],
    ])
  })
})

describe('the cause is said, and not what follows from it', () => {
  const unhealthy = firing(1, 60, 'db', 'CONTAINER_UNHEALTHY')
  const crash = firing(2, 50, 'db', 'CONTAINER_NOT_RUNNING')
  const elsewhere = firing(3, 55, 'web', 'CONTAINER_UNHEALTHY')
  const waiting = [unhealthy, elsewhere, crash].map((life) => told(openAlert(life)))

  test('while it goes on, of its own subject alone', () => {
    expect(linesOf(caughtUp(waiting, { now: [unhealthy, crash, elsewhere] }))).toEqual([
      ['firing web', 55, 1],
      ['firing db', 50, 1],
    ])
  })

  test('nor that this has ended; the message of the cause bears what was sent of it', () => {
    const over = ended(1, 60, 45, 'db', 'CONTAINER_UNHEALTHY')
    const notification = caughtUp([...waiting, told(endAlert(over))], {
      now: [over, crash, elsewhere],
      sent: [toldOf(unhealthy)],
    })
    expect(linesOf(notification)).toEqual([
      ['firing web', 55, 1],
      ['firing db', 50, 1],
    ])
    expect(notification?.entries[1]?.alert).toMatchObject({ bears: [{ fingerprint: unhealthy.fingerprint }] })
  })

  test('once it has ended both are said', () => {
    const over = ended(2, 50, 20, 'db', 'CONTAINER_NOT_RUNNING')
    expect(linesOf(caughtUp(waiting, { now: [unhealthy, over, elsewhere] }))).toEqual([
      ['firing db', 60, 1],
      ['firing web', 55, 1],
      ['resolved db', 50, 20, 1],
    ])
  })

  test('what has happened to the subject is said all the same', () => {
    const happened = told({ word: 'happened', occurrence: sampleOccurrence(about('db', 'CONTAINER_OOM')) })
    const loop = firing(4, 10, 'db', 'CONTAINER_CRASH_LOOP')
    expect(linesOf(caughtUp([happened, told(openAlert(loop))], { now: [loop] }))).toEqual([
      ['firing db', 10, 1],
      ['happened db', 0, 1],
    ])
  })
})

describe('that the channel itself was out of order', () => {
  const down = (name: string, type = 'CHANNEL_DOWN') => ended(1, 60, 5, name, type)
  const waits = ({ id, subject, type }: ReturnType<typeof ended>) => told(openAlert(firing(id, 60, subject, type)))

  test('makes no message of its own over it', () => {
    expect(caughtUp([waits(down('whatsapp'))], { now: [down('whatsapp')] })).toBeNull()
  })

  test.each<[string, readonly Notification[]]>([
    ['a trouble', [told(openAlert(firing(2, 30)))]],
    ['a report', [report]],
    ['what came and went', [alertsNotification([], { cameAndWent: 1 })]],
  ])('is a line in the one that comes anyway, for %s', (_, others) => {
    const notification = caughtUp([waits(down('whatsapp')), ...others], { now: [down('whatsapp')] })
    expect(linesOf(notification)).toContainEqual(['resolved whatsapp', 60, 5, 1])
  })

  test('has passed by the time that anybody reads it there', () => {
    const lives = [firing(1, 60, 'whatsapp', 'CHANNEL_DOWN'), firing(2, 30)]
    const waiting = lives.map((life) => told(openAlert(life)))
    expect(linesOf(caughtUp(waiting, { now: lives }))).toEqual([
      ['firing db', 30, 1],
      ['resolved whatsapp', 60, 0, 1],
    ])
    expect(linesOf(caughtUp(waiting, { now: lives, channel: 'ntfy' }))).toEqual([
      ['firing whatsapp', 60, 1],
      ['firing db', 30, 1],
    ])
  })

  test.each([
    ['another channel', down('ntfy')],
    ['another trouble of that name', down('whatsapp', 'SERVICE_DOWN')],
  ])('is something else than %s', (_, life) => {
    expect(linesOf(caughtUp([waits(life)], { now: [life] }))).toHaveLength(1)
  })
})

describe('what is not about a trouble', () => {
  test('is counted: reports, starts, and what came and went', () => {
    const startup = {
      kind: 'startup',
      at: ago(50),
      startedAt: ago(50),
      version: '1',
      inventory: null,
      connections: [],
      report: sampleReport(),
    } as const
    const waiting: readonly Notification[] = [
      report,
      { ...report, at: ago(70) },
      startup,
      { kind: 'restarted', at: ago(40), version: '1', restarts: 1, since: ago(50) },
      { kind: 'fallback', at: ago(30), of: { ...report, at: ago(50) }, channel: 'ntfy', reason: 'no answer yet' },
      alertsNotification([], { at: ago(20), cameAndWent: 2 }),
      alertsNotification([], { at: ago(10), cameAndWent: 3 }),
    ]
    expect(caughtUp(waiting)).toEqual({
      kind: 'catch-up',
      at,
      since: ago(70),
      insteadOf: null,
      entries: [],
      cameAndWent: 5,
      reports: 3,
      starts: 2,
    })
  })

  test('what they list is said as it is now', () => {
    const listing: Notification = {
      kind: 'report',
      at: ago(60),
      report: sampleReport({ firing: [openAlert(firing(1, 90))] }),
    }
    expect(linesOf(caughtUp([listing], { now: [ended(1, 90, 10)] }))).toEqual([['resolved db', 90, 10, 1]])
    expect(linesOf(caughtUp([listing], { now: [firing(1, 90)], sent: [toldOf(firing(1, 90))] }))).toEqual([])
  })
})

describe('in the place of another channel', () => {
  const inPlace = (of: Extract<Notification, { kind: 'fallback' }>['of']): Notification => ({
    kind: 'fallback',
    at: ago(10),
    of,
    channel: 'whatsapp',
    reason: 'no answer yet',
  })
  const alerts = alertsNotification([openAlert(firing(2, 20))], { at: ago(20), cameAndWent: 2 })

  test('it says so where the last was for that one', () => {
    const notification = caughtUp([inPlace(alerts)], { now: [firing(2, 20)], channel: 'ntfy' })
    expect(notification).toMatchObject({
      insteadOf: { channel: 'whatsapp', reason: 'no answer yet' },
      since: ago(20),
      cameAndWent: 2,
    })
    expect(caughtUp([inPlace(alerts), report], { now: [firing(2, 20)] })?.insteadOf).toBeNull()
  })

  test('what was late there is late here: how often it came, since when, and what else was missed', () => {
    const late = caughtUp([told(openAlert(firing(1, 90))), told(endAlert(ended(1, 90, 80)), 80), alerts, report], {
      now: [firing(2, 20)],
      toldBy: 'telegram',
    })
    if (late === null) throw new Error('there is something to say')
    const notification = caughtUp([inPlace(late)], { now: [ended(2, 20, 5)], channel: 'ntfy' })
    expect(linesOf(notification)).toEqual([['resolved db', 90, 5, 2, 'telegram']])
    expect(notification).toMatchObject({ since: ago(80), cameAndWent: 2, reports: 1, starts: 0 })
  })
})

test('who told it already stands beside it, and it comes last; what is so comes first, and the worst of it', () => {
  const lives = [
    ended(1, 60, 30, 'over'),
    { ...ended(2, 60, 30, 'mildly-over'), severity: 'warning' as const },
    { ...firing(3, 60, 'mild'), severity: 'warning' as const },
    firing(4, 60, 'bad'),
  ]
  const alertOf = ({ id, subject }: (typeof lives)[number]): Alert => openAlert(firing(id, 60, subject))
  const happened: Alert = { word: 'happened', occurrence: sampleOccurrence(about('job'), { at: ago(60) }) }
  const notification = catchUpOf(
    [
      { notification: told(openAlert(firing(5, 90, 'known'))), toldBy: 'ntfy' },
      ...[...lives.map(alertOf), happened].map((alert) => ({ notification: told(alert), toldBy: null })),
    ],
    {
      channel: 'whatsapp',
      at,
      lifeOf: (fingerprint) => lives.find((life) => life.fingerprint === fingerprint) ?? null,
      sentOf: () => undefined,
      endSentOf: () => null,
    },
  )
  expect(linesOf(notification)).toEqual([
    ['firing bad', 60, 1],
    ['firing mild', 60, 1],
    ['happened job', 60, 1],
    ['resolved over', 60, 30, 1],
    ['resolved mildly-over', 60, 30, 1],
    ['firing known', 90, 1, 'ntfy'],
  ])
})
