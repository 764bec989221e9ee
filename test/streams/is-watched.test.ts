import { describe, expect, test } from 'vitest'
import { isNamed, isWatched, missingNames } from '../../src/streams/is-watched.ts'

const watch = { all: true, names: ['db', 'web-*'], ignore: ['web-9', 'tmp-?', '*-test'] }

describe('isWatched', () => {
  test.each([
    ['db', true, true],
    ['db-2', true, false],
    ['web-1', true, true],
    ['web-9', true, true],
    ['tmp-1', false, false],
    ['tmp-12', true, false],
    ['api-test', false, false],
  ])('%s: watched %s, named %s', (name, watched, named) => {
    expect([isWatched(name, watch), isNamed(name, watch)]).toEqual([watched, named])
  })

  test('without WATCH_ALL only the named ones are', () => {
    expect(['db', 'api'].map((name) => isWatched(name, { ...watch, all: false }))).toEqual([true, false])
  })

  test('a name or glob that no container answers to is missing', () => {
    expect(missingNames(['web-1'], watch)).toEqual(['db'])
    expect(missingNames(['db'], watch)).toEqual(['web-*'])
  })
})
