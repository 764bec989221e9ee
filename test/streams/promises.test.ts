import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import { fingerprintOf, type Check } from '../../src/model/check.ts'
import type { AlertsNotification } from '../../src/model/notification.ts'
import { alertLifecycle } from '../../src/streams/alert-lifecycle.ts'
import { budget } from '../../src/streams/budget.ts'
import { sustain } from '../../src/streams/sustain.ts'
import {
  beliefAfter,
  durations,
  entrance,
  fingerprintsOf,
  histories,
  timed,
  told,
  type Step,
} from '../support/histories.ts'
import { day, hour, minute } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

type Told = readonly (readonly [number, AlertsNotification])[]

/** What comes out of a history, and long enough afterwards for every wait to end. */
const run = (operator: typeof told, history: readonly Step[], after = 2 * hour): Told => {
  const checks = timed(history)
  const end = (checks.at(-1)?.[0] ?? 0) + after
  return record((play) => play(checks).pipe(operator), end).flatMap(([time, value]) =>
    typeof value === 'string' ? [] : [[time, value] as const],
  )
}

const alertsOf = (notifications: Told): readonly (readonly [number, Alert])[] =>
  notifications.flatMap(([time, { alerts }]) => alerts.map((alert) => [time, alert] as const))

/** One life after the other: opened once, ended once. */
const expectLives = (alerts: readonly (readonly [number, Alert])[]): void => {
  const open = new Set<string>()
  for (const [, { fingerprint, reason }] of alerts) {
    if (reason === 'firing') expect(open.has(fingerprint)).toBe(false)
    else if (reason !== 'unstable' && reason !== 'notice') expect(open.has(fingerprint)).toBe(true)
    if (reason === 'firing' || reason === 'unstable') open.add(fingerprint)
    if (reason === 'resolved' || reason === 'removed') open.delete(fingerprint)
  }
}

/** Since when, in milliseconds, a fingerprint has been seen to be the same without a break, at a time. */
const stateAt = (checks: readonly (readonly [number, Check])[], time: number): { state: string; since: number } => {
  let seen = { state: 'fine', since: -Infinity }
  for (const [at, { status }] of checks) {
    if (at > time) break
    const state = status === 'critical' ? 'trouble' : status === 'unknown' ? 'unseen' : 'fine'
    if (state !== seen.state) seen = { state, since: at }
  }
  return seen
}

