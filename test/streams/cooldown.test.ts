import fc from 'fast-check'
import { map } from 'rxjs'
import { expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import { readCheck } from '../../src/cli/marbles/vocabulary.ts'
import { alertLifecycle } from '../../src/streams/alert-lifecycle.ts'
import { cooldown } from '../../src/streams/cooldown.ts'
import { record, type Recorded } from '../support/virtual-time.ts'

const duration = 100

const histories = fc.array(
  fc.record({
    gap: fc.integer({ min: 1, max: 60 }),
    subject: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom('ok', 'critical', 'unknown', 'removed'),
  }),
  { maxLength: 80 },
)

const told = (history: readonly { gap: number; subject: string; status: string }[]): Recorded<Alert | '|' | '#'> => {
  let time = 0
  const checks = history.map(({ gap, subject, status }) => {
    time += gap
    return [time, { ...readCheck(`${subject} ${status}`, time), since: time }] as const
  })
  return record(
    (play) =>
      play(checks).pipe(
        alertLifecycle(),
        cooldown({ first: duration, longest: 8 * duration }),
        map((alert) => alert),
      ),
    time + 1,
  )
}

test('each life is told its beginning and its end, and reminded of no more often than the cooldown', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const last = new Map<string, { reason: string; time: number }>()
      for (const [time, alert] of told(history)) {
        if (typeof alert === 'string') continue
        const before = last.get(alert.fingerprint)
        const open = before !== undefined && (before.reason === 'firing' || before.reason === 'reminder')
        if (alert.reason === 'firing') expect(open).toBe(false)
        else expect(open).toBe(true)
        if (alert.reason === 'reminder') expect(time - (before?.time ?? 0)).toBeGreaterThanOrEqual(duration)
        last.set(alert.fingerprint, { reason: alert.reason, time })
      }
    }),
  )
})

test("one subject's trouble never hides another's", () => {
  fc.assert(
    fc.property(histories, fc.constantFrom('a', 'b', 'c'), (history, subject) => {
      const about = (recorded: ReturnType<typeof told>) =>
        recorded.flatMap(([time, alert]) =>
          typeof alert !== 'string' && alert.subject === subject ? [[time, alert.reason]] : [],
        )
      const alone = history.map((one) => (one.subject === subject ? one : { ...one, status: 'unknown' }))
      expect(about(told(history))).toEqual(about(told(alone)))
    }),
  )
})
