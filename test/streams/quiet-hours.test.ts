import fc from 'fast-check'
import { map, of, Subject } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import type { AlertsNotification } from '../../src/model/notification.ts'
import type { Silence } from '../../src/model/silence.ts'
import { quietHours } from '../../src/streams/quiet-hours.ts'
import { silence } from '../../src/streams/silence.ts'
import { endedAlert, firingAlert, unstableAlert } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const subjects = ['a', 'b', 'c'] as const

const alertOf = (reason: string, subject: string): Alert => {
  // `a` is critical, the others are warnings.
  const about = { type: 'X_CRITICAL', subject, details: { kind: 'none' } } as const
  const severity = subject === 'a' ? 'critical' : 'warning'
  if (reason === 'resolved') return endedAlert(about, { severity })
  if (reason === 'unstable') return { ...unstableAlert(about, 'firing'), severity }
  return firingAlert(about, { severity, reason: reason === 'firing' || reason === 'settled' ? reason : 'reminder' })
}

type Step = { readonly turn: boolean } | { readonly alert: Alert }

/** Lives as they come from the operators before, with the turns at which something is held or no longer. */
const histories = fc
  .array(
    fc.oneof(
      { weight: 1, arbitrary: fc.boolean().map((turn) => ({ turn })) },
      {
        weight: 4,
        arbitrary: fc.record({
          subject: fc.constantFrom(...subjects),
          word: fc.constantFrom('change', 'again', 'unstable'),
        }),
      },
    ),
    { maxLength: 60, size: 'max' },
  )
  .map((steps) => {
    const open = new Map<string, string>()
    return steps.flatMap((step): readonly Step[] => {
      if ('turn' in step) return [step]
      const { subject, word } = step
      const before = open.get(subject)
      const reason =
        word === 'unstable'
          ? before === undefined
            ? 'firing'
            : 'unstable'
          : word === 'change'
            ? before === undefined
              ? 'firing'
              : 'resolved'
            : before === undefined
              ? null
              : before === 'unstable'
                ? 'settled'
                : 'reminder'
      if (reason === null) return []
      if (reason === 'resolved') open.delete(subject)
      else open.set(subject, reason)
      return [{ alert: alertOf(reason, subject) }]
    })
  })

/** People believe what they were told last: the grammar of lives, and what is open in the end. */
const beliefs = (alerts: readonly Alert[]): ReadonlySet<string> => {
  const open = new Set<string>()
  for (const { subject, reason } of alerts) {
    if (reason === 'firing') expect(open.has(subject)).toBe(false)
    else if (reason !== 'unstable') expect(open.has(subject)).toBe(true)
    if (reason === 'resolved') open.delete(subject)
    else open.add(subject)
  }
  return open
}

const truth = (steps: readonly Step[]): ReadonlySet<string> => {
  const open = new Set<string>()
  for (const step of steps) {
    if ('turn' in step) continue
    if (step.alert.reason === 'resolved') open.delete(step.alert.subject)
    else open.add(step.alert.subject)
  }
  return open
}

const quietly = (steps: readonly Step[]): readonly { alerts: readonly Alert[]; quiet: boolean }[] => {
  const quiet$ = new Subject<boolean>()
  const notifications$ = new Subject<AlertsNotification>()
  const told: { alerts: readonly Alert[]; quiet: boolean }[] = []
  let quiet = false
  const subscription = notifications$.pipe(quietHours(quiet$)).subscribe({
    next: ({ alerts }) => told.push({ alerts, quiet }),
    error: (error: unknown) => expect.unreachable(String(error)),
  })
  for (const step of steps) {
    if ('turn' in step) {
      quiet = step.turn
      quiet$.next(step.turn)
    } else notifications$.next({ kind: 'alerts', at: 0, alerts: [step.alert], cameAndWent: 0 })
  }
  subscription.unsubscribe()
  return told
}

