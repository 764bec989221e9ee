import fc from 'fast-check'
import type { OperatorFunction } from 'rxjs'
import type { Alert } from '../../src/model/alert.ts'
import { inhibitionsOf } from '../../src/model/alert-types.ts'
import { fingerprintOf, type Check, type Status } from '../../src/model/check.ts'
import type { AlertsNotification } from '../../src/model/notification.ts'
import { alertLifecycle } from '../../src/streams/alert-lifecycle.ts'
import { budget } from '../../src/streams/budget.ts'
import { cooldown } from '../../src/streams/cooldown.ts'
import { flapping } from '../../src/streams/flapping.ts'
import { group } from '../../src/streams/group.ts'
import { inhibit } from '../../src/streams/inhibit.ts'
import { monitoringBlind } from '../../src/streams/monitoring-blind.ts'
import { sustain } from '../../src/streams/sustain.ts'
import { hour, minute, second } from './samples.ts'

/** The agent's own durations, in milliseconds. */
export const durations = {
  for: 30 * second,
  keepFiringFor: minute,
  unknownAfter: 5 * minute,
  cooldown: 30 * minute,
  unstableFor: 15 * minute,
  groupWait: 5 * second,
  patience: second,
  total: { messages: 12, window: 10 * minute },
  keptForCritical: 2,
  perFingerprint: { messages: 5, window: 30 * minute },
}

/** All that comes before the budget, as app.ts composes it. */
export const entrance: OperatorFunction<Check, AlertsNotification> = (checks$) =>
  checks$.pipe(
    sustain({ forOf: () => durations.for, keepFiringFor: durations.keepFiringFor }),
    monitoringBlind(durations.unknownAfter),
    alertLifecycle(),
    flapping({ window: durations.cooldown, unstableFor: durations.unstableFor }),
    cooldown({ first: durations.cooldown, longest: 24 * hour }),
    inhibit({ inhibitionsOf, patience: durations.patience }),
    group(durations.groupWait),
  )

/** What people get. */
export const told: OperatorFunction<Check, AlertsNotification> = (checks$) => entrance(checks$).pipe(budget(durations))

export interface Step {
  /** Milliseconds since the step before. */
  readonly gap: number
  /** How far the wall clock is from the timers' time: a clock may step. */
  readonly clock: number
  readonly type: string
  readonly subject: string
  readonly status: Status
}

/** Subjects that are checked at odd times, that flap, go unseen and vanish, while the clock steps. */
export const histories = ({
  subjects = ['a', 'b', 'c'],
  types = ['X_CRITICAL'],
  statuses = ['ok', 'critical', 'critical', 'ok', 'unknown', 'removed'],
  maxGap = 5 * minute,
  maxLength = 120,
}: {
  subjects?: readonly string[]
  types?: readonly string[]
  statuses?: readonly Status[]
  maxGap?: number
  maxLength?: number
} = {}): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      // Odd milliseconds: a check never comes in the very one in which a wait ends.
      gap: fc.integer({ min: 0, max: Math.floor(maxGap / 1_000) }).map((seconds) => seconds * 1_000 + 7),
      clock: fc.constantFrom(0, 0, 0, hour, -hour, 24 * 365 * hour),
      type: fc.constantFrom(...types),
      subject: fc.constantFrom(...subjects),
      status: fc.constantFrom(...statuses),
    }),
    { maxLength, size: 'max' },
  )

/** The checks of a history at their times, in milliseconds. */
export const timed = (history: readonly Step[]): readonly (readonly [number, Check])[] => {
  let time = 0
  return history.map(({ gap, clock, type, subject, status }) => {
    time += gap
    return [time, { type, subject, status, at: time + clock, details: { kind: 'none' } }]
  })
}

export const fingerprintsOf = (history: readonly Step[]): readonly string[] => [...new Set(history.map(fingerprintOf))]

/** What people take a subject to be, once they have read an alert about it. */
export const beliefAfter = (alert: Alert): 'trouble' | 'fine' | 'unstable' | null => {
  switch (alert.reason) {
    case 'firing':
    case 'reminder':
    case 'settled':
      return 'trouble'
    case 'unstable':
      return 'unstable'
    case 'resolved':
    case 'removed':
      return 'fine'
    case 'notice':
      return null
  }
}
