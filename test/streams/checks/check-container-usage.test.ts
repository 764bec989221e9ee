import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Container, Reading, VigiloLabels } from '../../../src/model/reading.ts'
import { checkContainerUsage } from '../../../src/streams/checks/check-container-usage.ts'
import type { WatchRules } from '../../../src/streams/checks/is-watched.ts'
import {
  containersReading,
  crashedContainer,
  mebibyte,
  sampleContainer,
  unavailableReading,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const watch: WatchRules = { all: true, names: [], ignore: [] }
const noLabels: VigiloLabels = { enable: null, name: null, cpu: null, ram: null, problems: [] }

const using = (memoryPercent: number, given: Partial<Container> = {}): Container =>
  sampleContainer({
    memoryLimitBytes: 100 * mebibyte,
    usage: { cpuPercent: 120, memoryBytes: memoryPercent * mebibyte },
    ...given,
  })

const saidTo = (states: readonly (readonly Container[] | 'no engine')[], cpu: number | null = null, rules = watch) =>
  record(
    () =>
      of(
        ...states.map((containers): Reading =>
          containers === 'no engine' ? unavailableReading('containers') : containersReading(containers),
        ),
      ).pipe(checkContainerUsage({ watch: rules, thresholds: { cpu, ram: 90 } })),
    10,
  ).flatMap(([, check]) => (typeof check === 'string' ? [] : [check]))

const words = (...given: Parameters<typeof saidTo>): readonly string[] =>
  saidTo(...given).map(({ type, status }) => `${type} ${status}`)

describe('memory', () => {
  test('above its threshold is a warning, with what people need to know', () => {
    expect(saidTo([[using(95)]])).toMatchObject([
      {
        ...{ type: 'CONTAINER_RAM', subject: 'db', status: 'warning' },
        details: { kind: 'container-usage', measure: 'memory', percent: 95, threshold: 90, clear: 85 },
      },
    ])
    expect(words([[using(90)]])).toEqual([])
  })

  test('without a limit of its own is not judged', () => {
    expect(words([[using(95, { memoryLimitBytes: 'none' })]])).toEqual([])
  })

  test('is not known before its limit is: nothing follows', () => {
    const notInspected = using(95, { memoryLimitBytes: null })
    expect(words([[notInspected]])).toEqual([])
    expect(words([[using(95)], [notInspected]])).toEqual(['CONTAINER_RAM warning', 'CONTAINER_RAM unknown'])
  })

  test('that was in trouble is spoken of from then on', () => {
    const stopped = crashedContainer({}, { memoryLimitBytes: 100 * mebibyte })
    const unread = using(0, { usage: null })
    const states = [[using(20)], [using(95)], [using(20)], [using(20)], [unread], [stopped], 'no engine', []] as const
    expect(words(states)).toEqual(
      ['warning', 'ok', 'ok', 'unknown', 'removed', 'unknown', 'removed'].map((status) => `CONTAINER_RAM ${status}`),
    )
  })

  test('that cannot be read is unknown, in trouble or not', () => {
    expect(words([[using(0, { usage: null })]])).toEqual(['CONTAINER_RAM unknown'])
  })

  test('of a container that is gone is spoken of once', () => {
    expect(words([[using(95)], [], []])).toEqual(['CONTAINER_RAM warning', 'CONTAINER_RAM removed'])
  })
})

describe('a container that is renamed', () => {
  const as = (name: string, id = 'one') => ({ id, name, containerName: name })
  const subjects = (...given: Parameters<typeof saidTo>): readonly string[] =>
    saidTo(...given).map(({ subject, status }) => `${subject} ${status}`)

  test('is spoken of under its new name, also where it is well by then', () => {
    for (const [percent, status] of [
      [95, 'warning'],
      [88, 'ok'],
      [20, 'ok'],
    ] as const)
      expect(subjects([[using(95, as('db'))], [using(percent, as('web'))], [using(20, as('web'))]])).toEqual([
        'db warning',
        `web ${status}`,
        'db removed',
        'web ok',
      ])
  })

  test('comes before another that has its old name by then', () => {
    const both = [using(20, as('db', 'two')), using(95, as('web'))]
    expect(subjects([[using(95, as('db'))], both])).toEqual(['db warning', 'web warning', 'db ok'])
  })

  test('to a name that is not watched is not spoken of', () => {
    expect(subjects([[using(95, as('db'))], [using(95, as('tmp'))]], null, { ...watch, ignore: ['tmp'] })).toEqual([
      'db warning',
      'db removed',
    ])
  })
})

describe('CPU', () => {
  test('is judged only where a threshold is given', () => {
    expect(words([[using(1)]])).toEqual([])
    expect(words([[using(1)]], 100)).toEqual(['CONTAINER_CPU warning'])
    expect(words([[using(1)]], 120)).toEqual([])
  })
})

describe('labels', () => {
  const labelled = (labels: Partial<VigiloLabels>) => [[using(80, { labels: { ...noLabels, ...labels } })]] as const

  test('go before the thresholds', () => {
    expect(words(labelled({ ram: 70 }))).toEqual(['CONTAINER_RAM warning'])
    expect(words(labelled({ cpu: 100 }))).toEqual(['CONTAINER_CPU warning'])
    expect(words(labelled({ cpu: 'off', ram: 'off' }), 50)).toEqual([])
    expect(words(labelled({ enable: false, ram: 70 }))).toEqual([])
  })
})
