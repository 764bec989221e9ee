import { asyncScheduler, defer, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/model/channel.ts'
import type { Delivery, Outcome } from '../../../src/model/delivery.ts'
import type { Life } from '../../../src/model/life.ts'
import { noEvidence } from '../../../src/model/life.ts'
import type { News } from '../../../src/model/notification.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { createText } from '../../../src/text/index.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { deliver } from '../../support/outbox.ts'
import { plainText } from '../../support/plain-text.ts'
import {
  alertsNotification,
  containerDetails,
  crashedContainer,
  firingLife,
  hour,
  minute,
  openAlert,
} from '../../support/samples.ts'
import { second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const text = createText({ language: 'pt-BR', timeZone: 'UTC', agentName: 'vps-01' })
const sent: Outcome = { kind: 'sent', messageId: null }
const down: Outcome = {
  kind: 'again',
  reason: { code: 'quoted', text: 'no connection' },
  afterMilliseconds: null,
  mayHaveArrived: false,
}

/** What a message is answered that holds the word that the other side cannot bear. */
const answers: Readonly<Record<string, Outcome>> = {
  500: { ...down, reason: { code: 'quoted', text: 'Evolution answered 500' }, mayBeItsFault: true },
  403: { kind: 'channel-refused', cause: 'key', reason: { code: 'quoted', text: 'Evolution refuses the key (403)' } },
  404: { kind: 'channel-refused', cause: 'closed', reason: { code: 'quoted', text: 'not found (404)' } },
  'no answer': { ...down, reason: { code: 'quoted', text: 'no answer within 20 s' }, mayHaveArrived: true },
}

interface World {
  readonly poisoned: Outcome
  /** Where the word stands that the other side cannot bear. */
  readonly within?: 'its log' | 'its name'
  readonly host?: Channel['host']
  readonly outage?: readonly [number, number]
  readonly fallback?: boolean
  /** When each trouble comes; the first of them is poisoned. */
  readonly times: readonly number[]
  readonly until?: number
}

const nameOf = (index: number): string => `c${String(index).padStart(2, '0')}`

const life = (index: number, within: World['within']): Life =>
  firingLife(
    {
      type: 'CONTAINER_NOT_RUNNING',
      subject: nameOf(index),
      details: containerDetails(crashedContainer({}, { id: nameOf(index), name: nameOf(index) }), 'crashed'),
    },
    {
      id: index + 1,
      evidence: { ...noEvidence, logLines: within === 'its log' && index === 0 ? ['GET /<script>alert(1)'] : [] },
    },
  )

const run = ({
  poisoned,
  within = 'its name',
  host = { name: 'evolution.example.com', isAsked: true },
  outage = [Infinity, Infinity],
  fallback = false,
  times,
  until = 12 * hour,
}: World) => {
  const accepted: (readonly [number, string])[] = []
  const byFallback: string[] = []
  const { log, lines } = capturedLog()
  const channelOf = (name: string, outcomeOf: (words: string) => Outcome, take: (words: string) => void): Channel => ({
    name,
    recipients: ['ana'],
    host,
    pace: { burst: 3, every: 3 * second },
    render: (notification) => [plainText(text(notification))],
    send: (words) =>
      defer(() => {
        const outcome = outcomeOf(words)
        if (outcome.kind === 'sent') take(words)
        return of(outcome)
      }),
    test: () => of({ name, result: { ok: true } }),
  })
  const isOut = (): boolean => asyncScheduler.now() >= outage[0] && asyncScheduler.now() < outage[1]
  const store = createStore(openInMemory())
  const first = channelOf(
    'whatsapp',
    (words) =>
      isOut()
        ? { ...down, mayBeItsFault: true }
        : words.includes(within === 'its log' ? '<script' : nameOf(0))
          ? poisoned
          : sent,
    (words) => accepted.push([asyncScheduler.now(), words]),
  )
  const other = channelOf(
    'ntfy',
    () => sent,
    (words) => byFallback.push(words),
  )
  const outbox = createOutbox({
    channels: [first],
    fallbacks: fallback ? [other] : [],
    store,
    random: () => 0.5,
    logs: () => log,
  })
  const arrivals = times.map((time, index): readonly [number, News] => {
    const trouble = life(index, within)
    if (trouble.state !== 'firing') throw new Error('it fires')
    return [time, { ...alertsNotification([openAlert(trouble)]), at: time }]
  })
  const deliveries = record<Delivery>((play) => {
    const news$ = play<News>([...arrivals, [until - second, '|']])
    times.forEach((time, index) =>
      asyncScheduler.schedule(() => outbox.keep([life(index, within)]), Math.max(0, time - 1)),
    )
    outbox.keep(times[0] === 0 ? [life(0, within)] : [])
    return deliver(outbox, news$)
  }, until)
  const texts = accepted.map(([, words]) => words)
  return {
    lines,
    texts,
    byFallback,
    deliveries: deliveries.flatMap(([, one]) => (typeof one === 'string' ? [] : [one])),
    /** How long each but the first waited. */
    waits: times.slice(1).map((time, index) => {
      const arrival = accepted.find(([, words]) => words.includes(nameOf(index + 1)))
      return arrival === undefined ? Infinity : arrival[0] - time
    }),
    left: store.statistics(),
  }
}

const often = Array.from({ length: 15 }, (_, index) => index * 7 * minute)
const rarely = Array.from({ length: 6 }, (_, index) => index * hour)
const together = Array.from({ length: 15 }, (_, index) => index * 100)

describe.each(Object.entries(answers))('a text that is always answered with %s', (_, poisoned) => {
  test.each([
    ['while others come often', often],
    ['while others come rarely', rarely],
    ['and comes with others', together],
  ])('%s: the others go through at once, and it is set aside', (_, times) => {
    const { waits, deliveries, lines, left } = run({ poisoned, times })
    expect(Math.max(...waits)).toBeLessThanOrEqual(minute)
    expect(deliveries.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1)
    expect(lines.filter((line) => line.includes('a message fails while others go through'))).toHaveLength(1)
    expect(left).toMatchObject({ queued: 0, refused: 1 })
  })

  test.each([
    ['often', often],
    ['rarely', rarely],
    ['with it', together],
  ])('by the words of others, which come %s: is said without them', (_, times) => {
    const { texts, waits } = run({ poisoned, times, within: 'its log' })
    expect(Math.max(...waits)).toBeLessThanOrEqual(minute)
    expect(texts.filter((words) => words.includes(nameOf(0)))).toHaveLength(1)
  })

  test('goes to the fallback', () => {
    const { byFallback } = run({ poisoned, times: often, fallback: true })
    expect(byFallback.filter((words) => words.includes(nameOf(0)))).not.toEqual([])
  })

  test('is set aside where nobody can be asked how the channel is, too', () => {
    const { waits, left } = run({ poisoned, times: often, host: { name: 'hook.example.com', isAsked: false } })
    expect(Math.max(...waits)).toBeLessThanOrEqual(7 * minute)
    expect(left).toMatchObject({ queued: 0, refused: 1 })
  })

  test('is found among those that waited for an hour', () => {
    const times = [...together, 2 * hour, 3 * hour, 4 * hour]
    const { texts, left } = run({ poisoned, times, outage: [0, hour] })
    for (const index of times.keys()) if (index > 0) expect(texts.join('\n')).toContain(nameOf(index))
    expect(left).toMatchObject({ queued: 0, refused: 1 })
  })
})

test('where nothing goes through nothing is set aside, and all is told as one or two messages in the end', () => {
  const { texts, left, lines } = run({ poisoned: sent, times: together, outage: [0, 5 * hour] })
  expect(left).toMatchObject({ queued: 0, refused: 0 })
  expect(lines.join('\n')).not.toContain('set aside')
  expect(texts.length).toBeLessThanOrEqual(3)
})
