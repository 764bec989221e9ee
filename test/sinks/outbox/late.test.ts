import { asyncScheduler, defer, EMPTY, mergeMap, of, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/model/alert.ts'
import type { Channel } from '../../../src/model/channel.ts'
import type { Delivery, Outcome } from '../../../src/model/delivery.ts'
import type { EndedLife, FiringLife, Life } from '../../../src/model/life.ts'
import { alertsIn, type News } from '../../../src/model/notification.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore, type Store } from '../../../src/sinks/outbox/store.ts'
import { createText } from '../../../src/text/index.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { plainText } from '../../support/plain-text.ts'
import { deliver } from '../../support/outbox.ts'
import {
  alertsNotification,
  containerDetails,
  crashedContainer,
  endAlert,
  endedLife,
  firingLife,
  hour,
  memoryDetails,
  minute,
  openAlert,
  sampleContainer,
  sampleReport,
  second,
  toldOf,
  unstableLife,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const text = createText({ language: 'pt-BR', timeZone: 'UTC', agentName: 'vps-01' })
const sent: Outcome = { kind: 'sent', messageId: null }
const outOfOrder: Outcome = {
  kind: 'again',
  reason: { code: 'noConnection', system: null },
  afterMilliseconds: null,
  mayHaveArrived: false,
}
const refused: Outcome = { kind: 'refused', reason: { code: 'notOnWhatsApp', number: '…7777' } }

/** A channel, and what it accepted: each text behind its minute. */
const channelOf = (name: string, outcomeAt: (time: number) => Outcome) => {
  const accepted: string[] = []
  const channel: Channel = {
    name,
    recipients: ['ana'],
    host: null,
    pace: null,
    render: (notification) => [plainText(text(notification))],
    send: (words) =>
      defer(() => {
        const now = asyncScheduler.now()
        const outcome = outcomeAt(now)
        if (outcome.kind === 'sent') accepted.push(`[${Math.floor(now / minute)}] ${words}`)
        return of(outcome)
      }),
    test: () => of({ name, result: { ok: true } }),
  }
  return { channel, accepted }
}

/** What is so from then on; and what people are told, which is so, too. */
type Arrival = readonly [number, News | readonly Life[]]

const livesIn = (arrival: Arrival[1]): readonly Life[] =>
  'kind' in arrival ? alertsIn(arrival).flatMap((alert) => (alert.word === 'happened' ? [] : [alert.life])) : arrival

const run = (
  arrivals: readonly Arrival[],
  whatsapp: (time: number) => Outcome,
  {
    ntfy = () => sent,
    fallback = false,
    until = 30 * hour,
    store = createStore(openInMemory()),
  }: { ntfy?: (time: number) => Outcome; fallback?: boolean; until?: number; store?: Store } = {},
) => {
  const first = channelOf('whatsapp', whatsapp)
  const other = channelOf('ntfy', ntfy)
  const outbox = createOutbox({
    channels: [first.channel],
    fallbacks: fallback ? [other.channel] : [],
    store,
    random: () => 0.5,
    logs: silentLogs,
  })
  const deliveries = record<Delivery>((play) => {
    // What is so is written down before it is told.
    const news$ = play<Arrival[1]>([...arrivals, [until - second, '|']]).pipe(
      tap((arrival) => outbox.keep(livesIn(arrival))),
      mergeMap((arrival) => ('kind' in arrival ? of(arrival) : EMPTY)),
    )
    return deliver(outbox, news$)
  }, until)
  return {
    whatsapp: first.accepted,
    ntfy: other.accepted,
    deliveries: deliveries.flatMap(([, value]) => (typeof value === 'string' ? [] : [value.outcome])),
  }
}

const about = (name: string) => ({ type: 'CONTAINER_NOT_RUNNING', subject: name })
/** Named by when it began: no two begin at once. */
const crashed = (name: string, at: number, given: Partial<Pick<FiringLife, 'severity'>> = {}): FiringLife =>
  firingLife(
    { ...about(name), details: containerDetails(crashedContainer({ at }, { name }), 'crashed') },
    { id: at, startsAt: at, ...given },
  )
const over = (name: string, startsAt: number, endsAt: number): EndedLife =>
  endedLife(
    { ...about(name), details: containerDetails(sampleContainer({ name }), null) },
    { id: startsAt, startsAt, endsAt },
  )
const crash = (name: string, at: number): Alert => openAlert(crashed(name, at))
const back = (name: string, startsAt: number, endsAt: number): Alert => endAlert(over(name, startsAt, endsAt))
const told = (at: number, ...alerts: readonly Alert[]): Arrival => [at, alertsNotification(alerts, { at })]
const upFrom = (time: number) => (now: number) => (now < time ? outOfOrder : sent)

test('what waited for long goes out as one message: what is still so, what came and went, what else was missed', () => {
  const { whatsapp, deliveries } = run(
    [
      told(minute, crash('db', minute)),
      told(5 * minute, back('db', minute, 5 * minute)),
      told(20 * minute, crash('web', 20 * minute)),
      told(30 * minute, crash('db', 30 * minute)),
      told(31 * minute, back('db', 30 * minute, 31 * minute)),
      [hour, { kind: 'report', at: hour, report: sampleReport() }],
    ],
    upFrom(2 * hour),
  )
  expect(whatsapp).toHaveLength(1)
  expect(whatsapp[0]?.split('\n').slice(1)).toEqual([
    '🔴 *web* caiu (código 1) (desde 00:20)',
    '🟢 *db* voltou (fora do ar de 00:01 a 00:31, 2 vezes)',
    '1 relatório não foi enviado.',
  ])
  expect(whatsapp[0]).toMatch(/^\[1\d\d\] 🔴 \*vps-01\*: 4 avisos atrasados, desde 00:01: 1 problema continua\n/)
  expect(deliveries.filter((outcome) => outcome === 'sent')).toHaveLength(6)
  expect(deliveries.filter((outcome) => outcome === 'queued')).toHaveLength(6)
})

test('what waited for a little goes out as it is', () => {
  const { whatsapp } = run(
    [told(minute, crash('db', minute)), told(2 * minute, crash('web', 2 * minute))],
    upFrom(4 * minute),
  )
  expect(whatsapp).toHaveLength(2)
})

test('a day of 500 alerts is told short and whole', async () => {
  const names = Array.from({ length: 27 }, (_, index) => `app-${index + 1}`)
  const arrivals = Array.from({ length: 500 }, (_, index) => {
    const name = names[index % names.length] ?? ''
    const round = Math.floor(index / names.length)
    const at = hour + index * 2.5 * minute
    const before = at - names.length * 2.5 * minute
    return told(at, round % 2 === 0 ? crash(name, at) : back(name, before, at))
  })
  const { whatsapp, deliveries } = run(arrivals, upFrom(24 * hour))
  expect(deliveries.filter((outcome) => outcome === 'sent')).toHaveLength(500)
  await expect(`${whatsapp.join('\n\n')}\n`).toMatchFileSnapshot('../../golden/late.pt-BR.txt')
})

test('a fallback tells what was not delivered in time, and why; the first channel mentions it when it is back', () => {
  const { whatsapp, ntfy } = run([told(minute, crash('db', minute))], upFrom(9 * minute), {
    fallback: true,
    until: hour,
  })
  expect(ntfy).toHaveLength(1)
  expect(ntfy[0]).toMatch(/^\[2\] 🔴 \*vps-01\*: o container \*db\* caiu/)
  expect(ntfy[0]).toContain('Enviado por aqui porque não foi entregue pelo WhatsApp: sem conexão')
  expect(whatsapp).toHaveLength(1)
  expect(whatsapp[0]).toContain('🔴 *db* caiu (código 1) (desde 00:01, já avisado pelo ntfy)')
})

test('what is not urgent waits ten times as long for its fallback, and what was delivered needs none', () => {
  const { ntfy } = run(
    [told(0, crash('db', 0)), told(minute, back('db', 0, minute)), told(40 * minute, crash('web', 40 * minute))],
    (time) => (time < second || time >= 35 * minute ? sent : outOfOrder),
    { fallback: true, until: hour },
  )
  expect(ntfy).toHaveLength(1)
  expect(ntfy[0]).toMatch(/^\[11\] 🟢/)
})

test('what is refused goes to the fallback at once, and once', () => {
  const { ntfy, whatsapp } = run([told(minute, crash('db', minute))], () => refused, {
    fallback: true,
    until: 2 * hour,
  })
  expect(whatsapp).toEqual([])
  expect(ntfy).toHaveLength(1)
  expect(ntfy[0]).toMatch(/^\[1\] 🔴/)
  expect(ntfy[0]).not.toContain('11988887777')
})

describe('what waits is looked at again when it can be sent', () => {
  test('and goes as it is where it says what there is to say', () => {
    const { whatsapp } = run([told(minute, crash('db', minute))], upFrom(3 * minute))
    expect(whatsapp).toEqual([expect.stringMatching(/^\[4\] 🔴 \*vps-01\*: o container \*db\* caiu/)])
  })

  test('and where it is over, that it was, though its end was told to nobody yet', () => {
    const { whatsapp } = run(
      [told(minute, crash('db', minute)), [2 * minute, [over('db', minute, 2 * minute)]]],
      upFrom(3 * minute),
    )
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toContain('🟢 *db* voltou. Ficou fora do ar por 1 min (de 00:01 a 00:02)')
  })

  test('and what is worse by now is said as bad as it is', () => {
    const mild = crashed('db', minute, { severity: 'warning' })
    const { whatsapp } = run(
      [
        told(minute, openAlert(mild)),
        told(2 * minute, openAlert(mild, { word: 'reminder' })),
        [3 * minute, [crashed('db', minute)]],
      ],
      (time) => (time < 90 * second ? sent : upFrom(4 * minute)(time)),
    )
    expect(whatsapp.map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(/^\[1\] 🟡/),
      expect.stringMatching(/^\[5\] 🔴/),
    ])
  })

  test('anew at each attempt', () => {
    const { whatsapp, deliveries } = run(
      [
        told(minute, crash('db', minute)),
        told(30 * minute, back('db', minute, 30 * minute)),
        told(50 * minute, crash('db', 50 * minute)),
        [70 * minute, [over('db', 50 * minute, 70 * minute)]],
      ],
      upFrom(2 * hour),
    )
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toContain('🟢 *db* voltou (fora do ar de 00:01 a 01:10, 2 vezes)')
    const outcomes = deliveries.filter((outcome) => outcome !== 'retrying')
    expect(outcomes).toEqual([...Array<string>(3).fill('queued'), ...Array<string>(3).fill('sent')])
  })

  test('and of what people were not told nothing is said, so that its end need not be', () => {
    const { whatsapp } = run(
      [
        told(minute, crash('db', minute)),
        told(2 * minute, back('db', minute, 2 * minute)),
        [3 * minute, [crashed('db', 3 * minute), crashed('web', 3 * minute)]],
      ],
      upFrom(hour),
    )
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toMatch(/tudo já passou\n🟢 \*db\* voltou\. Ficou fora do ar por 1 min \(de 00:01 a 00:02\)$/)
  })

  test('and what was said to be over is not said to be over again', () => {
    const { whatsapp, deliveries } = run(
      [
        told(minute, crash('db', minute)),
        [20 * minute, [over('db', minute, 20 * minute)]],
        told(40 * minute, back('db', minute, 20 * minute)),
      ],
      upFrom(30 * minute),
      { until: hour },
    )
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toContain('🟢 *db* voltou. Ficou fora do ar por 19 min (de 00:01 a 00:20)')
    expect(deliveries.filter((outcome) => outcome !== 'retrying')).toEqual(['queued', 'sent', 'queued', 'passed'])
  })
})

describe('what is said late', () => {
  test('is what was seen last, also where that was not worth writing down', () => {
    const high = (percent: number): FiringLife =>
      firingLife(
        { type: 'RAM_CRITICAL', subject: 'host', details: memoryDetails(percent) },
        { id: 1, startsAt: minute },
      )
    const { whatsapp } = run([told(minute, openAlert(high(93))), [30 * minute, [high(98)]]], upFrom(hour))
    expect(whatsapp).toEqual([expect.stringContaining('98%')])
  })

  test('is made anew also where it was not late before, but no longer so', () => {
    const { whatsapp } = run(
      [
        told(minute, crash('db', minute)),
        [90 * second, [over('db', minute, 90 * second)]],
        told(4 * minute, openAlert(crashed('db', 4 * minute), { before: toldOf(crashed('db', minute)) })),
      ],
      upFrom(5 * minute),
    )
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toContain('🔴 *db* caiu (código 1) (desde 00:01, 2 vezes)')
  })

  test('is nothing where it is again as it was told before', () => {
    const unstable = unstableLife({ ...about('db'), details: { kind: 'none' } }, 'firing', 3, {
      id: minute,
      startsAt: minute,
    })
    const { whatsapp, deliveries } = run(
      [
        told(minute, crash('db', minute)),
        told(2 * minute, openAlert(unstable, { before: toldOf(crashed('db', minute)) })),
        [3 * minute, [crashed('db', minute)]],
      ],
      (time) => (time < 90 * second ? sent : upFrom(4 * minute)(time)),
    )
    expect(whatsapp).toHaveLength(1)
    expect(deliveries.filter((outcome) => outcome !== 'retrying')).toEqual(['queued', 'sent', 'queued', 'passed'])
  })
})

describe('that a channel was out of order', () => {
  const channel = {
    type: 'CHANNEL_DOWN',
    subject: 'whatsapp',
    details: { kind: 'channel', state: 'down', reason: 'no answer' },
  } as const
  const down = firingLife(channel, { id: 1, startsAt: minute })
  const upAt = (endsAt: number): EndedLife => endedLife(channel, { id: 1, startsAt: minute, endsAt })

  test.each([
    ['long', 20 * minute],
    ['short', 3 * minute],
  ])('is no message over it, when it delivers again: %s', (_, end) => {
    const store = createStore(openInMemory())
    const outage = [told(minute, openAlert(down)), told(end, endAlert(upAt(end)))]
    const { whatsapp, deliveries } = run(outage, upFrom(end - second), { store, until: hour })
    expect(whatsapp).toEqual([])
    const outcomes = deliveries.filter((outcome) => outcome !== 'retrying')
    expect(outcomes.toSorted()).toEqual(['passed', 'passed', 'queued', 'queued'])
    expect(store.countWaiting()).toBe(0)
    expect(store.countSince(0).deliveries).toEqual({ sent: 0, failed: 0, lost: 0, queued: 0 })
  })

  test('nor while nobody has said yet that it does', () => {
    const { whatsapp } = run([told(minute, openAlert(down))], upFrom(3 * minute), { until: hour })
    expect(whatsapp).toEqual([])
  })

  test('is a line in the next one, which says that it has passed', () => {
    const { whatsapp } = run(
      [told(minute, openAlert(down)), told(2 * minute, crash('db', 2 * minute))],
      upFrom(4 * minute),
      { until: hour },
    )
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toMatch(/\n🔴 \*db\* caiu \(código 1\) \(desde 00:02\)\n🟢 .*WhatsApp.* \(de 00:01 a 00:0\d\)$/)
    expect(whatsapp[0]).toContain('1 problema continua')
  })

  test('is a line beside a report that is late, too', () => {
    const { whatsapp, deliveries } = run(
      [
        told(minute, openAlert(down)),
        [2 * minute, { kind: 'report', at: 2 * minute, report: sampleReport({ firing: [openAlert(down)] }) }],
      ],
      upFrom(20 * minute),
      { until: hour },
    )
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toMatch(/\n🟢 .*WhatsApp.* \(de 00:01 a 00:2\d\)\n1 relatório não foi enviado\.$/)
    expect(deliveries.filter((outcome) => outcome === 'sent')).toHaveLength(2)
  })

  test('is a message over another, and over the one that reads it for another', () => {
    const other = { ...channel, subject: 'ntfy' }
    const { whatsapp } = run([told(minute, openAlert(firingLife(other, { id: 1, startsAt: minute })))], () => sent)
    expect(whatsapp).toHaveLength(1)
    const { ntfy } = run([told(minute, openAlert(down))], () => outOfOrder, { fallback: true, until: hour })
    expect(ntfy).toEqual([expect.stringMatching(/^\[2\] 🔴 /)])
  })
})

describe('a fallback', () => {
  const waits = { fallback: true, until: 2 * hour }

  test('says what is so when it steps in, to whoever reads there', () => {
    const { ntfy } = run(
      [told(minute, crash('db', minute)), [90 * second, [over('db', minute, 90 * second)]]],
      () => outOfOrder,
      waits,
    )
    expect(ntfy).toHaveLength(1)
    expect(ntfy[0]).toContain('🟢 *db* voltou. Ficou fora do ar por 30 s (às 00:01)')
    expect(ntfy[0]).toContain('não foi entregue pelo WhatsApp')
  })

  test('of what it told tells the end at once, and of what it did not, once it steps in, that it came and went', () => {
    const { ntfy, whatsapp } = run(
      [
        told(0, crash('web', 0)),
        told(minute, crash('db', minute)),
        told(20 * minute, back('db', minute, 20 * minute)),
        told(40 * minute, back('web', 0, 40 * minute)),
      ],
      (time) => (time < second ? sent : outOfOrder),
      waits,
    )
    expect(whatsapp).toHaveLength(1)
    expect(ntfy).toHaveLength(3)
    expect(ntfy[0]).toMatch(/^\[2\] 🔴 \*vps-01\*: o container \*db\* caiu/)
    expect(ntfy[1]).toMatch(/^\[20\] 🟢 \*vps-01\*: \*db\* voltou\. [^\n]+$/)
    expect(ntfy[2]).toMatch(/\n🟢 \*web\* voltou. [^\n]+ \(de 00:00 a 00:40\)\n/)
  })

  test('hears the end of what it told, and of nothing else, from a first channel that is back', () => {
    const { ntfy, whatsapp } = run(
      [
        told(minute, crash('db', minute)),
        told(10 * minute, crash('web', 10 * minute)),
        told(20 * minute, back('db', minute, 20 * minute), crash('api', 20 * minute)),
        told(30 * minute, back('web', 10 * minute, 30 * minute)),
      ],
      upFrom(5 * minute),
      waits,
    )
    expect(whatsapp).toHaveLength(4)
    expect(ntfy).toEqual([
      expect.stringMatching(/^\[2\] 🔴 /),
      expect.stringMatching(/^\[20\] 🟢 \*vps-01\*: \*db\* voltou\. [^\n]+$/),
    ])
  })

  test('hears it where another trouble bears the end, and the end of that', () => {
    const unhealthy = firingLife(
      { type: 'CONTAINER_UNHEALTHY', subject: 'db', details: containerDetails(sampleContainer(), null) },
      { id: 5, startsAt: minute },
    )
    const { ntfy } = run(
      [
        told(minute, openAlert(unhealthy)),
        told(10 * minute, crash('db', 10 * minute)),
        told(20 * minute, back('db', 10 * minute, 20 * minute)),
      ],
      upFrom(5 * minute),
      waits,
    )
    expect(ntfy.map((one) => one.split(' ', 2).join(' '))).toEqual(['[2] 🔴', '[10] 🔴', '[20] 🟢'])
  })

  test('has told it for the first channel too where it could only tell it late', () => {
    const { ntfy, whatsapp } = run([told(minute, crash('db', minute))], upFrom(40 * minute), {
      ...waits,
      ntfy: upFrom(30 * minute),
    })
    expect(ntfy).toHaveLength(1)
    expect(ntfy[0]).toContain('🔴 *db* caiu (código 1) (desde 00:01)')
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toContain('🔴 *db* caiu (código 1) (desde 00:01, já avisado pelo ntfy)')
  })

  test('has told it, which the first channel says, however soon it is back', () => {
    const { ntfy, whatsapp } = run([told(minute, crash('db', minute))], upFrom(150 * second), waits)
    expect(ntfy).toHaveLength(1)
    expect(whatsapp).toEqual([expect.stringMatching(/^\[2\] .*já avisado pelo ntfy\)$/s)])
  })

  test('says nothing where what was to be told has passed', () => {
    const channel = { type: 'CHANNEL_DOWN', subject: 'ntfy', details: { kind: 'none' } } as const
    const { ntfy, deliveries } = run(
      [
        told(minute, openAlert(firingLife(channel, { id: 1, startsAt: minute }))),
        [90 * second, [endedLife(channel, { id: 1, startsAt: minute, endsAt: 90 * second })]],
      ],
      () => outOfOrder,
      waits,
    )
    expect(ntfy).toEqual([])
    expect(deliveries).toContain('passed')
  })
})

