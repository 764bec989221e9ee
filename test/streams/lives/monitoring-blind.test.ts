import { describe, expect, test } from 'vitest'
import { readCheck } from '../../../src/cli/marbles/vocabulary.ts'
import type { Check, SustainedCheck } from '../../../src/model/check.ts'
import type { Life } from '../../../src/model/life.ts'
import { monitoringBlind } from '../../../src/streams/lives/monitoring-blind.ts'
import { firingLife } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const unknownAfter = 100

type Timed = readonly (readonly [number, string | Check])[]

/** What is said of blindness, and when. */
const saidOf = (timed: Timed, lives: readonly Life[] = []): readonly string[] =>
  record<SustainedCheck>(
    (play) =>
      play(
        timed.map(([at, word]) => {
          const check = typeof word === 'string' ? readCheck(word, at) : { ...word, at }
          return [at, { ...check, since: at }] as const
        }),
      ).pipe(monitoringBlind(unknownAfter, lives)),
    1_000,
  ).flatMap(([at, check]) =>
    typeof check === 'string' || check.type !== 'MONITORING_BLIND' ? [] : [`${at} ${check.subject} ${check.status}`],
  )

const own = (status: Check['status']): Check => ({
  type: 'BACKUP_OLD',
  subject: 'host',
  at: 0,
  status,
  details: { kind: 'none' },
})

describe('a subject is blind', () => {
  test('once nothing of it has been seen for so long, and is seen with the first of it', () => {
    expect(
      saidOf([
        [0, 'cpu ok'],
        [0, 'ram ok'],
        [10, 'cpu unknown'],
        [20, 'ram unknown'],
        [130, 'ram unknown'],
        [200, 'ram ok'],
      ]),
    ).toEqual(['120 host warning', '130 host warning', '200 host ok'])
  })

  test('not while one of its checks says something', () => {
    expect(
      saidOf([
        [0, 'cpu ok'],
        [0, 'ram ok'],
        [10, 'cpu unknown'],
        [300, 'cpu unknown'],
      ]),
    ).toEqual([])
  })

  test('although another source sees something of the same name', () => {
    const network = [0, 60, 120, 180].map((at) => [at, 'network ok'] as const)
    expect(saidOf([[10, 'cpu unknown'], [10, 'ram unknown'], ...network])).toEqual(['110 host warning'])
    const extension = [0, 60, 120, 180].map((at) => [at, own('ok')] as const)
    expect(saidOf([[10, 'cpu unknown'], [10, 'ram unknown'], ...extension])).toEqual(['110 host warning'])
  })

  test('and seen by its own source only', () => {
    expect(
      saidOf([
        [0, 'cpu ok'],
        [10, own('unknown')],
        [50, 'cpu ok'],
        [150, 'cpu ok'],
      ]),
    ).toEqual(['110 host warning'])
  })

  test('although an extension sees something else of the same name', () => {
    const other = (status: Check['status']): Check => ({ ...own(status), type: 'EXTENSION' })
    expect(
      saidOf([
        [0, other('ok')],
        [0, own('ok')],
        [10, own('unknown')],
        [150, other('ok')],
      ]),
    ).toEqual(['110 host warning'])
  })

  test('until every source of it that is blind sees it', () => {
    expect(
      saidOf([
        [0, 'cpu unknown'],
        [20, own('unknown')],
        [150, own('ok')],
        [160, 'cpu ok'],
      ]),
    ).toEqual(['100 host warning', '150 host warning', '160 host ok'])
  })

  test('no more when it is gone', () => {
    expect(
      saidOf([
        [0, 'db unknown'],
        [150, 'db removed'],
      ]),
    ).toEqual(['100 db warning', '150 db removed'])
  })
})

test('which types this hides is said', () => {
  const said = record<SustainedCheck>(
    (play) =>
      play([
        [0, { ...readCheck('cpu unknown', 0), since: 0 }],
        [0, { ...readCheck('ram unknown', 0), since: 0 }],
      ]).pipe(monitoringBlind(unknownAfter)),
    1_000,
  ).flatMap(([, check]) => (typeof check === 'string' || check.details.kind !== 'blind' ? [] : [check.details.types]))
  expect(said.map((types) => [...new Set(types)].toSorted())).toEqual([['CPU_CRITICAL', 'RAM_CRITICAL']])
})

describe('before the start', () => {
  const types = ['CPU_CRITICAL', 'RAM_CRITICAL']
  const blind = firingLife(
    { type: 'MONITORING_BLIND', subject: 'host', details: { kind: 'blind', types } },
    { severity: 'warning' },
  )

  test('what was blind is, until its own source sees it', () => {
    expect(
      saidOf(
        [
          [10, 'network ok'],
          [20, 'cpu unknown'],
          [30, 'cpu ok'],
        ],
        [blind],
      ),
    ).toEqual(['20 host warning', '30 host ok'])
  })

  test('of two sources, too', () => {
    const both = {
      ...blind,
      check: { ...blind.check, details: { kind: 'blind', types: [...types, 'BACKUP_OLD'] } as const },
    }
    expect(
      saidOf(
        [
          [20, own('ok')],
          [30, 'cpu ok'],
        ],
        [both],
      ),
    ).toEqual(['20 host warning', '30 host ok'])
  })
})
