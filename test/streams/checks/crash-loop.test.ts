import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crashLoop } from '../../../src/streams/checks/crash-loop.ts'
import type { Container, Reading } from '../../../src/model/reading.ts'
import { containersReading, sampleContainer, sampleEnd, unavailableReading } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const watch = { all: true, names: [], ignore: [] }
const within = 600
const stopGrace = 60

/** `up`, `died 1`, `stopped`, `paused`, `gone` or `no engine`, at a time; `completed` is an end with 0. */
const readingOf = (word: string, at: number, given: Partial<Container>): Reading => {
  if (word === 'no engine') return unavailableReading('containers', at)
  if (word === 'gone') return containersReading([])
  if (word === 'up') return containersReading([sampleContainer({ end: null, ...given })])
  if (word === 'paused') return containersReading([sampleContainer({ state: 'paused', ...given })])
  const exitCode = word === 'completed' ? 0 : Number(word.split(' ')[1] ?? 143)
  const signal = word === 'stopped' ? { name: 'SIGTERM', at } : null
  return containersReading([sampleContainer({ state: 'exited', end: sampleEnd({ at, exitCode, signal }), ...given })])
}

type Timed = readonly (readonly [number, string])[]

const saidTo = (timed: Timed, given: Partial<Container> = {}, until = 100_000) =>
  record(
    (play) =>
      play(timed.map(([at, word]): readonly [number, Reading] => [at, readingOf(word, at, given)])).pipe(
        crashLoop({ watch, within, upFor: within, stopGrace }),
      ),
    until,
  ).flatMap(([at, check]) => (typeof check === 'string' ? [] : [{ at, check }]))

const wordsOf = (timed: Timed, given: Partial<Container> = {}): readonly string[] =>
  saidTo(timed, given).map(({ at, check }) => `${at} ${check.status}`)

const threeDeaths: Timed = [
  [0, 'up'],
  [1, 'died 1'],
  [2, 'up'],
  [3, 'died 137'],
  [4, 'up'],
  [5, 'died 2'],
]

describe('a loop', () => {
  test('is three deaths within the time, and knows their codes', () => {
    const said = saidTo(threeDeaths)
    expect(said.map(({ at, check }) => `${at} ${check.status}`)).toEqual(['5 critical'])
    expect(said[0]?.check).toMatchObject({
      type: 'CONTAINER_CRASH_LOOP',
      subject: 'db',
      since: 5,
      details: { kind: 'crash-loop', deaths: 3, exitCodes: [1, 137, 2], within },
    })
  })

  test('counts on', () => {
    const said = saidTo([...threeDeaths, [6, 'up'], [7, 'died 9']])
    expect(said.at(-1)?.check).toMatchObject({ since: 5, details: { deaths: 4, exitCodes: [137, 2, 9] } })
  })

  test('needs its three deaths within the time', () => {
    expect(
      wordsOf([
        [0, 'died 1'],
        [100, 'died 1'],
        [599, 'died 1'],
      ]),
    ).toEqual(['599 critical'])
    expect(
      wordsOf([
        [0, 'died 1'],
        [100, 'died 1'],
        [601, 'died 1'],
      ]),
    ).toEqual([])
    expect(
      wordsOf([
        [0, 'died 1'],
        [100, 'died 1'],
        [601, 'died 1'],
        [699, 'died 1'],
      ]),
    ).toEqual(['699 critical'])
  })

  test('does not count one death twice', () => {
    const died = readingOf('died 1', 0, {})
    const repeated = record(
      (play) =>
        play([
          [0, died],
          [1, died],
          [2, died],
          [3, died],
        ]).pipe(crashLoop({ watch, within, upFor: within, stopGrace })),
      50,
    )
    expect(repeated).toEqual([])
  })

  test('is no row of stops', () => {
    expect(
      wordsOf([
        [0, 'stopped'],
        [1, 'up'],
        [2, 'stopped'],
        [3, 'up'],
        [4, 'stopped'],
      ]),
    ).toEqual([])
  })

  test('counts an end with 0 only where the engine starts it again', () => {
    const ends: Timed = [
      [0, 'completed'],
      [1, 'up'],
      [2, 'completed'],
      [3, 'up'],
      [4, 'completed'],
    ]
    expect(wordsOf(ends, { restartPolicy: 'no' })).toEqual([])
    expect(wordsOf(ends, { restartPolicy: 'on-failure' })).toEqual([])
    expect(wordsOf(ends, { restartPolicy: 'always' })).toEqual(['4 critical'])
  })

  test('is of a container that is watched', () => {
    const labels = { enable: false, name: null, cpu: null, ram: null, problems: [] }
    expect(wordsOf(threeDeaths, { labels })).toEqual([])
  })
})

