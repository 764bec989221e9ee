import { map } from 'rxjs'
import { expect, test } from 'vitest'
import { concatMapArrays } from '../../../src/streams/lib/concat-map-arrays.ts'
import { record } from '../../support/virtual-time.ts'

test('what is in each array comes in order and at once; an empty one says nothing', () => {
  const played = record(
    (play) =>
      play<readonly string[]>([
        [1, ['a', 'b']],
        [2, []],
        [3, ['c']],
      ]).pipe(concatMapArrays((values) => values)),
    10,
  )
  expect(played).toEqual([
    [1, 'a'],
    [1, 'b'],
    [3, 'c'],
  ])
})

test('an error of what makes the arrays is passed on', () => {
  const broken = (value: string): readonly string[] => {
    throw new Error(value)
  }
  expect(record((play) => play<string>([[1, 'a']]).pipe(concatMapArrays(broken)), 10)).toEqual([[1, '#']])
})

test('an error of what comes after it is passed on', () => {
  const broken = (value: string): string => {
    throw new Error(value)
  }
  expect(
    record(
      (play) =>
        play<readonly string[]>([[1, ['a', 'b']]]).pipe(
          concatMapArrays((values) => values),
          map(broken),
        ),
      10,
    ),
  ).toEqual([[1, '#']])
})
