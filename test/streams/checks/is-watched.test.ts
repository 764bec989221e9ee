import { describe, expect, test } from 'vitest'
import { isNamed, isWatched, missingNames } from '../../../src/streams/checks/is-watched.ts'

const plain = (name: string) => ({
  name,
  containerName: name,
  service: null,
  labels: null,
  purpose: 'service' as const,
})

const noLabels = { enable: null, name: null, cpu: null, ram: null, problems: [] }

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
    expect([isWatched(plain(name), watch), isNamed(plain(name), watch)]).toEqual([watched, named])
  })

  test('without WATCH_ALL only the named ones are', () => {
    expect(['db', 'api'].map((name) => isWatched(plain(name), { ...watch, all: false }))).toEqual([true, false])
  })

  test('a name or glob that no container answers to is missing', () => {
    expect(missingNames([plain('web-1')], watch)).toEqual(['db'])
    expect(missingNames([plain('db')], watch)).toEqual(['web-*'])
  })

  test.each(['api', 'api.1', 'api.*'])(
    'the task of a service answers to its own name and to that of its service: %s',
    (pattern) => {
      const task = { ...plain('api.1'), service: { name: 'api', slot: 1 } }
      const rules = { all: false, names: [pattern], ignore: [] }
      expect(isNamed(task, rules)).toBe(true)
      expect(missingNames([task], rules)).toEqual([])
      expect(isWatched(task, { all: true, names: [], ignore: [pattern] })).toBe(false)
    },
  )

  test.each(['shop', 'shop_web_1', 'web'])('every name that a container goes by counts: %s', (pattern) => {
    const container = { ...plain('web'), containerName: 'shop_web_1', labels: { ...noLabels, name: 'shop' } }
    expect(isNamed(container, { all: false, names: [pattern], ignore: [] })).toBe(true)
    expect(isWatched(container, { all: true, names: [], ignore: [pattern] })).toBe(false)
  })

  test('the label goes before every rule but a plain name, which the owner wrote himself', () => {
    const labelled = (enable: boolean) => ({ ...plain('db'), labels: { ...noLabels, enable } })
    expect(isWatched(labelled(true), { all: false, names: [], ignore: ['db'] })).toBe(true)
    expect(isWatched(labelled(false), { all: true, names: [], ignore: [] })).toBe(false)
    expect(isWatched(labelled(false), { all: true, names: ['d*'], ignore: [] })).toBe(false)
    expect(isWatched(labelled(false), { all: true, names: ['db'], ignore: [] })).toBe(true)
    expect(isNamed(labelled(true), { all: false, names: [], ignore: [] })).toBe(false)
  })

  test.each(['shell', 'build'] as const)('a %s is not, unless it is named', (purpose) => {
    const container = { ...plain('db'), purpose }
    expect(isWatched(container, { all: true, names: [], ignore: [] })).toBe(false)
    expect(isWatched(container, { all: true, names: ['db'], ignore: [] })).toBe(true)
  })

  test('a container that has merely such a name does not answer to the first part of it', () => {
    expect(isNamed(plain('api.1'), { all: false, names: ['api'], ignore: [] })).toBe(false)
  })
})
