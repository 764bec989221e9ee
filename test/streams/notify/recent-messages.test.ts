import fc from 'fast-check'
import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { SentMessage } from '../../../src/model/memory.ts'
import { recentMessages, type Budget, type RecentMessages } from '../../../src/streams/notify/recent-messages.ts'
import { record, type Recorded } from '../../support/virtual-time.ts'

const budget: Budget = {
  groupWait: 50,
  total: { messages: 6, window: 1_000 },
  keptForUrgent: 2,
  perFingerprint: { messages: 3, window: 3_000 },
}

interface Said {
  readonly wait: number | null
  readonly waitAfterBeginnings: number | null
  readonly full: number | null
  readonly fullForUrgent: number | null
  readonly saidOfA: number | null
}

const read = ({ wait, waitAfterBeginnings, fullUntil, saidUntil }: RecentMessages): Said => ({
  wait,
  waitAfterBeginnings,
  full: fullUntil(false),
  fullForUrgent: fullUntil(true),
  saidOfA: saidUntil('a'),
})

type Before = SentMessage & { readonly age: number }

const run = (
  messages: readonly SentMessage[],
  before: readonly Before[] = [],
  until = (messages.at(-1)?.at ?? 0) + 4_000,
): Recorded<Said | '|' | '#'> =>
  record(
    (play) =>
      play(messages.map((message) => [message.at, message] as const)).pipe(recentMessages(budget, before), map(read)),
    until,
  )

const message = (at: number, given: Partial<SentMessage> = {}): SentMessage => ({
  at,
  fingerprints: ['a'],
  hasBeginnings: true,
  ...given,
})

const nothing: Said = { wait: null, waitAfterBeginnings: null, full: null, fullForUrgent: null, saidOfA: null }

/** What holds at the end of an instant: the last of what was said in it. */
const lastOf = (said: ReturnType<typeof run>): ReadonlyMap<number, Said | '|' | '#'> => new Map(said)

describe('the messages of late', () => {
  test('are none at first, and that is said', () => {
    expect(run([], [], 100)).toEqual([[0, nothing]])
  })

  test('one is waited for, and then not any more', () => {
    const said = lastOf(run([message(10)], [], 100))
    expect(said.get(10)).toEqual({ ...nothing, wait: 60, waitAfterBeginnings: 60 })
    expect(said.get(60)).toEqual(nothing)
    expect([...said.keys()]).toEqual([0, 10, 60])
  })

  test('of one that told of no beginning, none that begins waits', () => {
    const said = lastOf(run([message(10, { hasBeginnings: false })], [], 100))
    expect(said.get(10)).toEqual({ ...nothing, wait: 60 })
  })

  test('the last places are kept for what is urgent', () => {
    const six = [0, 100, 200, 300, 400, 500].map((at) => message(at, { fingerprints: [] }))
    const said = lastOf(run(six))
    expect(said.get(200)).toMatchObject({ full: null, fullForUrgent: null })
    expect(said.get(300)).toMatchObject({ full: 1_000, fullForUrgent: null })
    expect(said.get(500)).toMatchObject({ full: 1_200, fullForUrgent: 1_000 })
    expect(said.get(1_000)).toMatchObject({ full: 1_200, fullForUrgent: null })
    expect(said.get(1_200)).toMatchObject({ full: null })
  })

  test('of one fingerprint there is room again when the first of them is long ago', () => {
    const said = lastOf(run([message(0), message(100, { fingerprints: ['b'] }), message(200), message(300)]))
    expect(said.get(200)).toMatchObject({ saidOfA: null })
    expect(said.get(300)).toMatchObject({ saidOfA: 3_000 })
    expect(said.get(3_000)).toMatchObject({ saidOfA: null })
  })

  test('that tells of one fingerprint twice is one message about it', () => {
    const twice = { fingerprints: ['a', 'a'] }
    const said = lastOf(run([message(0, twice), message(100, twice), message(200, twice)]))
    expect(said.get(100)).toMatchObject({ saidOfA: null })
    expect(said.get(200)).toMatchObject({ saidOfA: 3_000 })
    expect(said.get(3_000)).toMatchObject({ saidOfA: null })
  })

  test('those from before the start count by their age', () => {
    const before = [500, 2_900, 20, 3_000, 30_000].map((age): Before => ({ ...message(-age), age }))
    expect(run([], before, 200)).toEqual([
      [0, { ...nothing, wait: 30, waitAfterBeginnings: 30, saidOfA: 100 }],
      [30, { ...nothing, waitAfterBeginnings: 30, saidOfA: 100 }],
      [30, { ...nothing, saidOfA: 100 }],
      [100, nothing],
    ])
  })
})

const times = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 60 }).map((tens) => tens * 10 + 3),
    fingerprints: fc.subarray(['a', 'b']),
    hasBeginnings: fc.boolean(),
  }),
  { maxLength: 40, size: 'max' },
)
const ages = fc.array(
  fc.record({
    age: fc.integer({ min: 1, max: 400 }).map((tens) => tens * 10),
    fingerprints: fc.subarray(['a', 'b']),
    hasBeginnings: fc.boolean(),
  }),
  { maxLength: 12, size: 'max' },
)

/** When the newest so-and-so-many of what lasts so long are fewer. */
const endOf = (sent: readonly number[], time: number, { messages, window }: Budget['total']): number | null => {
  const late = sent.filter((at) => at <= time && at + window > time).toSorted((one, other) => one - other)
  return late.length < messages ? null : (late[late.length - messages] ?? NaN) + window
}

test('at any moment it is what the messages say', () => {
  fc.assert(
    fc.property(times, ages, (given, old) => {
      let time = 0
      const messages = given.map(({ gap, ...one }) => ({ ...one, at: (time += gap) }))
      const before = old.map((one): Before => ({ ...one, at: -one.age }))
      const all = [...before, ...messages]
      const sent = all.map(({ at }) => at)
      const beginnings = all.filter(({ hasBeginnings }) => hasBeginnings).map(({ at }) => at)
      const ofA = all.filter(({ fingerprints }) => fingerprints.includes('a')).map(({ at }) => at)
      const { groupWait, total, keptForUrgent, perFingerprint } = budget
      for (const [at, said] of lastOf(run(messages, before))) {
        const waitOf = (since: readonly number[]) => {
          const last = Math.max(-Infinity, ...since.filter((one) => one <= at))
          return last + groupWait > at ? last + groupWait : null
        }
        expect([at, said]).toEqual([
          at,
          {
            wait: waitOf(sent),
            waitAfterBeginnings: waitOf(beginnings),
            full: endOf(sent, at, { ...total, messages: total.messages - keptForUrgent }),
            fullForUrgent: endOf(sent, at, total),
            saidOfA: endOf(ofA, at, perFingerprint),
          },
        ])
      }
    }),
  )
})
