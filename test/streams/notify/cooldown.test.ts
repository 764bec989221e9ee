import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cooldown, type CooldownEvent } from '../../../src/streams/notify/cooldown.ts'
import { day, hour, minute, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const given = { interval: 100, longest: 800, isSlow: (type: string): boolean => type === 'SLOW' }

interface Step {
  /** Milliseconds since the step before: never one in which a window ends. */
  readonly gap: number
  readonly event: CooldownEvent
}

const fingerprints = ['a', 'b', 'c'] as const

/** The one life of each. */
const known = fc
  .constantFrom(...fingerprints)
  .map((fingerprint) => ({ fingerprint, life: fingerprints.indexOf(fingerprint) }))
const events: fc.Arbitrary<CooldownEvent> = fc.oneof(
  fc
    .record({
      kind: fc.constant('told' as const),
      known,
      type: fc.constantFrom('QUICK', 'QUICK', 'SLOW'),
      reminders: fc.integer({ min: 0, max: 6 }),
      age: fc.constantFrom(0, 0, 50, 5_000),
    })
    .map(({ known: about, ...event }) => ({ ...about, ...event })),
  {
    weight: 4,
    arbitrary: fc
      .record({
        kind: fc.constantFrom('look' as const, 'look' as const, 'look' as const, 'ended' as const),
        known,
      })
      .map(({ known: about, kind }) => ({ ...about, kind })),
  },
)

const histories = fc.array(
  fc.record({ gap: fc.integer({ min: 0, max: 30 }).map((tens) => tens * 10 + 1), event: events }),
  { maxLength: 100, size: 'max' },
)

const timed = (history: readonly Step[]): readonly (readonly [number, CooldownEvent])[] => {
  let time = 0
  return history.map(({ gap, event }) => [(time += gap), event] as const)
}

const dueIn = (history: readonly Step[], options = given): readonly (readonly [number, unknown])[] => {
  const all = timed(history)
  return record((play) => play(all).pipe(cooldown(options)), (all.at(-1)?.[0] ?? 0) + 1)
}

/** What must come out of one fingerprint's events: from each telling on, the first look after its window. */
const expected = (
  history: readonly Step[],
  fingerprint: (typeof fingerprints)[number],
): readonly (readonly [number, string])[] => {
  let dueFrom = Infinity
  return timed(history).flatMap(([time, event]): readonly (readonly [number, string])[] => {
    if (event.life !== fingerprints.indexOf(fingerprint)) return []
    if (event.kind === 'told') {
      const window = event.type === 'SLOW' ? 800 : Math.min(100 * 2 ** event.reminders, 800)
      dueFrom = time + Math.max(0, window - (event.age ?? 0))
    }
    if (event.kind === 'ended') dueFrom = Infinity
    if (event.kind !== 'look' || time <= dueFrom) return []
    dueFrom = Infinity
    return [[time, fingerprint]]
  })
}

test('each telling is followed by one reminder, at the first look after its window', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const due = dueIn(history)
      for (const fingerprint of fingerprints)
        expect(due.filter(([, value]) => value === fingerprint)).toEqual(expected(history, fingerprint))
    }),
  )
})

test("one fingerprint's trouble never hides another's", () => {
  fc.assert(
    fc.property(histories, fc.constantFrom(...fingerprints), (history, fingerprint) => {
      let time = 0
      const own = timed(history).flatMap(([at, event]): readonly Step[] => {
        if (event.life !== fingerprints.indexOf(fingerprint)) return []
        const gap = at - time
        time = at
        return [{ gap, event }]
      })
      expect(dueIn(own)).toEqual(dueIn(history).filter(([, value]) => value === fingerprint))
    }),
  )
})

/** When reminders come, in milliseconds, of what is looked at ten times in an interval and told each time one is due. */
const rhythm = (interval: number, until: number, isSlow = false): readonly number[] => {
  const step = interval / 10
  let reminders = 0
  let told = 0
  const times: number[] = []
  const options = { interval, longest: day, isSlow: () => isSlow }
  while (told < until) {
    const tellingAt = told
    const looks = Array.from({ length: Math.ceil((Math.max(interval, day) * 1.2) / step) }, (_, index): Step => ({
      gap: index === 0 ? step + 1 : step,
      event: { kind: 'look', life: 0, fingerprint: 'a' },
    }))
    const [first] = dueIn(
      [{ gap: 0, event: { kind: 'told', life: 0, fingerprint: 'a', type: 'X', reminders } }, ...looks],
      options,
    )
    if (first === undefined) break
    reminders += 1
    told = tellingAt + first[0]
    times.push(first[0] - 1)
  }
  return times
}

test.each([
  ['half an hour', 30 * minute, [0.5, 1, 2, 4, 8, 16, 24, 24]],
  ['half a day', 12 * hour, [12, 24, 24]],
  ['a day', 24 * hour, [24, 24, 24]],
  ['a week', 168 * hour, [168, 168]],
])('with a cooldown of %s it doubles up to a day, and never comes more often than that', (_, interval, hours) => {
  const gaps = rhythm(interval, hours.reduce((sum, one) => sum + one, 0) * hour - second)
  expect(gaps.map((gap) => gap / hour)).toEqual(hours)
})

test('what lasts for days is reminded of daily from the first time on', () => {
  expect(rhythm(30 * minute, 2 * day - second, true).map((gap) => gap / hour)).toEqual([24, 24])
})
