import fc from 'fast-check'
import { of, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading } from '../../src/cli/marbles/vocabulary.ts'
import { faultOf } from '../../src/extensions/fault-of.ts'
import { check, checkContainers, checkEngine, checkHost } from '../../src/index.ts'
import { only } from '../support/only.ts'

const sound = check({ type: 'OWN', subject: 'a', status: 'ok', text: 'well', at: 0 })

describe('what is a check', () => {
  test('made by our own helper', () => {
    expect(faultOf(sound)).toBeNull()
  })

  test.each([
    ['cpu 91', checkHost({ cpu: 85, ram: 90, disk: 90 })],
    ['db up + web exit 1 + api sick', checkContainers({ all: true, names: ['worker'], ignore: [] })],
    ['no engine', checkEngine({ asked: true })],
  ])('made by our own operators: of "%s"', async (word, operator) => {
    const checks = await only(of(readReading(word, 0)).pipe(operator, toArray()))
    expect(checks).not.toEqual([])
    expect(checks.map(faultOf)).toEqual(checks.map(() => null))
  })
})

describe('what is none', () => {
  test.each([
    [undefined, 'is no object'],
    [{ ...sound, type: '' }, 'has no type'],
    [{ ...sound, subject: undefined }, 'has no subject'],
    [{ ...sound, at: NaN }, 'has no time (at)'],
    [{ ...sound, at: 1e300 }, 'has no time (at)'],
    [{ ...sound, at: '2026-03-10' }, 'has no time (at)'],
    [{ ...sound, status: 'OK' }, 'has a status that is none of ok, warning, critical, unknown, removed'],
    [{ ...sound, details: null }, 'has details whose kind is none of cpu, memory, disk, container, text, none'],
    [{ ...sound, details: { kind: 'toString' } }, 'has details whose kind is none of'],
    [{ ...sound, details: { kind: 'text' } }, 'has details whose text is not string'],
    [
      { ...sound, details: { kind: 'cpu', percent: 91, threshold: 85, host: null } },
      'has details whose host is not object',
    ],
    [
      { ...sound, details: { kind: 'container', container: {}, ending: 1 } },
      'has details whose ending is not string or null',
    ],
  ])('%j', (value, fault) => {
    expect(faultOf(value)).toContain(fault)
  })

  test('anything at all is judged without an error', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true }), (value) => faultOf(value) !== null))
  })
})