describe('its end', () => {
  test('is to have been up for long enough', () => {
    expect(wordsOf([...threeDeaths, [10, 'up'], [400, 'up']])).toEqual([
      '5 critical',
      '10 critical',
      '400 critical',
      '610 ok',
    ])
  })

  test.each(['died 1', 'paused', 'no engine'])('waits anew after: %s', (word) => {
    expect(wordsOf([...threeDeaths, [10, 'up'], [300, word], [310, 'up']]).at(-1)).toBe('910 ok')
  })

  test('is forgotten: the next loop needs three deaths again', () => {
    expect(wordsOf([...threeDeaths, [10, 'up'], [700, 'died 1'], [701, 'up'], [702, 'died 1']]).at(-1)).toBe('610 ok')
  })

  test.each(['gone', 'stopped', 'completed'])('is also to be %s for the grace', (word) => {
    expect(wordsOf([...threeDeaths, [10, word]]).at(-1)).toBe('70 removed')
    expect(wordsOf([...threeDeaths, [10, word], [60, 'up'], [80, 'up']]).slice(-2)).toEqual(['80 critical', '660 ok'])
  })

  test('is unknown while nobody sees', () => {
    expect(wordsOf([...threeDeaths, [10, 'no engine']])).toEqual(['5 critical', '10 unknown'])
  })
})

describe('a loop that is over sooner than its deaths are forgotten', () => {
  const saidOf = (timed: Timed): readonly string[] =>
    record(
      (play) =>
        play(timed.map(([at, word]): readonly [number, Reading] => [at, readingOf(word, at, {})])).pipe(
          crashLoop({ watch, within, upFor: 60, stopGrace }),
        ),
      100_000,
    ).flatMap(([at, check]) => (typeof check === 'string' ? [] : [`${at} ${check.status}`]))
  const over: Timed = [...threeDeaths, [10, 'up'], [80, 'died 1'], [81, 'up'], [90, 'died 1'], [91, 'up']]

  test('needs three deaths again', () => {
    expect(saidOf(over)).toEqual(['5 critical', '10 critical', '70 ok'])
  })

  test('which are forgotten in their own time', () => {
    expect(saidOf([...over, [650, 'died 1']]).slice(3)).toEqual(['650 critical'])
    expect(saidOf([...over, [685, 'died 1']]).slice(3)).toEqual([])
  })
})

describe('a container that was in a loop', () => {
  test('is said to be unknown, too, and once to be gone', () => {
    const over: Timed = [...threeDeaths, [10, 'up']]
    expect(wordsOf([...over, [700, 'up'], [710, 'no engine'], [720, 'up'], [730, 'gone'], [740, 'gone']])).toEqual([
      '5 critical',
      '10 critical',
      '610 ok',
      '710 unknown',
      '730 removed',
    ])
  })

  test('and was never in one, is not', () => {
    const twice: Timed = [
      [1, 'died 1'],
      [3, 'died 1'],
      [5, 'no engine'],
      [7, 'gone'],
    ]
    expect(wordsOf(twice)).toEqual([])
  })
})

