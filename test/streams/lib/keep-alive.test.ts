import { concat, defer, of, throwError } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { keepAlive } from '../../../src/streams/lib/keep-alive.ts'
import { record } from '../../support/virtual-time.ts'

const failing$ = throwError(() => new Error('broken'))
const backoff = { first: 1_000, max: 8_000 }
const random = () => 1

describe('keepAlive', () => {
  test('the waits double up to the cap, and start over after a value', () => {
    let subscriptions = 0
    const source$ = defer(() => (++subscriptions === 6 ? concat(of('seen'), failing$) : failing$))
    const kept = record(() => source$.pipe(keepAlive({ toValue: () => 'lost', backoff, random })), 33_000)
    expect(kept).toEqual([
      [0, 'lost'],
      [1_000, 'lost'],
      [3_000, 'lost'],
      [7_000, 'lost'],
      [15_000, 'lost'],
      [23_000, 'seen'],
      [23_000, 'lost'],
      [24_000, 'lost'],
      [26_000, 'lost'],
      [30_000, 'lost'],
    ])
  })

  test('a completion is passed on', () => {
    expect(record(() => of(1).pipe(keepAlive({ toValue: () => 0, backoff, random })), 10_000)).toEqual([
      [0, 1],
      [0, '|'],
    ])
  })

  test('thousands of failures neither overflow the stack nor stop it', () => {
    const kept = record(
      () => failing$.pipe(keepAlive({ toValue: () => 0, backoff: { ...backoff, max: 1_000 }, random })),
      20_000_500,
    )
    expect(kept.length).toBe(20_001)
  })
})
