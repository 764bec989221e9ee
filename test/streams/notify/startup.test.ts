import { BehaviorSubject, EMPTY, ignoreElements, map, merge, NEVER, of, startWith, tap, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading } from '../../../src/cli/marbles/vocabulary.ts'
import type { ConnectionTest, Inventory } from '../../../src/model/notification.ts'
import type { QuietPeriod } from '../../../src/model/quiet-range.ts'
import { startup, type PreviousRun } from '../../../src/streams/notify/startup.ts'
import { overviewOf } from '../../support/overview.ts'
import { record } from '../../support/virtual-time.ts'
import { quoted } from '../../support/reasons.ts'

const inventory: Inventory = {
  operatingSystem: 'Debian 12',
  kernel: '6.1',
  cpuModel: 'a CPU',
  cores: 2,
  memoryBytes: 8e9,
  virtualization: 'kvm',
}
const host = readReading('cpu 10', 0)
const complete = overviewOf({
  host: host.kind === 'host' ? host : null,
  unavailable: new Map([['containers', quoted('no engine')]]),
})
const passed: ConnectionTest = { name: 'whatsapp', result: { ok: true } }
const given = {
  version: '1.0.0',
  previousRun: { ended: 'cleanly' } satisfies PreviousRun,
  tests: [{ name: 'whatsapp', result$: of(passed) }],
  inventory$: of(inventory),
  overview$: new BehaviorSubject(complete),
  quiet$: of<QuietPeriod | null>(null),
  wait: 4_000,
  memory: { ran: new Set<string>() },
  watch: { all: true, names: [], ignore: [] },
}

const told = (further: Partial<Parameters<typeof startup>[0]>, until = 10_000) =>
  record(() => startup({ ...given, ...further }), until)

describe('the start-up notice', () => {
  test('leaves as soon as all that it tells is there', () => {
    expect(told({})).toMatchObject([
      [0, { kind: 'startup', version: '1.0.0', inventory, connections: [passed], report: { since: null } }],
      [0, '|'],
    ])
  })

  test('waits for the first readings', () => {
    const overview$ = timer(1_200).pipe(map(() => complete))
    expect(told({ overview$: overview$.pipe(map((one) => one)) })[0]?.[0]).toBe(2_400)
  })

  test('leaves after its wait without what has not come', () => {
    const never = { name: 'whatsapp', result$: NEVER }
    expect(told({ tests: [never], inventory$: NEVER, overview$: new BehaviorSubject(overviewOf()) })).toMatchObject([
      [4_000, { inventory: null, connections: [{ name: 'whatsapp', result: { ok: false } }], report: { host: null } }],
      [4_000, '|'],
    ])
  })

  test('does not speak of a test without a result', () => {
    expect(told({ tests: [{ name: 'docker', result$: EMPTY }] })).toMatchObject([
      [0, { connections: [] }],
      [0, '|'],
    ])
    expect(told({ tests: [] })).toMatchObject([
      [0, { connections: [] }],
      [0, '|'],
    ])
  })
})

describe('after an unclean end', () => {
  const previousRun = { ended: 'uncleanly', restarts: 3, since: 5, quietFor: 0 } satisfies PreviousRun

  test('it is one line', () => {
    expect(told({ previousRun })).toEqual([
      [0, null],
      [0, { kind: 'restarted', at: 0, version: '1.0.0', restarts: 3, since: 5 }],
      [0, '|'],
    ])
  })

  test('it waits until the last notice is long enough ago, and what is found does not wait for it', () => {
    expect(told({ previousRun: { ...previousRun, quietFor: 7_000 } })).toMatchObject([
      [0, null],
      [7_000, { kind: 'restarted' }],
      [7_000, '|'],
    ])
    const overview$ = new BehaviorSubject(overviewOf())
    expect(told({ previousRun, overview$ })).toMatchObject([
      [0, { kind: 'restarted' }],
      [4_000, null],
      [4_000, '|'],
    ])
  })
})

describe('in quiet hours', () => {
  const tonight = { id: 'tonight', until: 9_000 }
  const quiet$ = timer(9_000).pipe(
    map(() => null),
    startWith(tonight),
  )

  test('it says that it waits, and comes when they are over, with what is so then', () => {
    const overview$ = new BehaviorSubject(complete)
    const later = { kind: 'containers', at: 5, containers: [] } as const
    const seen = record(
      () =>
        merge(
          timer(5_000).pipe(
            tap(() => overview$.next({ ...complete, unavailable: new Map(), containers: later })),
            ignoreElements(),
          ),
          startup({ ...given, overview$, quiet$ }),
        ),
      20_000,
    )
    expect(seen).toMatchObject([
      [0, null],
      [9_000, { kind: 'startup', at: 9_000, startedAt: 0, connections: [], report: { containers: { kind: 'seen' } } }],
      [9_000, '|'],
    ])
  })

  test('the line after an unclean end waits alike', () => {
    const previousRun = { ended: 'uncleanly', restarts: 3, since: 5, quietFor: 7_000 } satisfies PreviousRun
    expect(told({ previousRun, quiet$ }, 20_000)).toMatchObject([
      [0, null],
      [7_000, null],
      [16_000, { kind: 'restarted', at: 16_000, restarts: 3 }],
      [16_000, '|'],
    ])
  })
})
