import { describe, expect, test } from 'vitest'
import {
  fingerprintOf,
  type EndedLife,
  type FiringLife,
  type Life,
  type UnstableLife,
} from '../../../src/model/life.ts'
import { noMemory, type Memory } from '../../../src/model/memory.ts'
import { flapping } from '../../../src/streams/lives/flapping.ts'
import {
  cpuDetails,
  day,
  endedLife,
  firingLife,
  hour,
  minute,
  sampleHostId,
  unstableLife,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { wordOf } from './words.ts'

const window = 30 * minute
const unstableFor = 15 * minute

const about = (subject: string) => ({ type: 'CONTAINER_NOT_RUNNING', subject, details: cpuDetails() })

/** Times are minutes. */
const firing = (id: number, since: number, given: Partial<FiringLife> = {}, subject = 'db'): FiringLife =>
  firingLife(about(subject), { id, startsAt: since * minute, ...given, evidence: {} })
const ended = (id: number, since: number, at: number, subject = 'db'): EndedLife =>
  endedLife(about(subject), { id, startsAt: since * minute, endsAt: at * minute })

type Timed = readonly (readonly [number, Life])[]

const told = (lives: Timed, memory?: Partial<Memory>, until = 5 * hour): readonly (readonly [number, Life])[] =>
  record(
    (play) =>
      play(lives.map(([at, life]): readonly [number, Life] => [at * minute, life])).pipe(
        flapping({ window, unstableFor, ...(memory && { memory: { ...noMemory, ...memory } }) }),
      ),
    until,
  ).flatMap(([at, life]) => (typeof life === 'string' ? [] : [[at / minute, life] as const]))

const wordsOf = (...given: Parameters<typeof told>): readonly string[] =>
  told(...given).map(([at, life]) => `${at} ${wordOf(life)}`)

/** It fires, is well, and fires again: the third change. */
const threeChanges: Timed = [
  [1, firing(1, 1)],
  [3, ended(1, 1, 3)],
  [5, firing(2, 5)],
]

describe('the third change of state within the window', () => {
  test('makes it unstable; it is one life from then on, whatever comes, until it has settled', () => {
    expect(
      wordsOf([
        ...threeChanges,
        [6, firing(2, 5)],
        [8, ended(2, 5, 8)],
        [10, firing(3, 10)],
        [12, ended(3, 10, 12)],
        [43, firing(4, 43)],
      ]),
    ).toEqual([
      '1 #1 db firing',
      '3 #1 db resolved',
      '5 #2 db unstable',
      '6 #2 db unstable',
      '8 #2 db calm',
      '10 #2 db unstable',
      '12 #2 db calm',
      '27 #2 db resolved',
      '43 #4 db firing',
    ])
  })

  test('may be an end, too', () => {
    // The first change was before the window of the last.
    expect(
      wordsOf([
        [1, firing(1, 1)],
        [2, ended(1, 1, 2)],
        [31.5, firing(2, 31.5)],
        [31.8, ended(2, 31.5, 31.8)],
      ]),
    ).toEqual(['1 #1 db firing', '2 #1 db resolved', '31.5 #2 db firing', '31.8 #2 db calm', '46.8 #2 db resolved'])
  })

  test('counts only what is within the window', () => {
    const lives: Timed = [
      [1, firing(1, 1)],
      [3, ended(1, 1, 3)],
      [32, firing(2, 32)],
      [34, ended(2, 32, 34)],
    ]
    expect(wordsOf(lives).map((word) => word.split(' ').at(-1))).toEqual(['firing', 'resolved', 'firing', 'resolved'])
  })

  test('counts each fingerprint on its own', () => {
    expect(wordsOf([...threeChanges.slice(0, 2), [5, firing(2, 5, {}, 'web')]]).at(-1)).toBe('5 #2 web firing')
  })

  test('says how often it changed, since when, and when last', () => {
    const [, , third, fourth] = told([...threeChanges, [8, ended(2, 5, 8)]])
    expect(third?.[1].instability).toEqual({ changes: 3, since: minute, lastAt: 5 * minute })
    expect(fourth?.[1].instability).toEqual({ changes: 4, since: minute, lastAt: 8 * minute })
  })

  test('since when is right even where the clock was set back between', () => {
    const [, , third] = told([threeChanges[0] ?? [0, firing(1, 1)], [3, ended(1, 1, -600)], [5, firing(2, -598)]])
    expect(third?.[1].instability).toEqual({ changes: 3, since: -600 * minute, lastAt: -598 * minute })
  })
})

describe('what has settled', () => {
  test('as trouble fires as that one life until it ends, and knows how it went to and fro', () => {
    const lives = told([...threeChanges, [30, firing(2, 5)], [50, ended(2, 5, 50)], [60, firing(3, 60)]])
    expect(lives.slice(2).map(([at, life]) => `${at} ${wordOf(life)} ${life.instability?.changes ?? 0}`)).toEqual([
      '5 #2 db unstable 3',
      '20 #2 db firing 3',
      '30 #2 db firing 3',
      '50 #2 db resolved 3',
      '60 #3 db firing 0',
    ])
  })

  test('as trouble is counted anew: its end is told as that, and what comes after it', () => {
    const lives: Timed = [...threeChanges, [21, ended(2, 5, 21)], [22, firing(3, 22)], [24, ended(3, 22, 24)]]
    expect(wordsOf(lives).slice(3)).toEqual([
      '20 #2 db firing',
      '21 #2 db resolved',
      '22 #3 db firing',
      '24 #3 db calm',
      '39 #3 db resolved',
    ])
  })

  test('as well is over: what begins within the window is counted anew, and another life', () => {
    const lives: Timed = [...threeChanges, [7, ended(2, 5, 7)], [25, firing(3, 25)], [26, ended(3, 25, 26)]]
    expect(wordsOf(lives).slice(3)).toEqual([
      '7 #2 db calm',
      '22 #2 db resolved',
      '25 #3 db firing',
      '26 #3 db resolved',
    ])
  })

  test('settles only when it can be seen', () => {
    const lives: Timed = [...threeChanges, [10, firing(2, 5, { isSeen: false })], [90, firing(2, 5)]]
    expect(wordsOf(lives).slice(2)).toEqual(['5 #2 db unstable', '10 #2 db unstable unseen', '90 #2 db firing'])
    const [, , , , settled] = told(lives)
    expect(settled?.[1]).toMatchObject({ id: 2, isSeen: true, instability: { changes: 3 } })
  })

  test('that was not seen and has changed when it is, is unstable for as long again', () => {
    const lives: Timed = [...threeChanges, [10, firing(2, 5, { isSeen: false })], [90, ended(2, 5, 90)]]
    expect(wordsOf(lives).slice(4)).toEqual(['90 #2 db calm', '105 #2 db resolved'])
  })
})

describe('a rename', () => {
  const renamed = (at: number): Timed[number] => [
    at,
    { ...firing(2, 5, {}, 'web'), formerly: firing(2, 5).fingerprint },
  ]

  test('takes the unstable time along, and is said once', () => {
    expect(wordsOf([...threeChanges, renamed(12), [30, firing(2, 5, {}, 'web')]]).slice(2)).toEqual([
      '5 #2 db unstable',
      '12 #2 web unstable, was db',
      '20 #2 web firing',
      '30 #2 web firing',
    ])
  })

  test('is said where it has settled with it', () => {
    const lives: Timed = [...threeChanges, [10, firing(2, 5, { isSeen: false })], renamed(60)]
    expect(wordsOf(lives).at(-1)).toBe('60 #2 web firing, was db')
  })

  test('takes the changes of late along; they are not counted under the old name any more', () => {
    const [first, second] = threeChanges
    if (first === undefined || second === undefined) throw new Error('no changes')
    const stays: Timed = [
      first,
      second,
      [4, firing(2, 4)],
      [5, { ...firing(2, 4, {}, 'web'), formerly: firing(2, 4).fingerprint }],
    ]
    expect(wordsOf([...stays, [7, ended(2, 4, 7, 'web')]]).at(-1)).toBe('22 #2 web resolved')
    expect(wordsOf([...stays, [8, firing(3, 8)]]).filter((word) => word.startsWith('8'))).toEqual(['8 #3 db firing'])
  })

  test('to a name under which something else changed of late forgets that', () => {
    const lives: Timed = [
      [0, firing(1, 0, {}, 'web')],
      [1, ended(1, 0, 1, 'web')],
      [20, firing(2, 20)],
      [21, { ...firing(2, 20, {}, 'web'), formerly: firing(2, 20).fingerprint }],
      // Within the window of the rename, and not of what web was before.
      [40, ended(2, 20, 40, 'web')],
      [45, firing(3, 45, {}, 'web')],
    ]
    expect(wordsOf(lives).slice(3)).toEqual([
      '21 #2 web firing, was db',
      '40 #2 web resolved',
      '45 #3 web unstable',
      '60 #3 web firing',
    ])
  })
})

describe('after a restart', () => {
  const { fingerprint } = firing(1, 0)
  /** The memory is read at the time zero of the test. */
  const unstable = (now: UnstableLife['now'], lastAt: number): UnstableLife =>
    unstableLife(about('db'), now, 5, {
      id: 7,
      instability: { changes: 5, since: -20 * minute, lastAt: lastAt * minute },
    })

  test('what was unstable settles when it has been the same for long enough, not anew', () => {
    const lives: Timed = [
      [1, firing(7, -20)],
      [20, firing(7, -20)],
    ]
    expect(wordsOf(lives, { lives: [unstable('firing', -6)] })).toEqual([
      '1 #7 db unstable',
      '9 #7 db firing',
      '20 #7 db firing',
    ])
  })

  test('and well at the last, as well', () => {
    expect(wordsOf([[1, ended(7, -20, -6)]], { lives: [unstable('ended', -6)] })).toEqual([
      '1 #7 db calm',
      '9 #7 db resolved',
    ])
  })

  test('it settles with the first look where it was long enough before the start', () => {
    expect(wordsOf([[1, firing(7, -20)]], { lives: [unstable('firing', -200)] })).toEqual(['1 #7 db firing'])
    expect(wordsOf([], { lives: [unstable('firing', -200)] })).toEqual([])
  })

  test('it goes on counting, as one life', () => {
    const lives = told(
      [
        [1, firing(7, -20)],
        [2, ended(7, -20, 2)],
        [3, firing(8, 3)],
      ],
      { lives: [unstable('firing', -6)] },
    )
    expect(lives.map(([at, life]) => `${at} ${wordOf(life)}`)).toEqual([
      '1 #7 db unstable',
      '2 #7 db calm',
      '3 #7 db unstable',
      '18 #7 db firing',
    ])
    expect(lives.map(([, { instability }]) => instability)).toEqual([
      { changes: 5, since: -20 * minute, lastAt: -6 * minute },
      { changes: 6, since: -20 * minute, lastAt: 2 * minute },
      { changes: 7, since: -20 * minute, lastAt: 3 * minute },
      { changes: 7, since: -20 * minute, lastAt: 3 * minute },
    ])
  })

  test('what had settled as trouble knows how it went to and fro until it ends', () => {
    const instability = { changes: 3, since: -60 * minute, lastAt: -40 * minute }
    const lives = told(
      [
        [1, firing(7, -60)],
        [9, ended(7, -60, 9)],
      ],
      { lives: [firing(7, -60, { instability })] },
    )
    expect(lives.map(([, life]) => [wordOf(life), life.instability])).toEqual([
      ['#7 db firing', instability],
      ['#7 db resolved', instability],
    ])
  })

  test('what changed before counts, until it leaves the window', () => {
    const endedLately = [{ fingerprint, startsAt: -10 * minute, endsAt: -8 * minute }]
    expect(wordsOf([[1, firing(7, 1)]], { endedLately })).toEqual(['1 #7 db unstable', '16 #7 db firing'])
    expect(wordsOf([[21, firing(7, 21)]], { endedLately })).toEqual(['21 #7 db firing'])
  })

  test('so does the beginning of what fires', () => {
    const lives: Timed = [
      [1, ended(6, -3, 1)],
      [2, firing(7, 2)],
    ]
    expect(wordsOf(lives, { lives: [firing(6, -3)] })).toEqual([
      '1 #6 db resolved',
      '2 #7 db unstable',
      '17 #7 db firing',
    ])
    expect(wordsOf(lives, { lives: [firing(6, -31)] }).at(-1)).toBe('2 #7 db firing')
  })

  test('where a clock was ahead when it was written down, it was just now, and no more than that', () => {
    expect(wordsOf([[1, firing(7, -20)]], { lives: [unstable('firing', (10 * day) / minute)] })).toEqual([
      '1 #7 db unstable',
      '15 #7 db firing',
    ])
    const endedLately = [{ fingerprint, startsAt: 10 * day, endsAt: 10 * day }]
    expect(wordsOf([[29, firing(7, 29)]], { endedLately })[0]).toBe('29 #7 db unstable')
    expect(wordsOf([[31, firing(7, 31)]], { endedLately })[0]).toBe('31 #7 db firing')
  })

  test('what had settled is counted anew', () => {
    const instability = { changes: 3, since: -29 * minute, lastAt: -25 * minute }
    const settled = firing(6, -29, { instability })
    const endsAgain: Timed = [
      [1, ended(6, -29, 1)],
      [2, firing(7, 2)],
    ]
    expect(wordsOf(endsAgain, { lives: [settled] })).toEqual(['1 #6 db resolved', '2 #7 db firing'])
    const endedLately = [{ fingerprint, startsAt: null, endsAt: -8 * minute }]
    expect(wordsOf([[1, firing(7, 1)]], { endedLately })).toEqual(['1 #7 db firing'])
  })

  test('what was so of another fingerprint is of no account', () => {
    const endedLately = [
      { fingerprint: fingerprintOf(sampleHostId, about('web')), startsAt: -10 * minute, endsAt: -8 * minute },
    ]
    expect(wordsOf([[1, firing(7, 1)]], { endedLately })).toEqual(['1 #7 db firing'])
  })
})
