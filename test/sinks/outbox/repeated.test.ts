import { asyncScheduler, defer, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/model/channel.ts'
import type { Delivery, Outcome } from '../../../src/model/delivery.ts'
import { noEvidence } from '../../../src/model/life.ts'
import { alertsIn, type News } from '../../../src/model/notification.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore, type Store } from '../../../src/sinks/outbox/store.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { firing, told } from '../../support/notifications.ts'
import { deliver } from '../../support/outbox.ts'
import { quoted } from '../../support/reasons.ts'
import {
  containerDetails,
  crashedContainer,
  firingLife,
  hour,
  minute,
  openAlert,
  second,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const sent: Outcome = { kind: 'sent', messageId: null }
const down: Outcome = { kind: 'again', reason: quoted('down'), afterMilliseconds: null, mayHaveArrived: false }
const unsure: Outcome = { ...down, reason: quoted('no answer'), mayHaveArrived: true }

interface Attempt {
  readonly at: number
  readonly names: readonly string[]
  readonly repeated: boolean
  /** Whether it has words of others in it. */
  readonly foreign: boolean
}

const run = (
  arrivals: readonly (readonly [number, News])[],
  outcomeOf: (attempt: Attempt) => Outcome,
  store: Store = createStore(openInMemory()),
): readonly Attempt[] => {
  const attempts: Attempt[] = []
  const channel: Channel = {
    name: 'scripted',
    recipients: ['ana'],
    host: null,
    pace: null,
    render: (notification, { repeated }) => {
      const names = alertsIn(notification).flatMap((alert) =>
        alert.word === 'happened' ? [] : [alert.life.check.subject],
      )
      return [JSON.stringify({ names, repeated, foreign: JSON.stringify(notification).includes('<script>') })]
    },
    send: (text) =>
      defer(() => {
        const attempt = { at: asyncScheduler.now(), ...(JSON.parse(text) as Omit<Attempt, 'at'>) }
        attempts.push(attempt)
        return of(outcomeOf(attempt))
      }),
    test: () => of({ name: 'scripted', result: { ok: true } }),
  }
  const outbox = createOutbox({ channels: [channel], store, random: () => 0.5, logs: silentLogs })
  record<Delivery>((play) => deliver(outbox, play<News>([...arrivals, [3 * hour, '|']])), 4 * hour)
  return attempts
}

const names = ['a', 'b', 'c', 'd', 'e']
const arrivals = names.map((name, index): readonly [number, News] => [index * second, told(firing(name))])

describe('what may have arrived', () => {
  test('is marked in what is made of it and of others once it is late', () => {
    const attempts = run(arrivals, ({ at, names }) =>
      at > 30 * minute ? sent : at < 5 * minute && names.includes('c') ? unsure : down,
    )
    expect(attempts.at(-1)).toMatchObject({ names, repeated: true })
  })

  test('is not said of what surely did not', () => {
    const attempts = run(arrivals, ({ at }) => (at > 30 * minute ? sent : down))
    expect(attempts.at(-1)).toMatchObject({ names, repeated: false })
  })

  test('within others is marked in each part of them, and in those that are made of it later', () => {
    // Whatever holds the second of them is never answered.
    const attempts = run(arrivals, ({ at, names }) => (at < hour ? down : names.includes('b') ? unsure : sent))
    const first = attempts.findIndex(({ at, names }) => at >= hour && names.length > 1 && names.includes('b'))
    const parts = attempts.slice(first + 1)
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.filter(({ repeated }) => !repeated)).toEqual([])
  })

  test('and was being sent with others when the agent ended is marked with them', () => {
    const store = createStore(openInMemory())
    for (const [at, news] of arrivals) store.accept(news, [{ channel: 'scripted', recipient: 'ana' }], at)
    store.catchUp({ channel: 'scripted', recipient: 'ana' }, hour)
    for (const { id } of store.waitingFor({ channel: 'scripted', recipient: 'ana' })) store.sending(id, hour)
    expect(run([], () => sent, store)).toMatchObject([{ names, repeated: true }])
  })

  test('is marked where it is said once more without the words of others', () => {
    const life = firingLife(
      {
        type: 'CONTAINER_NOT_RUNNING',
        subject: 'db',
        details: containerDetails(crashedContainer({}, { id: 'db', name: 'db' }), 'crashed'),
      },
      { id: 1, evidence: { ...noEvidence, logLines: ['<script>'] } },
    )
    const others = Array.from({ length: 12 }, (_, index): readonly [number, News] => [
      (index + 1) * 7 * minute,
      told(firing(`c${index}`)),
    ])
    const fails = { ...unsure, mayBeItsFault: true } as const
    const attempts = run([[0, told(openAlert(life))], ...others], ({ foreign }) => (foreign ? fails : sent))
    const last = attempts.filter(({ names }) => names.includes('db')).at(-1)
    expect(last).toMatchObject({ repeated: true, foreign: false })
  })
})