describe('a container that is renamed', () => {
  const as = (name: string, id = 'one') => ({ name, containerName: name, id })
  const containersOf = (word: string, at: number, given: Partial<Container>): readonly Container[] => {
    const reading = readingOf(word, at, given)
    return reading.kind === 'containers' ? reading.containers : []
  }
  /** What is said of readings of several containers: the state of each, at a time. */
  const saidOf = (timed: readonly (readonly [number, readonly (readonly [string, Partial<Container>, number?])[]])[]) =>
    record(
      (play) =>
        play(
          timed.map(([at, all]): readonly [number, Reading] => [
            at,
            containersReading(all.flatMap(([word, given, since = at]) => containersOf(word, since, given))),
          ]),
        ).pipe(crashLoop({ watch, within, upFor: within, stopGrace })),
      10_000,
    ).flatMap(([at, check]) =>
      typeof check === 'string' ? [] : [`${at} ${check.subject} ${check.status} since ${check.since}`],
    )

  const looping = [1, 3, 5].map((at) => [at, [['died 1', as('db')]]] as const)

  test('in a loop goes on in it, and nothing is left under the old name', () => {
    expect(saidOf([...looping, [10, [['died 1', as('db-old'), 5]]], [20, [['died 1', as('db-old'), 5]]]])).toEqual([
      '5 db critical since 5',
      '10 db-old critical since 5',
      '10 db removed since 10',
      '20 db-old critical since 5',
    ])
  })

  test('on its way out of the loop is out in time', () => {
    const up = { ...as('db'), end: sampleEnd({ at: 5 }) }
    expect(saidOf([...looping, [10, [['up', up]]], [100, [['up', { ...up, ...as('db-old') }]]]]).at(-1)).toBe(
      '610 db-old ok since 610',
    )
  })

  test.each(['first', 'last'])('while another takes its name, which is in no loop (listed %s)', (place) => {
    const old = ['died 1', as('db-old'), 5] as const
    const other = ['up', as('db', 'two')] as const
    const both = place === 'first' ? [other, old] : [old, other]
    expect(saidOf([...looping, [10, both], [20, both], [800, both]])).toEqual([
      '5 db critical since 5',
      '10 db-old critical since 5',
      '10 db removed since 10',
      '20 db-old critical since 5',
      '800 db-old critical since 5',
    ])
  })

  test('the deaths of which are not those of another that has its name now', () => {
    const old = ['died 1', as('db-old'), 5] as const
    const deaths = [590, 595, 604].map((at) => [at, [old, ['died 1', as('db', 'two')]]] as const)
    expect(saidOf([...looping, [10, [old]], ...deaths]).filter((word) => word.includes(' db critical'))).toEqual([
      '5 db critical since 5',
      '604 db critical since 604',
    ])
  })

  test('after it was recreated in a loop goes on in it', () => {
    const recreated = [10, [['died 1', as('db', 'two')]]] as const
    expect(saidOf([...looping, recreated, [20, [['died 1', as('db-old', 'two'), 10]]]]).slice(2)).toEqual([
      '20 db-old critical since 5',
      '20 db removed since 20',
    ])
  })

  test('before the third death takes the two along', () => {
    const timed = [...looping.slice(0, 2), [4, [['died 1', as('db-old'), 3]]], [5, [['died 1', as('db-old')]]]] as const
    expect(saidOf(timed)).toEqual(['5 db-old critical since 5'])
  })
})

test('whatever happens: a critical needs three deaths in time, and what began ends', () => {
  const words = fc.constantFrom('up', 'died 1', 'died 137', 'stopped', 'completed', 'paused', 'gone', 'no engine')
  const history = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), words), { maxLength: 40 })
  fc.assert(
    fc.property(history, (steps) => {
      let now = 0
      const timed = steps.map(([wait, word]): readonly [number, string] => [(now += wait), word])
      const said = saidTo([...timed, [now + 1, 'up'], [now + 2, 'up']])
      const deaths = timed.filter(([, word]) => word.startsWith('died')).map(([at]) => at)
      const first = said.find(({ check }) => check.status === 'critical')
      if (first)
        expect(deaths.filter((at) => at <= first.at && at >= first.at - within).length).toBeGreaterThanOrEqual(3)
      const last = said.at(-1)?.check.status
      expect(last === undefined || last === 'ok' || last === 'removed').toBe(true)
    }),
    { numRuns: 200 },
  )
})
