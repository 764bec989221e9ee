import fc from 'fast-check'
import { map, of, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Channel, Pace } from '../../../src/model/channel.ts'
import type { Delivery, Outcome } from '../../../src/model/delivery.ts'
import type { News } from '../../../src/model/notification.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { firing, happened, reminder, report, told } from '../../support/notifications.ts'
import { deliver } from '../../support/outbox.ts'
import { hour, minute, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { quoted } from '../../support/reasons.ts'

const sent: Outcome = { kind: 'sent', messageId: null }
const again: Outcome = {
  kind: 'again',
  reason: { code: 'noConnection', system: null },
  afterMilliseconds: null,
  mayHaveArrived: false,
}
const refused: Outcome = { kind: 'refused', reason: { code: 'notOnWhatsApp', number: '…7777' } }
const channelRefused: Outcome = { kind: 'channel-refused', cause: 'key', reason: quoted('the key is wrong') }

interface Attempt {
  readonly text: string
  readonly recipient: string
  readonly outcome: Outcome
}

interface Given {
  /** What the first recipient's attempts are answered, one after another; then all is accepted. */
  readonly outcomes?: readonly Outcome[]
  readonly recipients?: readonly string[]
  /** How many texts a notification is drawn as; 1 where it is not said. */
  readonly parts?: Readonly<Record<string, number>>
  /** The notification that cannot be drawn. */
  readonly broken?: string
  readonly latency?: number
  readonly pace?: Pace | null
  readonly host?: Channel['host']
  readonly stale?: number
  /** How many may wait. */
  readonly limit?: number
  /** Whether what waits at the end is there at the next start. */
  readonly isKept?: boolean
  /** How long after the start of its closing the channel is open again. */
  readonly isOpen?: () => boolean
  readonly until?: number
  /** When the input completes; at its last notification unless it is said. */
  readonly ends?: number
  /** From 0 up to 1: where in its second half each wait ends. */
  readonly random?: number
}

const textsOf = (name: string, parts = 1): readonly string[] =>
  Array.from({ length: parts }, (_, part) => (part === 0 ? name : `${name}${part + 1}`))

/** Sends notifications, each at its time and under the name that it has here. */
const run = (
  arrivals: readonly (readonly [number, string, News])[],
  {
    outcomes = [],
    recipients = ['ana'],
    parts = {},
    broken,
    latency = 0,
    pace = null,
    host = null,
    limit = 1_000,
    stale = Infinity,
    isKept = false,
    isOpen = () => true,
    until = hour,
    ends = arrivals.at(-1)?.[0] ?? 0,
    random = 0.5,
  }: Given = {},
) => {
  const names = new Map(arrivals.map(([, name], index) => [index, name]))
  const attempts: Attempt[] = []
  const left = [...outcomes]
  const channel: Channel = {
    name: 'scripted',
    recipients,
    host,
    pace,
    render: (notification, { repeated }) => {
      const name = names.get(notification.at) ?? ''
      if (name === broken) throw new Error('no words')
      return textsOf(name, parts[name]).map((text) => (repeated ? `${text} again` : text))
    },
    send: (text, recipient) =>
      (latency === 0 ? of(0) : timer(latency)).pipe(
        map(() => {
          const outcome = (recipient === recipients[0] ? left.shift() : undefined) ?? sent
          attempts.push({ text, recipient, outcome })
          return outcome
        }),
      ),
    test: () => of({ name: 'scripted', result: isOpen() ? { ok: true } : { ok: false, reason: quoted('closed') } }),
  }
  const { log, lines } = capturedLog()
  const store = { ...createStore(openInMemory()), isKept: () => isKept }
  const recorded = record<Delivery>(
    (play) =>
      deliver(
        createOutbox({
          channels: [channel],
          store,
          limits: { queued: limit, retention: hour, stale },
          random: () => random,
          logs: () => log,
        }),
        play<News>([...arrivals.map(([time, , news], at) => [time, { ...news, at }] as const), [ends, '|']]),
      ),
    until,
  )
  return {
    log: lines,
    attempts: attempts.map(({ text }) => text),
    accepted: attempts.filter(({ outcome }) => outcome.kind === 'sent').map(({ text }) => text),
    to: attempts.map(({ text, recipient }) => `${text} to ${recipient}`),
    outcomes: recorded.map(([time, value]) => [time, typeof value === 'string' ? value : value.outcome]),
    deliveries: recorded.flatMap(([, value]) => (typeof value === 'string' ? [] : [value])),
  }
}

describe('a notification', () => {
  test('is queued and sent at once', () => {
    const { outcomes, attempts } = run([[5, 'a', told(firing('db'))]])
    expect(outcomes).toEqual([
      [5, 'queued'],
      [5, 'sent'],
      [5, '|'],
    ])
    expect(attempts).toEqual(['a'])
  })

  test.each([
    [null, []],
    [{ name: 'evolution.example', isAsked: true }, ['evolution.example']],
  ])('is stamped with the channel, the time and the host that took it: %#', (host, to) => {
    const [, sent] = run([[5, 'a', report]], { host }).deliveries
    expect(sent).toEqual({ channel: 'scripted', at: 5, outcome: 'sent', to })
  })

  test('is sent once all of its parts are', () => {
    const { outcomes, attempts } = run([[0, 'a', report]], { parts: { a: 3 } })
    expect(attempts).toEqual(['a', 'a2', 'a3'])
    expect(outcomes.map(([, outcome]) => outcome)).toEqual(['queued', 'sent', '|'])
  })

  test('without a text cannot be sent', () => {
    expect(run([[0, 'a', report]], { parts: { a: 0 } }).deliveries.at(-1)).toMatchObject({ outcome: 'refused' })
  })

  test('that cannot be put into words is said, and those that wait are sent all the same', () => {
    const arrivals = [
      [0, 'a', { ...report }],
      [1, 'b', { ...report }],
      [2, 'c', { ...report }],
    ] as const
    const { accepted, log } = run(arrivals, { outcomes: [again], broken: 'b' })
    expect(accepted).toEqual(['c', 'a'])
    expect(log).toContain('error: a message was refused: it could not be put into words')
  })
})

describe('a failed attempt', () => {
  test('is made again after waits that double up to five minutes', () => {
    const { outcomes } = run([[0, 'a', report]], { outcomes: Array<Outcome>(10).fill(again), ends: hour })
    const times = outcomes.filter(([, outcome]) => outcome === 'retrying' || outcome === 'sent').map(([time]) => time)
    const waits = times.map((time, index) => Number(time) - Number(times[index - 1] ?? 0)).slice(1)
    const doubled = [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    expect(waits).toEqual(doubled.map((seconds) => seconds * second * 0.75))
  })

  test.each([
    [false, ['a']],
    [true, ['a again']],
  ])('of which it is said that it may have arrived (%s) says so when it is made again', (mayHaveArrived, texts) => {
    const { accepted } = run([[0, 'a', report]], { outcomes: [{ ...again, mayHaveArrived }], ends: minute })
    expect(accepted).toEqual(texts)
  })

  test('waits as long as the other side says', () => {
    const { outcomes } = run([[0, 'a', report]], {
      outcomes: [{ kind: 'again', reason: quoted('busy'), afterMilliseconds: 7 * second, mayHaveArrived: false }],
      ends: minute,
    })
    expect(outcomes).toContainEqual([7 * second, 'sent'])
  })

  test('is made again whatever part of a millisecond its wait ends in', () => {
    const given = { outcomes: [again, again], ends: minute, random: 1 / 3 }
    const { accepted, outcomes } = run([[0, 'a', report]], given)
    expect(accepted).toEqual(['a'])
    expect(outcomes.filter(([, outcome]) => outcome === 'retrying')).toHaveLength(2)
  })

  test('starts over after a success', () => {
    const { outcomes } = run(
      [
        [0, 'a', report],
        [minute, 'b', { ...report }],
      ],
      { outcomes: [again, again, sent, again], ends: hour },
    )
    expect(outcomes).toContainEqual([minute + 1.5 * second, 'sent'])
  })

  test('lets a new trouble overtake at the next attempt', () => {
    const { attempts } = run(
      [
        [0, 'a', report],
        [1, 'b', told(happened('api'))],
        [2, 'c', told(firing('db'))],
      ],
      { outcomes: [again] },
    )
    expect(attempts).toEqual(['a', 'c', 'b', 'a'])
  })

  test('of a part lets nothing between it and the part before', () => {
    const { attempts } = run(
      [
        [0, 'a', report],
        [1, 'b', told(firing('db'))],
      ],
      { outcomes: [sent, again], parts: { a: 2 } },
    )
    expect(attempts).toEqual(['a', 'a2', 'a2', 'b'])
  })

  test('where the channel itself is refused is made again in five minutes', () => {
    const { outcomes } = run([[0, 'a', report]], {
      outcomes: [channelRefused, channelRefused],
      ends: 11 * minute,
    })
    expect(outcomes).toEqual([
      [0, 'queued'],
      [0, 'retrying'],
      [5 * minute, 'retrying'],
      [10 * minute, 'sent'],
      [11 * minute, '|'],
    ])
  })
})

describe('what is refused', () => {
  test('is lost, with its other parts, and the next is sent', () => {
    const { attempts, deliveries } = run(
      [
        [0, 'a', report],
        [0, 'b', { ...report }],
      ],
      { outcomes: [refused], parts: { a: 2 } },
    )
    expect(attempts).toEqual(['a', 'b'])
    expect(deliveries).toContainEqual({
      channel: 'scripted',
      at: 0,
      outcome: 'refused',
      reason: { code: 'notOnWhatsApp', number: '…7777' },
    })
  })
})

describe('recipients', () => {
  test('do not hold each other up', () => {
    const { to, outcomes, log } = run([[0, 'a', report]], { recipients: ['ana', 'rui'], outcomes: [again] })
    expect(to).toEqual(['a to ana', 'a to rui', 'a to ana'])
    expect(outcomes.filter(([, outcome]) => outcome === 'queued')).toHaveLength(2)
    expect(log[0]).toBe('warn: cannot deliver (recipient 1 of 2), messages wait: no connection')
  })

  test('may be nobody', () => {
    expect(run([[0, 'a', report]], { recipients: [] }).outcomes).toEqual([[0, '|']])
  })
})

test('between messages of a backlog there is a pause', () => {
  const { outcomes } = run([[0, 'a', report]], {
    parts: { a: 3 },
    pace: { burst: 1, every: 2 * second },
    ends: minute,
  })
  expect(outcomes).toContainEqual([5 * second, 'sent'])
})

describe('when nothing more comes', () => {
  test('what is kept is tried once more, and left for the next start', () => {
    const { outcomes } = run([[0, 'a', report]], { outcomes: [again, again], isKept: true, ends: second })
    expect(outcomes).toEqual([
      [0, 'queued'],
      [0, 'retrying'],
      [second, 'retrying'],
      [second, '|'],
    ])
  })

  test('what would be lost is tried at once, and then each second', () => {
    const { outcomes } = run([[0, 'a', report]], { outcomes: Array<Outcome>(9).fill(again), ends: 100 * second })
    expect(outcomes.slice(-4)).toEqual([
      [100 * second, 'retrying'],
      [101 * second, 'retrying'],
      [102 * second, 'sent'],
      [102 * second, '|'],
    ])
  })
})

describe('a full queue', () => {
  const reports = Array.from({ length: 5 }, (_, index) => [index, `r${index}`, { ...report }] as const)

  test('drops, and says so', () => {
    const { attempts, deliveries, log } = run(reports, { limit: 3, outcomes: [again] })
    expect(attempts).toEqual(['r0', 'r2', 'r3', 'r4'])
    expect(deliveries.filter(({ outcome }) => outcome === 'dropped')).toHaveLength(2)
    expect(log).toEqual([
      'warn: cannot deliver, messages wait: no connection',
      'warn: there is no room: messages that were dropped: 1',
      'warn: there is no room: messages that were dropped: 1',
      'info: delivers again (failed attempts: 1)',
    ])
  })

  test('never drops what is on its way', () => {
    const { attempts } = run(reports, { limit: 1, latency: 100 })
    expect(attempts).toEqual(['r0'])
  })
})

describe('the log', () => {
  test('holds the first and the last failure of a run', () => {
    expect(run([[0, 'a', report]], { outcomes: [again, again, again] }).log).toEqual([
      'warn: cannot deliver, messages wait: no connection',
      'info: delivers again (failed attempts: 3)',
    ])
  })

  test('tells when it becomes the channel', () => {
    expect(run([[0, 'a', report]], { outcomes: [again, channelRefused, channelRefused], ends: hour }).log).toEqual([
      'warn: cannot deliver, messages wait: no connection',
      'error: cannot deliver, messages wait: “the key is wrong”',
      'info: delivers again (failed attempts: 3)',
    ])
  })

  test('holds what is refused, and nothing else of a success', () => {
    const { log } = run(
      [
        [0, 'a', report],
        [0, 'b', { ...report }],
      ],
      { outcomes: [refused] },
    )
    expect(log).toEqual(['error: a message was refused: the number …7777 is not on WhatsApp (400)'])
  })
})

const outcome = fc.constantFrom(sent, again, again, refused, channelRefused)
const arrival = fc.record({
  after: fc.constantFrom(0, 1, 500, 3 * second, 10 * minute),
  // A message tells each trouble once.
  alerts: fc.uniqueArray(fc.tuple(fc.constantFrom(firing, reminder, happened), fc.constantFrom('db', 'api', 'web')), {
    maxLength: 2,
    selector: ([, subject]) => subject,
  }),
  length: fc.integer({ min: 1, max: 3 }),
})

test('whatever comes and whatever is answered: all is accounted for, once, in order', () => {
  fc.assert(
    fc.property(
      fc.array(arrival, { maxLength: 25 }),
      fc.array(outcome, { maxLength: 40 }),
      fc.integer({ min: 3, max: 12 }),
      fc.constantFrom(0, 30, 3 * second),
      (arrivals, outcomes, limit, latency) => {
        let time = 0
        const notifications = arrivals.map(({ after, alerts }, index): readonly [number, string, News] => {
          time += after
          const [first, ...rest] = alerts.map(([make, subject]) => make(subject))
          return [time, `${index}.`, first === undefined ? { ...report } : told(first, ...rest)]
        })
        const parts = Object.fromEntries(arrivals.map(({ length }, index) => [`${index}.`, length]))
        const until = time + 5 * hour
        const pace = { burst: 3, every: 2 * second }
        const ran = run(notifications, {
          outcomes,
          limit,
          latency,
          parts,
          pace,
          ends: time + 4 * hour,
          isKept: true,
          until,
        })
        const { accepted, deliveries } = ran

        expect(ran.outcomes.at(-1)?.[1]).toBe('|')
        expect(new Set(accepted).size).toBe(accepted.length)

        const ends = deliveries.filter(({ outcome: end }) => end === 'sent' || end === 'refused' || end === 'dropped')
        expect(deliveries.filter(({ outcome: end }) => end === 'queued')).toHaveLength(arrivals.length)
        expect(ends).toHaveLength(arrivals.length)

        const whole = arrivals.flatMap(({ length }, index) => {
          const begin = accepted.indexOf(`${index}.`)
          const followed = accepted.slice(begin, begin + length)
          return begin >= 0 && followed.join() === textsOf(`${index}.`, length).join() ? [{ index, begin }] : []
        })
        expect(whole).toHaveLength(deliveries.filter(({ outcome: end }) => end === 'sent').length)

        for (const subject of ['db', 'api', 'web']) {
          const about = whole.filter(({ index }) => arrivals[index]?.alerts.some(([, name]) => name === subject))
          const begins = about.map(({ begin }) => begin)
          expect(begins).toEqual(begins.toSorted((a, b) => a - b))
        }
      },
    ),
    { numRuns: 60 },
  )
})
