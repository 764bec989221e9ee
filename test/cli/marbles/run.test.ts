import { expect, test } from 'vitest'
import { runDiagram } from '../../../src/cli/marbles/run.ts'
import { parseDiagram } from '../../../src/cli/marbles/specification.ts'

const run = (input: string, operator: string, output: string, ...words: readonly string[]) =>
  runDiagram(
    parseDiagram(
      [input, 'title = in', ...words, '', `> ${operator}`, '', output, 'title = out', ...words, ''].join('\n'),
    ),
  )

test('what is about subjects that no line names is left out', () => {
  expect(run('a-|', 'checkHost', 'o-|', 'a := cpu 40', 'o := cpu ok')).toEqual([
    { frame: 0, word: 'cpu ok' },
    { frame: 2, word: '|' },
  ])
})

test('what comes of a subject that goes in is shown, whether it is expected or not', () => {
  expect(run('a-b-|', 'notify', 'a---|', 'a := db firing', 'b := web firing')).toEqual([
    { frame: 0, word: 'db firing' },
    { frame: 2, word: 'web firing' },
    { frame: 4, word: '|' },
  ])
})

test('a message is shown for each of those that it speaks of', () => {
  const words = ['a := db firing', 'b := web firing', 'c := api firing']
  expect(run('abc----|', 'grouped wait=3s', 'a------|', ...words)).toEqual([
    { frame: 0, word: 'db firing' },
    { frame: 3, word: 'web firing + api firing' },
    { frame: 7, word: '|' },
  ])
})

test('where nothing is expected, all that comes is shown', () => {
  expect(run('a-|', 'checkHost', '--|', 'a := cpu 40').map(({ word }) => word)).toContain('ram ok')
})

test('a duration that an operator needs and its line does not give is an error', () => {
  expect(() => run('t-|', 'cooldown longest=3m', '--|', 't := db told')).toThrow('"" is not a duration')
})

test('a line may go through several operators', () => {
  const words = ['o := cpu ok', 'c := cpu critical', 'f := cpu firing', 'e := cpu resolved']
  expect(run('o-c-c-c-o-|', 'sustain for=2s keepFiringFor=0s | alertLifecycle', '----f---e-|', ...words)).toEqual([
    { frame: 4, word: 'cpu firing' },
    { frame: 6, word: 'cpu firing' },
    { frame: 8, word: 'cpu resolved' },
    { frame: 10, word: '|' },
  ])
})

test('from a check to its reminder', () => {
  const words = ['o := cpu ok', 'c := cpu critical', 'd := cpu due']
  const line = 'ccccccccccccc-|'
  expect(run(line, 'sustain 2s | alertLifecycle | cooldown 5s', '--------d-----|', ...words)[0]).toEqual({
    frame: 8,
    word: 'cpu due',
  })
})
