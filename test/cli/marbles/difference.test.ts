import fc from 'fast-check'
import { expect, test } from 'vitest'
import { difference } from '../../../src/cli/marbles/difference.ts'
import type { Mark } from '../../../src/cli/marbles/specification.ts'

const at = (frame: number, word: string): Mark => ({ frame, word })

test('the first of several differences is marked, and the letters are told', () => {
  const expected = [at(0, 'cpu ok'), at(4, 'cpu critical'), at(8, 'cpu ok'), at(10, '|')]
  const came = [at(0, 'cpu ok'), at(6, 'cpu critical'), at(8, 'cpu unknown'), at(10, '#')]
  expect(difference(expected, came)).toBe(
    [
      'expected  a---b---a-|',
      'came      a-----b-c-#',
      '              ^ frame 4: cpu critical expected, nothing came',
      'a := cpu ok',
      'b := cpu critical',
      'c := cpu unknown',
    ].join('\n'),
  )
})

test('marks in one frame and between two frames keep both lines aligned', () => {
  const expected = [at(1, 'a ok'), at(1, 'b ok'), at(3, 'a ok'), at(4, 'b ok')]
  const came = [at(1, 'a ok'), at(1, 'b ok'), at(2.5, 'a ok'), at(4, 'b ok'), at(4, '|')]
  expect(difference(expected, came)).toBe(
    [
      'expected  -(ab)--ab---',
      'came      -(ab)-a-(b|)',
      '                ^ frame 2.5: nothing expected, a ok came',
      'a := a ok',
      'b := b ok',
    ].join('\n'),
  )
})

test('the letters are those of the file, and others where it has none', () => {
  const letters = new Map([
    ['cpu ok', 'o'],
    ['cpu critical', 'a'],
  ])
  expect(difference([at(0, 'cpu ok'), at(1, 'cpu critical')], [at(0, 'cpu ok'), at(1, 'cpu unknown')], letters)).toBe(
    [
      'expected  oa',
      'came      ob',
      '           ^ frame 1: cpu critical expected, cpu unknown came',
      'o := cpu ok',
      'a := cpu critical',
      'b := cpu unknown',
    ].join('\n'),
  )
})

const line = fc
  .array(fc.record({ frame: fc.nat(20), word: fc.constantFrom('a ok', 'b ok', 'c ok', '|', '#') }))
  .map((marks) => marks.toSorted((a, b) => a.frame - b.frame))

test('lines are the same or are shown in the same width', () => {
  fc.assert(
    fc.property(line, line, (expected, came) => {
      expect(difference(expected, expected)).toBeNull()
      const [above = '', below = '', marker = ''] = difference(expected, came)?.split('\n') ?? []
      expect(above.length).toBe(below.length)
      const column = marker.indexOf('^')
      expect(above.slice(0, Math.max(0, column)).replace('expected', 'came    ')).toBe(
        below.slice(0, Math.max(0, column)),
      )
    }),
  )
})