test('one who reads there for the first time hears that it began, and not that it still is so, nor that it is over', () => {
  const store = createStore(openInMemory())
  const rui = { channel: 'whatsapp', recipient: 'rui' }
  const [db, web] = [crashed('db', 0), crashed('web', 1)]
  store.keep([db, web])
  store.accept(alertsNotification([openAlert(db), openAlert(web)], { at: 0 }), [rui], 0)
  store.sent(1, { messageId: null, done: true, at: 0 })
  const reminded = openAlert(db, { word: 'reminder', before: toldOf(db) })
  const { whatsapp } = run([told(minute, reminded), told(2 * minute, back('web', 1, 2 * minute))], () => sent, {
    store,
    until: hour,
  })
  expect(whatsapp[0]).toContain('🔴 *db* caiu (código 1) (desde 00:00)')
  expect(whatsapp[0]).not.toContain('continua fora do ar')
  expect(whatsapp).toHaveLength(1)
})

test('a channel that is new hears of what begins, not what came before, nor that something is over with it', () => {
  const store = createStore(openInMemory())
  const ntfy = { channel: 'ntfy', recipient: 'ana' }
  const [db, web] = [crashed('db', 0), crashed('web', 1)]
  const unhealthy = firingLife(
    { type: 'CONTAINER_UNHEALTHY', subject: 'api', details: containerDetails(sampleContainer(), null) },
    { id: 2 },
  )
  const all = [db, web, unhealthy].map((life) => openAlert(life))
  store.keep([db, web, unhealthy])
  store.accept(alertsNotification(all, { at: 0 }), [ntfy], 0)
  const again = openAlert(crashed('web', 3 * minute), { before: toldOf(web), ended: over('web', 1, 2 * minute) })
  const news = [
    told(minute, back('db', 0, minute), crash('api', minute)),
    told(3 * minute, again),
    told(4 * minute, back('api', minute, 4 * minute)),
  ]
  const { whatsapp } = run(news, () => sent, { store, until: hour })
  expect(whatsapp).toHaveLength(3)
  expect(whatsapp[0]).toMatch(/^\[1\] 🔴 \*vps-01\*: o container \*api\* caiu \(código 1\)\n/)
  expect(whatsapp.join('\n')).not.toMatch(/\*db\*|Da última vez|atrasado/)
  expect(whatsapp[2]).toMatch(/^\[4\] 🟢 \*vps-01\*: \*api\* voltou/)
})
