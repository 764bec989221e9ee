import { BehaviorSubject, EMPTY, map, NEVER, of, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading } from '../../src/cli/marbles/vocabulary.ts'
import type { ConnectionTest, Inventory } from '../../src/model/notification.ts'
import type { Overview } from '../../src/model/overview.ts'
import { emptyOverview } from '../../src/state/overview.ts'
import { startup, type PreviousRun } from '../../src/streams/startup.ts'
import { record } from '../support/virtual-time.ts'

const inventory: Inventory = {
  operatingSystem: 'Debian 12',
  kernel: '6.1',
  cpuModel: 'a CPU',
  cores: 2,
  memoryBytes: 8e9,
  virtualization: 'kvm',
}
const host = readReading('cpu 10', 0)
const complete: Overview = {
  ...emptyOverview,
  host: { reading: host.kind === 'host' ? host : null, unavailable: null },
  containers: { reading: null, unavailable: 'no engine' },
}
const passed: ConnectionTest = { name: 'whatsapp', result: { ok: true } }
const given = {
  version: '1.0.0',
  previousRun: { ended: 'cleanly' } satisfies PreviousRun,
  tests: [{ name: 'whatsapp', result$: of(passed) }],
  inventory$: of(inventory),
  overview$: new BehaviorSubject(complete),
  wait: 4_000,
  watch: { all: true, names: [], ignore: [] },
  heartbeats: false,
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
    expect(told({ tests: [never], inventory$: NEVER, overview$: new BehaviorSubject(emptyOverview) })).toMatchObject([
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
      [0, { kind: 'restarted', at: 0, version: '1.0.0', restarts: 3, since: 5 }],
      [0, '|'],
    ])
  })

  test('it waits until the last notice is long enough ago', () => {
    expect(told({ previousRun: { ...previousRun, quietFor: 7_000 } })[0]?.[0]).toBe(7_000)
  })
})
