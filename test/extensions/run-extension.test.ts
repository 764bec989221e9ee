import {
  concat,
  concatMap,
  connect,
  EMPTY,
  from,
  map,
  mergeMap,
  NEVER,
  of,
  take,
  throwError,
  type Observable,
} from 'rxjs'
import { describe, expect, test } from 'vitest'
import { createContext } from '../../src/extensions/create-context.ts'
import type { Extension } from '../../src/extensions/extension.ts'
import { runExtension } from '../../src/extensions/run-extension.ts'
import { check } from '../../src/index.ts'
import { extensionType } from '../../src/model/alert-types.ts'
import type { Check } from '../../src/model/check.ts'
import type { Reading } from '../../src/model/reading.ts'
import { capturedLog } from '../support/captured-log.ts'
import { configOf } from '../support/config.ts'
import { sampleHost } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const reading = sampleHost()
const wellAbout = (subject: string) => check({ type: 'OWN', subject, status: 'ok', text: 'well', at: 0 })

/** The checks of an extension and its log, when a reading comes every two seconds. */
const checksOf = (extension: Extension, end: '|' | null = null) => {
  const { log, lines } = capturedLog()
  const operator = runExtension({
    name: 'backup',
    extension,
    context: createContext(configOf(), log),
    backoff: { first: 1_000, max: 1_000 },
    random: () => 1,
  })
  const times = [0, 2_000, 4_000, 6_000]
  const checks = record(
    (play) =>
      play<Reading>([...times.map((at) => [at, reading] as const), ...(end ? [[8_000, end] as const] : [])]).pipe(
        connect((readings$) => readings$.pipe(operator)),
      ),
    10_000,
  )
  return { checks, lines }
}

/** In words: `itself` is what it is judged by as a whole. */
const run = (extension: Extension, end: '|' | null = null) => {
  const { checks, lines } = checksOf(extension, end)
  const words = checks.map(([at, check]) => [at, typeof check === 'string' ? check : wordsOf(check)] as const)
  const isItself = (word: string): boolean => word.startsWith(extensionType)
  return {
    recorded: words.filter(([, word]) => !isItself(word)),
    itself: words.flatMap(([at, word]) => (isItself(word) ? [`${at} ${word.slice(extensionType.length + 1)}`] : [])),
    lines,
  }
}

const wordsOf = ({ type, subject, status }: Check): string =>
  `${type === extensionType ? `${extensionType} ` : ''}${subject} ${status}`

const isExtension = (emit: unknown): emit is Extension => typeof emit === 'function'

/** An extension of JavaScript: nobody has looked at what it emits. */
const untyped = (emit: (readings$: never) => unknown): Extension => {
  if (!isExtension(emit)) throw new Error('no function')
  return emit
}

describe('an extension', () => {
  test('gives its checks, and works', () => {
    const { recorded, itself, lines } = run((readings$) => readings$.pipe(map(() => wellAbout('a'))))
    expect(recorded).toEqual([0, 2_000, 4_000, 6_000].map((at) => [at, 'a ok']))
    expect(itself).toEqual(['0 backup ok'])
    expect(lines).toEqual([])
  })

  test('that completes looks no more: what it checked is unknown', () => {
    const twice: Extension = (readings$) =>
      readings$.pipe(
        take(2),
        map((_, index) => wellAbout(`${index}`)),
      )
    const { recorded, itself, lines } = run(twice, '|')
    expect(recorded).toEqual([
      [0, '0 ok'],
      [2_000, '1 ok'],
      [2_000, '0 unknown'],
      [2_000, '1 unknown'],
      [4_000, '0 unknown'],
      [4_000, '1 unknown'],
      [6_000, '0 unknown'],
      [6_000, '1 unknown'],
      [8_000, '|'],
    ])
    expect(itself).toEqual(['0 backup ok'])
    expect(lines).toEqual(['error: has completed: what it checked is unknown from now on'])
  })

  test('that has nothing to look at completes, and nothing is said', () => {
    expect(run(() => EMPTY)).toEqual({ recorded: [[0, '|']], itself: [], lines: [] })
  })

  test('ends with its readings, and nothing is unknown by that', () => {
    const { recorded, lines } = run((readings$) => readings$.pipe(map(() => wellAbout('a'))), '|')
    expect(recorded.slice(3)).toEqual([
      [6_000, 'a ok'],
      [8_000, '|'],
    ])
    expect(lines).toEqual([])
  })

  test('changes no reading: its attempt is an error', () => {
    const writes = untyped((readings$: Observable<{ disks: unknown[] }>) =>
      readings$.pipe(
        map(({ disks }) => {
          disks.splice(0)
          return wellAbout('a')
        }),
      ),
    )
    expect(run(writes).lines).toEqual([expect.stringContaining('error: broke, and is called anew: Cannot')])
    expect(reading.disks).not.toEqual([])
  })

  test('that writes into the check that it gave changes nothing', () => {
    const one = { ...wellAbout('a') }
    const statuses = ['ok', 'critical', 'warning', 'ok'] as const
    const { checks } = checksOf((readings$) =>
      readings$.pipe(map((_, index) => Object.assign(one, { status: statuses[index] }))),
    )
    const given = checks.flatMap(([, check]) =>
      typeof check === 'string' || check.subject !== 'a' ? [] : check.status,
    )
    expect(given).toEqual(statuses)
  })

  test('gives no more than is written down', () => {
    const more = { ...wellAbout('a'), when: new Date(0), details: { kind: 'text', text: 'well', more: new Map() } }
    const { checks } = checksOf(untyped(() => of(more)))
    expect(checks[0]).toEqual([0, wellAbout('a')])
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
    const { itself, lines } = run(() => {
      calls += 1
      return throwError(() => new Error(`no answer after ${calls} ms`))
    })
    expect(calls).toBeGreaterThan(2)
    expect(lines).toEqual(['error: broke, and is called anew: no answer after 1 ms'])
    expect(itself).toEqual(Array.from({ length: calls }, (_, call) => `${call * 1_000} backup unknown`))
  })

  test('that never gave a check of use is unknown itself, until the first one', () => {
    let calls = 0
    const { itself } = run((readings$) => {
      calls += 1
      if (calls < 3) throw new Error('not yet')
      return readings$.pipe(map(() => wellAbout('a')))
    })
    expect(itself).toEqual(['0 backup unknown', '1000 backup unknown', '4000 backup ok'])
  })

  test('whose last subject was removed is unknown itself when it breaks', () => {
    const { itself } = run((readings$) =>
      readings$.pipe(
        map((_, index) => {
          if (index > 0) throw new Error('of the owner')
          return { ...wellAbout('a'), status: 'removed' }
        }),
      ),
    )
    expect(itself.slice(0, 3)).toEqual(['0 backup ok', '2000 backup unknown', '4000 backup ok'])
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
    const { recorded, itself, lines } = run(untyped(emit))
    expect(recorded).toEqual([])
    expect(itself[0]).toBe('0 backup unknown')
    expect(lines).toEqual([expect.stringContaining(`error: broke, and is called anew: ${reason}`)])
  })

  test('gives what is a check, and the rest is dropped and said once', () => {
    const wrong = [null, 'text', { ...wellAbout('a'), status: 'fine' }, { ...wellAbout('a'), status: 'fine' }]
    const { recorded, itself, lines } = run(untyped(() => concat(from([...wrong, wellAbout('a')]), NEVER)))
    expect(recorded).toEqual([[0, 'a ok']])
    expect(itself.slice(-2)).toEqual(['0 backup unknown', '0 backup ok'])
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
