import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf } from '../../src/extensions/fault-of.ts'
import { check } from '../../src/index.ts'

const sound = check({ type: 'OWN', subject: 'a', status: 'ok', text: 'well', at: 0 })

describe('what is a check', () => {
  test('made by our own helper', () => {
    expect(faultOf(sound)).toBeNull()
  })

  test('without words', () => {
    expect(faultOf({ ...sound, details: { kind: 'none' } })).toBeNull()
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
    [{ ...sound, details: null }, 'has no details'],
    [{ ...sound, details: { kind: 'container', container: {} } }, 'has details whose kind is neither text nor none'],
    [{ ...sound, details: { kind: 'cpu', host: {} } }, 'has details whose kind is neither text nor none'],
    [{ ...sound, details: { kind: 'text' } }, 'has details whose text is no string'],
  ])('%j', (value, fault) => {
    expect(faultOf(value)).toContain(fault)
  })

  test('anything at all is judged without an error', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true }), (value) => faultOf(value) !== null))
  })
})
