import { concatMap, connect, delay, EMPTY, merge, mergeMap, NEVER, of, timer, type Observable } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { inArrays } from '../../../src/streams/lives/in-arrays.ts'
import { record } from '../../support/virtual-time.ts'

/** Operators that look at the same readings: each makes a value of a letter, at once or later. */
const gathered = (
  readings: readonly (readonly [number, string])[],
  operators: readonly ((reading$: Observable<string>) => Observable<string>)[],
) =>
  record(
    (play) =>
      play(readings).pipe(
        connect((seen$) => merge(...operators.map((operator) => seen$.pipe(operator))).pipe(inArrays(seen$))),
      ),
    1_000,
  )

const named = (name: string) => concatMap((letter: string) => of(`${name}${letter}`))
const twice = concatMap((letter: string) => of(`${letter}1`, `${letter}2`))
const later = (time: number) => delay<string>(time)

describe('what belongs to one moment', () => {
  test('is what a reading brought through every operator, in the order of these', () => {
    expect(
      gathered(
        [
          [10, 'a'],
          [20, 'b'],
        ],
        [named('x'), twice, named('y')],
      ),
    ).toEqual([
      [10, ['xa', 'a1', 'a2', 'ya']],
      [20, ['xb', 'b1', 'b2', 'yb']],
    ])
  })

  test('is of one reading, also where two come in the same instant', () => {
    expect(
      gathered(
        [
          [10, 'a'],
          [10, 'b'],
        ],
        [named('x'), named('y')],
      ),
    ).toEqual([
      [10, ['xa', 'ya']],
      [10, ['xb', 'yb']],
    ])
  })

  test('is what the timers of one instant bring', () => {
    expect(gathered([[10, 'a']], [later(5), later(5), later(7), named('x')])).toEqual([
      [10, ['xa']],
      [15, ['a', 'a']],
      [17, ['a']],
    ])
  })

  test('a reading that brings nothing brings no array', () => {
    expect(gathered([[10, 'a']], [mergeMap(() => EMPTY)])).toEqual([])
  })
})

describe('what no reading brought', () => {
  test('leaves in its instant, again and again', () => {
    const ticks$ = merge(timer(10), timer(10), timer(20), timer(30), timer(30))
    expect(record(() => ticks$.pipe(inArrays(NEVER)), 100)).toEqual([
      [10, [0, 0]],
      [20, [0]],
      [30, [0, 0]],
      [30, '|'],
    ])
  })
})

test('a completion lets what is gathered leave first', () => {
  expect(record(() => of('a', 'b').pipe(inArrays(NEVER)), 100)).toEqual([
    [0, ['a', 'b']],
    [0, '|'],
  ])
})

test('an error of either side is passed on, and leaves nothing', () => {
  expect(
    record(
      (play) =>
        play([
          [5, 'a'],
          [5, '#'],
        ]).pipe(inArrays(NEVER)),
      100,
    ),
  ).toEqual([[5, '#']])
  expect(record((play) => NEVER.pipe(inArrays(play([[5, '#']]))), 100)).toEqual([[5, '#']])
})
