import { concatMap, connect, from, map, mergeMap, of, throwError } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { createContext } from '../../src/extensions/create-context.ts'
import type { Extension } from '../../src/extensions/extension.ts'
import { runExtension } from '../../src/extensions/run-extension.ts'
import { check } from '../../src/index.ts'
import type { Reading } from '../../src/model/reading.ts'
import { capturedLog } from '../support/captured-log.ts'
import { configOf } from '../support/config.ts'
import { sampleHost } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const reading = sampleHost()
const wellAbout = (subject: string) => check({ type: 'OWN', subject, status: 'ok', text: 'well', at: 0 })

/** The words of the checks that an extension gives, and its log, when a reading comes every two seconds. */
const run = (extension: Extension) => {
  const { log, lines } = capturedLog()
  const operator = runExtension({
    extension,
    context: createContext(configOf(), log),
    backoff: { first: 1_000, max: 1_000 },
    random: () => 1,
  })
  const recorded = record(
    (play) =>
      play<Reading>([0, 2_000, 4_000, 6_000].map((at) => [at, reading])).pipe(
        connect((readings$) => readings$.pipe(operator)),
        map(({ subject, status }) => `${subject} ${status}`),
      ),
    10_000,
  )
  return { recorded, lines }
}

const isExtension = (emit: unknown): emit is Extension => typeof emit === 'function'

/** An extension of JavaScript: nobody has looked at what it emits. */
const untyped = (emit: () => unknown): Extension => {
  if (!isExtension(emit)) throw new Error('no function')
  return emit
}

describe('an extension', () => {
  test('gives its checks', () => {
    const { recorded, lines } = run((readings$) => readings$.pipe(map(() => wellAbout('a'))))
    expect(recorded).toEqual([0, 2_000, 4_000, 6_000].map((at) => [at, 'a ok']))
    expect(lines).toEqual([])
  })

  test('may complete', () => {
    expect(run(() => of(wellAbout('a')))).toEqual({
      recorded: [
        [0, 'a ok'],
        [0, '|'],
      ],
      lines: [],
    })
  })

  test('that throws is said once, makes what it checked unknown, and is called anew', () => {
    let calls = 0
    const { recorded, lines } = run((readings$) => {
      calls += 1
      const subject = `of call ${calls}`
      return readings$.pipe(
        map((_, index) => {
          if (index === 1) throw new Error('of the owner')
          return wellAbout(subject)
        }),
      )
    })
    expect(recorded).toEqual([
      [0, 'of call 1 ok'],
      [2_000, 'of call 1 unknown'],
      [4_000, 'of call 2 ok'],
      [6_000, 'of call 1 unknown'],
      [6_000, 'of call 2 unknown'],
    ])
    expect(calls).toBe(3)
    expect(lines).toEqual(['error: broke, and is called anew: of the owner'])
  })

  test('that fails again is said once, however its words vary', () => {
    let calls = 0
    const { lines } = run(() => {
      calls += 1
      return throwError(() => new Error(`no answer after ${calls} ms`))
    })
    expect(calls).toBeGreaterThan(2)
    expect(lines).toEqual(['error: broke, and is called anew: no answer after 1 ms'])
  })

  test('gives no check of a type of the agent, which is said once', () => {
    const own = { ...wellAbout('host'), type: 'CPU_CRITICAL' }
    const { recorded, lines } = run((readings$) => readings$.pipe(mergeMap(() => [own, wellAbout('a')])))
    expect(recorded).toEqual([0, 2_000, 4_000, 6_000].map((at) => [at, 'a ok']))
    expect(lines).toEqual(["error: a check of the type CPU_CRITICAL is dropped: that is the agent's own"])
  })

  test.each([
    [
      'throws when it is called',
      () => {
        throw new Error('at once')
      },
      'at once',
    ],
    ['fails at once', () => throwError(() => new Error('no luck')), 'no luck'],
    ['returns no stream', () => undefined, "You provided 'undefined' where a stream was expected."],
  ])('that %s is said once', (_, emit, reason) => {
    const { recorded, lines } = run(untyped(emit))
    expect(recorded).toEqual([])
    expect(lines).toEqual([expect.stringContaining(`error: broke, and is called anew: ${reason}`)])
  })

  test('gives what is a check, and the rest is dropped and said once', () => {
    const wrong = [null, 'text', { ...wellAbout('a'), status: 'fine' }, { ...wellAbout('a'), status: 'fine' }]
    const { recorded, lines } = run(untyped(() => from([...wrong, wellAbout('a')])))
    expect(recorded).toEqual([
      [0, 'a ok'],
      [0, '|'],
    ])
    expect(lines).toEqual([
      'error: what is no check is dropped: it is no object',
      'error: what is no check is dropped: it has a status that is none of ok, warning, critical, unknown, removed',
    ])
  })

  test('has at most a hundred subjects; one that is removed makes room', () => {
    const subjects = Array.from({ length: 150 }, (_, index) => `subject ${index}`)
    const { recorded, lines } = run((readings$) => readings$.pipe(mergeMap(() => subjects.map(wellAbout))))
    expect(recorded).toHaveLength(4 * 100)
    expect(new Set(recorded.map(([, word]) => word)).size).toBe(100)
    expect(lines).toEqual(['error: more than 100 subjects: the rest is dropped'])

    const inTurn = run(() =>
      from(subjects).pipe(
        concatMap((subject) => [wellAbout(subject), { ...wellAbout(subject), status: 'removed' as const }]),
      ),
    )
    expect(inTurn.recorded).toHaveLength(301)
    expect(inTurn.lines).toEqual([])
  })
})
