import { asyncScheduler, defer, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/model/channel.ts'
import type { Delivery, Outcome } from '../../../src/model/delivery.ts'
import type { News } from '../../../src/model/notification.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore, type Store } from '../../../src/sinks/outbox/store.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { firing, told } from '../../support/notifications.ts'
import { deliver } from '../../support/outbox.ts'
import { hour, minute, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { quoted } from '../../support/reasons.ts'

const sent: Outcome = { kind: 'sent', messageId: null }
const lost: Outcome = {
  kind: 'again',
  reason: quoted('lost group'),
  afterMilliseconds: null,
  mayHaveArrived: false,
  mayBeItsFault: true,
}
const unknown: Outcome = { kind: 'refused', reason: { code: 'notOnWhatsApp', number: '…7777' }, of: 'recipient' }
const invalid: Outcome = { kind: 'refused', reason: { code: 'messageInvalid' } }

/** An agent with this store; who got what, as in `whatsapp bob`, and when. */
const start = ({
  store = createStore(openInMemory()),
  recipients = ['bob'],
  times,
  outcomeFor,
  until,
}: {
  store?: Store
  recipients?: readonly string[]
  times: readonly number[]
  outcomeFor: (recipient: string, at: number) => Outcome
  until: number
}) => {
  const got: (readonly [number, string])[] = []
  const { log, lines } = capturedLog()
  const channelOf = (name: string, to: readonly string[], outcomeOf: (recipient: string) => Outcome): Channel => ({
    name,
    recipients: to,
    host: { name: `${name}.example.com`, isAsked: true },
    pace: null,
    render: ({ kind }) => [kind],
    send: (_, recipient) =>
      defer(() => {
        const outcome = outcomeOf(recipient)
        if (outcome.kind === 'sent') got.push([asyncScheduler.now(), `${name} ${recipient}`])
        return of(outcome)
      }),
    test: () => of({ name, result: { ok: true } }),
  })
  const outbox = createOutbox({
    channels: [channelOf('whatsapp', recipients, (recipient) => outcomeFor(recipient, asyncScheduler.now()))],
    fallbacks: [channelOf('ntfy', ['topic'], () => sent)],
    store,
    random: () => 0.5,
    logs: () => log,
  })
  const news = times.map((time, index): readonly [number, News] => [time, told(firing(`c${index}`))])
  const deliveries = record<Delivery>((play) => deliver(outbox, play<News>([...news, [until - 1, '|']])), until)
  const outcomes = deliveries.flatMap(([, one]) => (typeof one === 'string' ? [] : [`${one.channel} ${one.outcome}`]))
  return { got, lines, outcomes, store }
}

describe('a recipient who is not known', () => {
  test('though a message was taken a moment ago is looked for again', () => {
    const outcomeFor = (_: string, at: number): Outcome => (at > 0 && at < 30 * second ? unknown : sent)
    const { got, outcomes } = start({ times: [0, 12 * second], outcomeFor, until: hour })
    expect(got.map(([, to]) => to)).toEqual(['whatsapp bob', 'whatsapp bob'])
    expect(outcomes).not.toContain('whatsapp refused')
  })

  test('for good is given up after some looks, and the fallback tells it', () => {
    const outcomeFor = (_: string, at: number): Outcome => (at > 0 ? unknown : sent)
    const { got, outcomes } = start({ times: [0, 12 * second], outcomeFor, until: hour })
    expect(outcomes.filter((one) => one === 'whatsapp retrying')).toHaveLength(5)
    expect(outcomes.filter((one) => one === 'whatsapp refused')).toHaveLength(1)
    expect(got.map(([, to]) => to)).toEqual(['whatsapp bob', 'ntfy topic'])
  })

  test('nor took anything within a day is given up at once', () => {
    const outcomeFor = (_: string, at: number): Outcome => (at > 0 ? unknown : sent)
    const { outcomes } = start({ times: [0, 25 * hour], outcomeFor, until: 26 * hour })
    expect(outcomes).not.toContain('whatsapp retrying')
    expect(outcomes).toContain('whatsapp refused')
  })

  test('is told from a message that is refused: that one is refused at once', () => {
    const outcomeFor = (_: string, at: number): Outcome => (at > 0 ? invalid : sent)
    const { outcomes } = start({ times: [0, 12 * second], outcomeFor, until: hour })
    expect(outcomes).not.toContain('whatsapp retrying')
  })

  test('holds up nobody else', () => {
    const outcomeFor = (to: string, at: number): Outcome => (to === 'bob' && at > 0 ? unknown : sent)
    const { got } = start({ recipients: ['bob', 'ana'], times: [0, minute, 2 * minute], outcomeFor, until: hour })
    const toAna = got.filter(([, to]) => to === 'whatsapp ana').map(([at]) => at)
    expect(toAna).toEqual([0, minute, 2 * minute])
  })
})

describe('what waits for a recipient who is corrected', () => {
  const often = Array.from({ length: 40 }, (_, index) => index * 10 * second)

  test.each([
    ['of several', ['bob', 'ana'], ['carl', 'ana']],
    ['of one', ['bob'], ['carl']],
    ['who is taken out', ['bob', 'ana'], ['ana']],
  ])('%s, is dropped with one line: nobody is flooded by it', (_, before, after) => {
    const outcomeFor = (to: string): Outcome => (to === 'bob' ? lost : sent)
    const { store } = start({ recipients: before, times: often, outcomeFor, until: 20 * minute })
    expect(store.statistics().queued).toBeGreaterThan(0)
    const { got, lines } = start({ store, recipients: after, times: [], outcomeFor, until: hour })
    expect(got.length).toBeLessThanOrEqual(1)
    expect(lines.filter((line) => line.includes('no longer configured'))).toHaveLength(1)
    expect(store.statistics().queued).toBe(0)
    expect(start({ store, recipients: after, times: [], outcomeFor: () => sent, until: hour }).lines).toEqual([])
  })
})