describe('what was last told is what has been so', () => {
  test('for no longer than it must hold, or than it must be stable', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const alerts = alertsOf(run(entrance, history))
        const checks = timed(history)
        const end = (checks.at(-1)?.[0] ?? 0) + 2 * hour
        for (const fingerprint of fingerprintsOf(history)) {
          const own = checks.filter(([, check]) => fingerprintOf(check) === fingerprint)
          const times = [...own.map(([time]) => time - 1), end]
          for (const time of times) {
            const last = alerts.findLast(([at, alert]) => at <= time && alert.fingerprint === fingerprint)
            const belief = last ? beliefAfter(last[1]) : 'fine'
            const { state, since } = stateAt(own, time)
            const hold = Math.max(durations.for, durations.keepFiringFor) + durations.groupWait
            const patience = belief === 'unstable' ? hold + durations.unstableFor : hold
            if (state !== 'unseen' && time - since > patience) expect(belief).toBe(state)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('what changes to and fro', () => {
  test('is told as unstable at the third change, and again when it has been the same for long enough', () => {
    fc.assert(
      fc.property(histories({ statuses: ['ok', 'critical', 'removed'], maxGap: 10 * minute }), (history) => {
        const alerts = alertsOf(run(entrance, history))
        const checks = timed(history)
        const changes = record(
          (play) =>
            play(checks).pipe(
              sustain({ forOf: () => durations.for, keepFiringFor: durations.keepFiringFor }),
              alertLifecycle(),
            ),
          (checks.at(-1)?.[0] ?? 0) + 2 * hour,
        ).flatMap(([time, alert]) =>
          typeof alert === 'string' || alert.reason === 'reminder' ? [] : [[time, alert.fingerprint] as const],
        )
        for (const fingerprint of fingerprintsOf(history)) {
          const own = alerts.filter(([, alert]) => alert.fingerprint === fingerprint)
          const changed = changes.filter(([, changing]) => changing === fingerprint).map(([time]) => time)
          for (const [index, [time, alert]] of own.entries()) {
            // What is told at the end of the group's wait was so at its beginning.
            const before = changed.filter((change) => change <= time - durations.groupWait)
            const last = before.at(-1) ?? 0
            if (alert.reason === 'unstable')
              expect(
                changed.filter((change) => change <= time && change > time - durations.cooldown - durations.groupWait)
                  .length,
              ).toBeGreaterThanOrEqual(3)
            if (own[index - 1]?.[1].reason === 'unstable')
              expect(time - last).toBeGreaterThanOrEqual(durations.unstableFor)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('every firing has its end, and no end is without a firing', () => {
  test.each([
    ['at the entrance to the budget', entrance],
    ['to people', told],
  ])('%s', (_, operator) => {
    fc.assert(
      fc.property(histories({ maxGap: 2 * minute }), (history) => expectLives(alertsOf(run(operator, history)))),
      { numRuns: 200 },
    )
  })

  test('with causes that mute what follows from them', () => {
    const types = [
      'DOCKER_CONNECTION_ERROR',
      'CONTAINER_CRASH_LOOP',
      'CONTAINER_NOT_RUNNING',
      'DISK_CRITICAL',
      'DISK_FORECAST',
    ]
    fc.assert(
      fc.property(histories({ types, maxGap: minute, maxLength: 200 }), (history) =>
        expectLives(alertsOf(run(told, history))),
      ),
      { numRuns: 200 },
    )
  })

  test('once everything was well for long, nothing is left open', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const last = [...new Set(history.map(({ subject }) => subject))].map((subject): Step => ({
          gap: 1,
          clock: 0,
          type: 'X_CRITICAL',
          subject,
          status: 'ok',
        }))
        const beliefs = new Map<string, string | null>()
        for (const [, alert] of alertsOf(run(told, [...history, ...last])))
          beliefs.set(alert.fingerprint, beliefAfter(alert))
        for (const belief of beliefs.values()) expect(belief).toBe('fine')
      }),
    )
  })
})

describe('never a flood', () => {
  const many = Array.from({ length: 30 }, (_, index) => `subject-${index}`)
  const floods = histories({ subjects: many, maxGap: 20_000, maxLength: 400 })
  /** How many of some messages were in the window that ends with a time. */
  const within = (times: readonly number[], time: number, window: number): number =>
    times.filter((other) => other > time - window && other <= time).length
  const isUrgent = ({ alerts }: AlertsNotification): boolean =>
    alerts.some(({ reason, severity }) => reason === 'firing' && severity === 'critical')

  test('of all at most 12 in ten minutes, the last two only for what is critical and fires', () => {
    fc.assert(
      fc.property(floods, (history) => {
        const notifications = run(told, history)
        const times = notifications.map(([time]) => time)
        for (const [time, notification] of notifications) {
          const count = within(times, time, durations.total.window)
          expect(count).toBeLessThanOrEqual(isUrgent(notification) ? 12 : 10)
        }
      }),
    )
  })

  test('of one fingerprint at most 5 in a cooldown', () => {
    fc.assert(
      fc.property(histories({ subjects: ['a', 'b'], maxGap: 3 * minute, maxLength: 300 }), (history) => {
        const notifications = run(told, history)
        for (const fingerprint of fingerprintsOf(history)) {
          const times = notifications
            .filter(([, { alerts }]) => alerts.some((alert) => alert.fingerprint === fingerprint))
            .map(([time]) => time)
          for (const time of times) expect(within(times, time, durations.cooldown)).toBeLessThanOrEqual(5)
        }
      }),
    )
  })

  /** Alerts as they come to the budget, grouped or not, of few fingerprints and of many. */
  const notified = fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 200 }).map((seconds) => seconds * 1_000 + 7),
      alerts: fc.array(
        fc.record({
          subject: fc.constantFrom(...many.slice(0, 8)),
          severity: fc.constantFrom('critical', 'warning'),
          opens: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { maxLength: 150, size: 'max' },
  )

  test('nothing is lost, and what waited leaves as soon as it may', () => {
    fc.assert(
      fc.property(notified, (given) => {
        let time = 0
        let serial = 0
        const arrived = new Map<number, { time: number; fingerprint: string; urgent: boolean }>()
        const notifications = given.map(({ gap, alerts }): [number, AlertsNotification] => {
          time += gap
          return [
            time,
            {
              kind: 'alerts',
              at: time,
              cameAndWent: 0,
              alerts: alerts.map(({ subject, severity, opens }) => {
                serial += 1
                const alert = alertNumber(serial, { subject, severity, opens })
                arrived.set(serial, { time, fingerprint: alert.fingerprint, urgent: opens && severity === 'critical' })
                return alert
              }),
            },
          ]
        })
        const out = record((play) => play(notifications).pipe(budget(durations)), time + day).flatMap(([at, value]) =>
          typeof value === 'string' ? [] : [[at, value] as const],
        )
        const left = out.flatMap(([at, { alerts }]) => alerts.map((alert) => [at, alert] as const))
        expect(left.map(([, { startsAt }]) => startsAt).toSorted((a, b) => a - b)).toEqual([...arrived.keys()])
        for (const fingerprint of new Set(left.map(([, alert]) => alert.fingerprint))) {
          const told = out
            .filter(([, { alerts }]) => alerts.some((alert) => alert.fingerprint === fingerprint))
            .map(([at]) => at)
          for (const at of told) expect(within(told, at, durations.perFingerprint.window)).toBeLessThanOrEqual(5)
          const order = left
            .filter(([, alert]) => alert.fingerprint === fingerprint)
            .map(([, { startsAt }]) => startsAt)
          expect(order).toEqual(order.toSorted((a, b) => a - b))
        }
        const times = out.map(([at]) => at)
        const arrivals = notifications.map(([at]) => at)
        for (const [at, alert] of left) {
          const since = arrived.get(alert.startsAt)
          if (since === undefined || since.time === at) continue
          // It had to wait when it came, and left in the very millisecond in which something came or a slot was free.
          const mentions = out
            .filter(([, { alerts }]) => alerts.some(({ fingerprint }) => fingerprint === since.fingerprint))
            .map(([when]) => when)
          const mentioned = within(mentions, since.time, durations.perFingerprint.window)
          const sent = within(times, since.time, durations.total.window)
          expect(mentioned >= 5 || sent >= (since.urgent ? 12 : 10)).toBe(true)
          expect(
            arrivals.includes(at) ||
              times.includes(at - durations.total.window) ||
              times.includes(at - durations.perFingerprint.window),
          ).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('the critical come first', () => {
    fc.assert(
      fc.property(floods, (history) => {
        for (const [, { alerts }] of run(told, history)) {
          const urgent = alerts.map(({ reason, severity }) => reason === 'firing' && severity === 'critical')
          const fingerprints = new Set(alerts.filter((_, index) => urgent[index]).map(({ fingerprint }) => fingerprint))
          const firstOther = alerts.findIndex(({ fingerprint }) => !fingerprints.has(fingerprint))
          if (firstOther >= 0) expect(urgent.slice(firstOther)).not.toContain(true)
        }
      }),
    )
  })
})

describe('what cannot be seen', () => {
  test('neither fires nor resolves: what was so is so', () => {
    fc.assert(
      fc.property(histories({ statuses: ['ok', 'critical', 'removed'] }), (history) => {
        const unseen = [...new Set(history.map(({ subject }) => subject))].map((subject): Step => ({
          gap: 7,
          clock: 0,
          type: 'X_CRITICAL',
          subject,
          status: 'unknown',
        }))
        const about = (alerts: ReturnType<typeof alertsOf>) =>
          alerts
            .filter(([, { type }]) => type === 'X_CRITICAL')
            .map(([time, { subject, reason }]) => [time, subject, reason])
        // Long after, so that nothing waits any more.
        const settled = history.length === 0 ? [] : [...history, { ...unseenNothing, gap: 2 * hour }]
        const without = about(alertsOf(run(entrance, settled)))
        const between = [...settled, ...unseen, ...unseen]
        expect(about(alertsOf(run(entrance, between)))).toEqual(without)
      }),
    )
  })

  test('is a trouble of its own after five minutes, unless its cause is known', () => {
    const history = (...steps: readonly Partial<Step>[]): readonly Step[] =>
      steps.map((step) => ({ gap: 7, clock: 0, type: 'CONTAINER_NOT_RUNNING', subject: 'db', status: 'ok', ...step }))
    const reasons = (steps: readonly Step[]) =>
      alertsOf(run(entrance, steps)).map(([time, { type, reason }]) => `${Math.round(time / 1_000)} ${type} ${reason}`)

    const unseen = { status: 'unknown' } as const
    expect(reasons(history({}, unseen, { gap: 4 * minute }))).toEqual([])
    expect(reasons(history({}, unseen, { ...unseen, gap: 4 * minute }, { gap: 4 * minute }))).toEqual([
      '300 MONITORING_BLIND firing',
      '480 MONITORING_BLIND resolved',
    ])
    const engine = { type: 'DOCKER_CONNECTION_ERROR', subject: 'docker' }
    expect(
      reasons(
        history(
          {},
          { ...engine, status: 'critical' },
          unseen,
          { ...unseen, gap: 6 * minute },
          { ...engine, gap: minute },
          {},
        ),
      ),
    ).toEqual(['30 DOCKER_CONNECTION_ERROR firing', '480 DOCKER_CONNECTION_ERROR resolved'])
  })
})

const unseenNothing: Step = { gap: 0, clock: 0, type: 'Y_CRITICAL', subject: 'nobody', status: 'ok' }

/** An alert that its number can be told by. */
const alertNumber = (
  number: number,
  { subject, severity, opens }: { subject: string; severity: 'critical' | 'warning'; opens: boolean },
): Alert => {
  const about = { type: 'X_CRITICAL', subject }
  const base = {
    ...about,
    fingerprint: fingerprintOf(about),
    severity,
    startsAt: number,
    withheld: 0,
    instability: null,
  }
  const check = { ...about, at: 0, since: 0, status: severity, details: { kind: 'none' } } as const
  return opens
    ? {
        ...base,
        reason: 'firing',
        check,
        evidence: { processes: [], containers: [], disk: null, logLines: [] },
        before: null,
      }
    : { ...base, reason: 'resolved', endsAt: 0, check }
}