describe('quiet hours', () => {
  test('let only what is critical and fires pass, with an earlier end of it', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { alerts, quiet } of quietly(steps))
          if (quiet) {
            expect(alerts.at(-1)).toMatchObject({ severity: 'critical' })
            expect(['firing', 'unstable']).toContain(alerts.at(-1)?.reason)
          }
      }),
    )
  })

  test('what is told is one life after the other; when they are over it is what is true', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const told = quietly([...steps, { turn: false }])
        expect([...beliefs(told.flatMap(({ alerts }) => alerts))].toSorted()).toEqual([...truth(steps)].toSorted())
      }),
    )
  })

  test('end with one message', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const before = quietly([{ turn: true }, ...steps.filter((step) => 'alert' in step)])
        const after = quietly([{ turn: true }, ...steps.filter((step) => 'alert' in step), { turn: false }])
        expect(after.length - before.length).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('count what came and went', () => {
    const notify = (alert: Alert): AlertsNotification => ({ kind: 'alerts', at: 0, alerts: [alert], cameAndWent: 0 })
    const quiet$ = new Subject<boolean>()
    const notifications$ = new Subject<AlertsNotification>()
    const told: AlertsNotification[] = []
    notifications$.pipe(quietHours(quiet$)).subscribe({
      next: (notification) => told.push(notification),
      error: (error: unknown) => expect.unreachable(String(error)),
    })
    quiet$.next(true)
    for (const subject of ['b', 'c']) {
      notifications$.next(notify(alertOf('firing', subject)))
      notifications$.next(notify(alertOf('resolved', subject)))
    }
    quiet$.next(false)
    expect(told).toMatchObject([{ alerts: [], cameAndWent: 2 }])
  })
})

describe('a silence', () => {
  const silently = (steps: readonly Step[]): readonly { alert: Alert; silent: boolean }[] => {
    const silences$ = new Subject<readonly Silence[]>()
    const alerts$ = new Subject<Alert>()
    const told: { alert: Alert; silent: boolean }[] = []
    let silent = false
    const subscription = alerts$.pipe(silence(silences$)).subscribe({
      next: (alert) => told.push({ alert, silent }),
      error: (error: unknown) => expect.unreachable(String(error)),
    })
    for (const step of steps) {
      if ('turn' in step) {
        silent = step.turn
        silences$.next(step.turn ? [{ type: 'X_*', subject: '?', until: Infinity, by: 'somebody' }] : [])
      } else alerts$.next(step.alert)
    }
    subscription.unsubscribe()
    return told
  }

  test('tells nothing while it holds, and afterwards what is true', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const told = silently([...steps, { turn: false }])
        expect(told.filter(({ silent }) => silent)).toEqual([])
        expect([...beliefs(told.map(({ alert }) => alert))].toSorted()).toEqual([...truth(steps)].toSorted())
      }),
    )
  })

  test('counts what it has held', () => {
    const told = silently([
      { turn: true },
      ...['firing', 'reminder', 'reminder'].map((reason) => ({ alert: alertOf(reason, 'b') })),
      { turn: false },
    ])
    expect(told.map(({ alert }) => [alert.reason, alert.withheld])).toEqual([['firing', 2]])
  })

  test('in quiet hours: what it had held is told when it ends, if it is critical and was never told', () => {
    const silences$ = new Subject<readonly Silence[]>()
    const alerts$ = new Subject<Alert>()
    const told: Alert[] = []
    alerts$
      .pipe(
        silence(silences$),
        map((alert): AlertsNotification => ({ kind: 'alerts', at: 0, alerts: [alert], cameAndWent: 0 })),
        quietHours(of(true)),
      )
      .subscribe({
        next: ({ alerts }) => told.push(...alerts),
        error: (error: unknown) => expect.unreachable(String(error)),
      })
    silences$.next([{ type: '*', subject: '*', until: Infinity, by: 'somebody' }])
    for (const reason of ['firing', 'resolved', 'unstable']) alerts$.next(alertOf(reason, 'a'))
    expect(told).toEqual([])
    silences$.next([])
    expect(told).toMatchObject([{ reason: 'unstable', subject: 'a' }])
  })

  test('and what was held before it are counted together', () => {
    const told = silently([
      { turn: true },
      { alert: alertOf('firing', 'b') },
      { alert: { ...alertOf('reminder', 'b'), withheld: 5 } },
      { turn: false },
    ])
    expect(told.map(({ alert }) => alert.withheld)).toEqual([6])
  })

  test('is about what matches alone, and ends by itself at its time', () => {
    const silences: readonly Silence[] = [{ type: 'X_*', subject: 'a', until: 200_000, by: 'somebody' }]
    const told = record(
      (play) =>
        play([
          [1_000, alertOf('firing', 'a')],
          [2_000, alertOf('firing', 'b')],
          [300_000, alertOf('reminder', 'b')],
        ]).pipe(silence(play([[0, silences]]))),
      400_000,
    ).map(([time, alert]) => (typeof alert === 'string' ? alert : `${time} ${alert.reason} ${alert.subject}`))
    expect(told).toEqual(['2000 firing b', '200000 firing a', '300000 reminder b'])
  })
})
