import { expect, test } from 'vitest'
import { endedForMemory } from '../../../src/sources/containers/ended-for-memory.ts'
import { day, second } from '../../support/samples.ts'

const at = 4 * day
const justBefore = at - second
const daysBefore = at - 3 * day

test.each<[string, { exitCode: number | null; oomAt: number | null; marked: boolean }, boolean]>([
  ['the main process was killed', { exitCode: 137, oomAt: justBefore, marked: true }, true],
  ['the same, and nobody heard of it', { exitCode: 137, oomAt: null, marked: true }, true],
  ['a child was killed, and it gave up', { exitCode: 1, oomAt: justBefore, marked: true }, true],
  ['a child was killed, and it ended with 0', { exitCode: 0, oomAt: justBefore, marked: false }, true],
  ['a child was killed days before an error', { exitCode: 1, oomAt: daysBefore, marked: true }, false],
  ['a child was killed days before a kill by somebody', { exitCode: 137, oomAt: daysBefore, marked: true }, false],
  ['a child was killed days before it was done', { exitCode: 0, oomAt: daysBefore, marked: true }, false],
  ['a child was killed, nobody knows when', { exitCode: 1, oomAt: null, marked: true }, false],
  ['the same, and it was done', { exitCode: 0, oomAt: null, marked: true }, false],
  ['it was killed, not for memory', { exitCode: 137, oomAt: null, marked: false }, false],
])('%s', (_, given, expected) => {
  expect(endedForMemory({ at, ...given })).toBe(expected)
})
