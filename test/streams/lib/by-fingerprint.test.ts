import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createByFingerprint } from '../../../src/streams/lib/by-fingerprint.ts'
import { containerDetails, sampleContainer } from '../../support/samples.ts'

/** What a trouble is named by, where its container is known. */
const of = (subject: string, id: string, type = 'CONTAINER_NOT_RUNNING') => ({
  type,
  subject,
  details: containerDetails(sampleContainer({ id }), null),
})
/** The same where it is not: of what is unknown, or gone. */
const unseen = (subject: string, type = 'CONTAINER_NOT_RUNNING') => ({
  type,
  subject,
  details: { kind: 'none' as const },
})

describe('a map by type and subject', () => {
  test('finds what was put there, and no other', () => {
    const map = createByFingerprint<number>()
    map.set({ type: 'A', subject: 'x' }, 1)
    map.set({ type: 'A', subject: 'y' }, 2)
    map.set({ type: 'B', subject: 'x' }, 3)
    map.set({ type: 'A', subject: 'x' }, 4)
    expect(map.get({ type: 'A', subject: 'x' })).toBe(4)
    expect(map.get({ type: 'B', subject: 'y' })).toBeUndefined()
    map.delete({ type: 'A', subject: 'x' })
    map.delete({ type: 'C', subject: 'x' })
    expect(map.values()).toEqual([2, 3])
  })
})

describe('a container that is renamed', () => {
  test('takes along what is known of it, once', () => {
    const map = createByFingerprint<number>()
    map.set(of('db', 'one'), 1)
    expect(map.follow(of('db-old', 'one'))).toBe(1)
    expect(map.get(of('db', 'one'))).toBeUndefined()
    expect(map.get(of('db-old', 'one'))).toBe(1)
    expect(map.follow(of('db-old', 'one'))).toBeUndefined()
    expect(map.values()).toEqual([1])
  })

  test('takes nothing along of another type, of another container, or of none', () => {
    const map = createByFingerprint<number>()
    map.set(of('db', 'one'), 1)
    map.set(unseen('web'), 2)
    expect(map.follow(of('db-old', 'one', 'CONTAINER_OOM'))).toBeUndefined()
    expect(map.follow(of('db-old', 'two'))).toBeUndefined()
    expect(map.follow(unseen('db-old'))).toBeUndefined()
    expect(map.values()).toEqual([1, 2])
  })

  test('is found although it was out of sight since', () => {
    const map = createByFingerprint<number>()
    map.set(of('db', 'one'), 1)
    map.set(unseen('db'), 2)
    expect(map.follow(of('db-old', 'one'))).toBe(2)
  })

  test('is not found under a name that another has taken since', () => {
    const map = createByFingerprint<number>()
    map.set(of('db', 'one'), 1)
    map.set(of('db', 'two'), 2)
    expect(map.follow(of('db-old', 'one'))).toBeUndefined()
    expect(map.follow(of('db-new', 'two'))).toBe(2)
  })
})

test('whatever happens: what is deleted is found by no name', () => {
  const step = fc.record({
    action: fc.constantFrom('set', 'follow', 'lose', 'delete'),
    subject: fc.constantFrom('a', 'b', 'c'),
    id: fc.constantFrom('one', 'two', 'three'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const map = createByFingerprint<number>()
      for (const [index, { action, subject, id }] of steps.entries())
        if (action === 'set') map.set(of(subject, id), index)
        else if (action === 'lose') map.set(unseen(subject), index)
        else if (action === 'follow') map.follow(of(subject, id))
        else map.delete(unseen(subject))
      for (const subject of ['a', 'b', 'c']) map.delete(unseen(subject))
      expect(map.values()).toEqual([])
      map.set(unseen('a'), -1)
      for (const id of ['one', 'two', 'three']) expect(map.follow(of('d', id))).toBeUndefined()
    }),
  )
})
