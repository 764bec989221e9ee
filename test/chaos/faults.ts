import type { Fault } from '../support/faulty-server.ts'

/** Mulberry32: the same numbers for the same seed. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Nothing, mostly; and what a dying Evolution does. */
export const faults: readonly (Fault | null)[] = [
  null,
  null,
  null,
  null,
  'hang',
  'reset',
  'lost-answer',
  'reset-mid-answer',
  { delay: 60 },
  { delay: 450 },
  { status: 500, body: {} },
]
/** After these nobody knows whether the message arrived. */
export const isBreak = (fault: Fault | null): boolean =>
  fault === 'lost-answer' || (typeof fault === 'object' && fault !== null && 'delay' in fault && fault.delay > 300)
