import fc from 'fast-check'
import { EMPTY, ignoreElements, NEVER, of, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading } from '../../src/cli/marbles/vocabulary.ts'
import { alertTypeOf } from '../../src/model/alert-types.ts'
import { fingerprintOf, hasEnded, type Life } from '../../src/model/life.ts'
import { limitOf } from '../../src/model/limit.ts'
import { noMemory } from '../../src/model/memory.ts'
import type { Container, Reading } from '../../src/model/reading.ts'
import { judge, type JudgeOptions } from '../../src/streams/judge.ts'
import {
  containerDetails,
  containersReading,
  crashedContainer,
  firingLife,
  hour,
  mebibyte,
  minute,
  sampleContainer,
  sampleHost,
  sampleHostId,
  second,
  unavailableReading,
  unstableLife,
} from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'
import { wordOf } from './lives/words.ts'

const config: JudgeOptions['config'] = {
  limits: { cpu: limitOf(85), ram: limitOf(90), disk: limitOf(90) },
  containerThresholds: { cpu: null, ram: 90 },
  watch: { all: true, names: [], ignore: [] },
  docker: { asked: true },
  cpuFor: 30 * second,
  ramFor: 30 * second,
  dockerFor: 30 * second,
  keepFiringFor: minute,
  stopGrace: minute,
  unstableFor: 15 * minute,
  unknownAfter: 5 * minute,
}

const options: JudgeOptions = {
  config,
  memory: noMemory,
  patience: 10 * minute,
  extensions: { host: sampleHostId, checks: [] },
  deliveries$: NEVER,
  logLines: () => of(['bye']),
  diskUsage: () => EMPTY,
}

type Timed = readonly (readonly [number, Reading])[]

/** The arrays of lives that come of these readings, and when; a reading bears the time at which it comes. */
const judged = (
  readings: Timed,
  given: Partial<JudgeOptions> = {},
  until = 4 * hour,
): readonly (readonly [number, readonly Life[]])[] =>
  record(
    (play) =>
      play(readings.map(([at, reading]): readonly [number, Reading] => [at, { ...reading, at }])).pipe(
        judge({ ...options, ...given }),
      ),
    until,
  ).flatMap(([at, lives]) => (typeof lives === 'string' ? [] : [[at, lives] as const]))

/** In words, in seconds: looks that say what was said before are left out. */
const changesOf = (...given: Parameters<typeof judged>): readonly string[] => {
  const last = new Map<number, string>()
  return judged(...given).flatMap(([at, lives]) =>
    lives.flatMap((life) => {
      const word = wordOf(life)
      if (last.get(life.id) === word) return []
      last.set(life.id, wordOf({ ...life, formerly: null }))
      return [`${at / second} ${word}`]
    }),
  )
}

const named = (name: string, container: Container): Container => ({ ...container, name, containerName: name })
const seen = (...containers: readonly Container[]): Reading => containersReading(containers)
const up = sampleContainer()

describe('a container that is renamed while it is in trouble', () => {
  const crashed = crashedContainer({ at: 10 * second })
  const outOfMemory = crashedContainer({ at: 10 * second, exitCode: 137, oomKilled: true })
  const sick = sampleContainer({ health: 'unhealthy' })
  const limited = (percent: number): Container =>
    sampleContainer({
      memoryLimitBytes: 100 * mebibyte,
      usage: { cpuPercent: 1, memoryBytes: percent * mebibyte },
    })
  const died = (at: number): Container => crashedContainer({ at: at * second }, { restartPolicy: 'always' })
  const again = (at: number): Container => sampleContainer({ end: died(at).end, restartPolicy: 'always' })
  const other = sampleContainer({ id: 'another' })

  interface Trouble {
    /** What is seen before the rename, which is at 100 s, and what becomes of it. */
    readonly before: Timed
    readonly lives: readonly string[]
    /** How the container is when it is renamed, and what goes on. */
    readonly then: Container
    readonly goesOn: readonly string[]
    /** How it is from 200 s on. */
    readonly well: Container
    readonly ends: readonly string[]
  }

  const overItsLimit: Timed = [
    [10 * second, seen(limited(95))],
    [40 * second, seen(limited(95))],
  ]
  const loop: Timed = [
    [10 * second, seen(died(10))],
    [11 * second, seen(again(10))],
    [20 * second, seen(died(20))],
    [21 * second, seen(again(20))],
    [30 * second, seen(died(30))],
  ]

  const troubles: Readonly<Record<string, Trouble>> = {
    crashed: {
      before: [[10 * second, seen(crashed)]],
      lives: ['10 #1 db firing'],
      then: crashed,
      goesOn: ['100 #1 db-old firing, was db'],
      well: up,
      ends: ['210 #1 db-old resolved'],
    },
    unhealthy: {
      before: [[10 * second, seen(sick)]],
      lives: ['10 #1 db health firing'],
      then: sick,
      goesOn: ['100 #1 db-old health firing, was db'],
      well: up,
      ends: ['210 #1 db-old health resolved'],
    },
    'unhealthy, and starting anew': {
      before: [[10 * second, seen(sick)]],
      lives: ['10 #1 db health firing'],
      then: sampleContainer({ health: 'starting' }),
      goesOn: ['100 #1 db-old health firing unseen, was db'],
      well: up,
      ends: ['210 #1 db-old health resolved'],
    },
    'out of memory': {
      before: [[10 * second, seen(outOfMemory)]],
      lives: ['10 #1 db oom firing', '10 #2 db firing'],
      then: outOfMemory,
      goesOn: ['100 #1 db-old oom firing, was db', '100 #2 db-old firing, was db'],
      well: up,
      ends: ['210 #1 db-old oom resolved', '210 #2 db-old resolved'],
    },
    'over its limit': {
      before: overItsLimit,
      lives: ['40 #1 db memory firing'],
      then: limited(95),
      goesOn: ['100 #1 db-old memory firing, was db'],
      well: limited(20),
      ends: ['260 #1 db-old memory resolved'],
    },
    'no longer over its limit, and not clear of it': {
      before: overItsLimit,
      lives: ['40 #1 db memory firing'],
      then: limited(88),
      goesOn: ['100 #1 db-old memory firing, was db'],
      well: limited(20),
      ends: ['260 #1 db-old memory resolved'],
    },
    'well again, but not for long enough': {
      before: [...overItsLimit, [95 * second, seen(limited(20))]],
      lives: ['40 #1 db memory firing'],
      then: limited(20),
      goesOn: ['100 #1 db-old memory firing, was db'],
      well: limited(20),
      ends: ['155 #1 db-old memory resolved'],
    },
    'up again, but not for long enough': {
      before: [
        [10 * second, seen(crashed)],
        [95 * second, seen(up)],
      ],
      lives: ['10 #1 db firing'],
      then: up,
      goesOn: ['100 #1 db-old firing, was db'],
      well: up,
      ends: ['105 #1 db-old resolved'],
    },
    'in a crash loop': {
      before: loop,
      lives: ['10 #1 db firing', '30 #2 db loop firing'],
      then: died(30),
      goesOn: ['100 #2 db-old loop firing, was db', '100 #1 db-old firing, was db'],
      well: again(30),
      ends: ['210 #1 db-old resolved', '800 #2 db-old loop resolved'],
    },
    'in a crash loop, and up': {
      before: [...loop, [31 * second, seen(again(30))]],
      lives: ['10 #1 db firing', '30 #2 db loop firing', '41 #1 db resolved'],
      then: again(30),
      goesOn: ['100 #2 db-old loop firing, was db'],
      well: again(30),
      ends: ['631 #2 db-old loop resolved'],
    },
  }

  describe.each(Object.entries(troubles))('%s', (_, { before, lives, then, goesOn, well, ends }) => {
    const old = named('db-old', then)
    const until = [[0, seen(up)], ...before] as const

    test('goes on under the new name, which is said once, and ends under it', () => {
      const back = seen(named('db-old', well))
      const said = changesOf([
        ...until,
        [100 * second, seen(old)],
        [104 * second, seen(old)],
        [200 * second, back],
        [300 * second, back],
      ])
      expect(said).toEqual([...lives, ...goesOn, ...ends])
    })

    test.each([
      ['the old one first', [old, other]],
      ['the new one first', [other, old]],
    ])('has no life under the old name, which another takes: %s', (__, both) => {
      const said = changesOf([...until, [100 * second, seen(...both)], [104 * second, seen(...both)]], {}, 104_500)
      expect(said).toEqual([...lives, ...goesOn])
    })
  })

  test('and its trouble is still in the grace: it begins under the new name, in time', () => {
    const stopped = crashedContainer({ at: 10 * second, exitCode: 143, signal: { name: 'SIGTERM', at: 10 * second } })
    const watch = { all: false, names: ['db*'], ignore: [] }
    const said = changesOf(
      [
        [0, seen(up)],
        [10 * second, seen(stopped)],
        [50 * second, seen(named('db-old', stopped))],
      ],
      { config: { ...config, watch } },
    )
    expect(said).toEqual(['70 #1 db-old firing'])
  })

  test('twice dead before: its third death makes the loop', () => {
    const said = changesOf([
      [10 * second, seen(died(10))],
      [11 * second, seen(again(10))],
      [20 * second, seen(died(20))],
      [21 * second, seen(named('db-old', again(20)))],
      [30 * second, seen(named('db-old', died(30)))],
    ])
    expect(said).toContain('30 #2 db-old loop firing')
  })

  test('unstable: it is that one life under the new name, and settles as if it had not been renamed', () => {
    const dead = (minutes: number, name: string): Reading =>
      seen(named(name, crashedContainer({ at: minutes * minute })))
    const said = changesOf([
      [0, dead(0, 'db')],
      [5 * minute, seen(up)],
      [10 * minute, dead(10, 'db')],
      [20 * minute, dead(10, 'db-old')],
      [22 * minute, dead(10, 'db-old')],
      [26 * minute, dead(10, 'db-old')],
    ])
    expect(said).toEqual([
      '0 #1 db firing',
      '310 #1 db resolved',
      '600 #2 db unstable',
      '1200 #2 db-old unstable, was db',
      '1500 #2 db-old firing',
    ])
  })
})

/** The arrays in words: what leaves together is joined. */
const arraysOf = (...given: Parameters<typeof judged>): readonly string[] =>
  judged(...given).map(([at, lives]) => `${at / second} ${lives.map(wordOf).join(' + ')}`)

describe('a container that is recreated while it is in trouble', () => {
  const troubles: Readonly<Record<string, readonly [Container, readonly string[]]>> = {
    crashed: [crashedContainer({ at: 10 * second }), ['db']],
    unhealthy: [sampleContainer({ health: 'unhealthy' }), ['db health']],
    'out of memory': [crashedContainer({ at: 10 * second, exitCode: 137, oomKilled: true }), ['db oom', 'db']],
  }
  const recreated = sampleContainer({ id: 'another' })

  test.each(Object.entries(troubles))('%s: its trouble is over, not gone', (_, [trouble, names]) => {
    const lives = changesOf([
      [10 * second, seen(trouble)],
      [100 * second, seen()],
      [110 * second, seen(recreated)],
      [200 * second, seen(recreated)],
    ])
    expect(lives.slice(names.length).toSorted()).toEqual(
      names.map((name, index) => `120 #${index + 1} ${name} resolved`).toSorted(),
    )
  })

  test.each(Object.entries(troubles))('%s: where nothing takes its place, it is gone', (_, [trouble, names]) => {
    const lives = changesOf([
      [10 * second, seen(trouble)],
      [100 * second, seen()],
      [200 * second, seen(recreated)],
    ])
    expect(lives.slice(names.length).toSorted()).toEqual(
      names.map((name, index) => `160 #${index + 1} ${name} removed`).toSorted(),
    )
  })
})

describe('what belongs together leaves together', () => {
  test('a cause and what follows from it, and whatever else one reading brings', () => {
    const db = crashedContainer({ exitCode: 137, oomKilled: true })
    const web = named('web', crashedContainer({}, { id: 'web' }))
    const [first, ...evidence] = judged([[10 * second, seen(web, db)]])
    expect(first?.[1].map(wordOf)).toEqual(['#1 web firing', '#2 db oom firing', '#3 db firing'])
    expect(first?.[1].map((life) => life.evidence)).toEqual([null, null, null])
    expect(evidence.map(([at, lives]) => [at, lives.map((life) => [life.id, life.evidence?.logLines])])).toEqual(
      [1, 2, 3].map((id) => [10 * second, [[id, ['bye']]]]),
    )
  })

  test('what waits of one reading ended with', () => {
    const stopped = ['db', 'web'].map((name) =>
      named(name, crashedContainer({ exitCode: 0 }, { id: name, restartPolicy: 'no' })),
    )
    const watch = { all: false, names: ['db', 'web'], ignore: [] }
    expect(arraysOf([[10 * second, seen(...stopped)]], { config: { ...config, watch } })).toEqual([
      '70 #1 db firing + #2 web firing',
    ])
  })

  test('of each reading its own, also in one instant', () => {
    const web = named('web', crashedContainer({}, { id: 'web' }))
    const busy = sampleHost({ cpu: { percent: 97, perCore: [] } })
    const at = (reading: Reading) => [10 * second, reading] as const
    expect(arraysOf([at(busy), at(seen(web))], { config: { ...config, cpuFor: 0 } })).toEqual([
      '10 #1 cpu firing',
      '10 #2 web firing',
      '10 #2 web firing',
    ])
  })

  test('a reading that brings nothing brings no array', () => {
    expect(
      arraysOf([
        [0, seen(up)],
        [10 * second, sampleHost()],
      ]),
    ).toEqual([])
  })
})

describe('two hosts', () => {
  const on = (host: string, reading: Reading): Reading => ({ ...reading, host })
  const crashed = seen(crashedContainer({ at: 10 * second }))

  test('are judged each on its own, and no two lives have one id', () => {
    const lives = judged(
      [
        [0, on('a', seen(up))],
        [0, on('b', seen(up))],
        [10 * second, on('a', crashed)],
        [11 * second, on('b', crashed)],
        [20 * second, on('a', seen(up))],
        // That the engine of one cannot be seen says nothing of the other.
        [21 * second, on('b', unavailableReading('containers'))],
        [40 * second, on('a', seen(named('web', crashedContainer({}, { id: 'web' }))))],
      ],
      {},
      minute,
    )
    const words = lives.flatMap(([at, all]) =>
      all.flatMap((life) => (life.evidence === null ? [] : [`${at / second} ${life.host} ${wordOf(life)}`])),
    )
    expect(words).toEqual([
      '10 a #1 db firing',
      '11 b #2 db firing',
      '21 b #2 db firing unseen',
      '30 a #1 db resolved',
      '40 a #3 web firing',
      '51 b #4 docker firing',
    ])
    for (const [, all] of lives)
      for (const { host, fingerprint, type, subject } of all)
        expect(fingerprint).toBe(fingerprintOf(host, { type, subject }))
  })

  test('have each what was so before the start, and number on from there', () => {
    const [life] = judged([[0, on('b', crashed)]]).flatMap(([, all]) => all)
    if (life === undefined) throw new Error('it does not fire')
    const memory = { ...noMemory, lives: [{ ...life, id: 7 }], nextLife: 8 }
    const said = changesOf(
      [
        [0, on('a', crashed)],
        [1 * second, on('b', crashed)],
      ],
      { memory },
      minute,
    )
    expect(said).toEqual(['0 #8 db firing', '1 #7 db firing'])
  })

  test('an operator of the owner looks at the one that the agent runs on', () => {
    const looked: string[] = []
    judged(
      [
        [0, on('a', crashed)],
        [1, on('b', crashed)],
      ],
      {
        extensions: {
          host: 'b',
          checks: [
            (readings$) =>
              readings$.pipe(
                tap(({ host }) => looked.push(host)),
                ignoreElements(),
              ),
          ],
        },
      },
    )
    expect(looked).toEqual(['b'])
  })
})

describe('what cannot be seen', () => {
  const noHost = unavailableReading('host')
  const noEngine = unavailableReading('containers')
  const minutes = (count: number, see: (minute: number) => Reading): Timed =>
    Array.from({ length: count }, (_, index) => [index * minute, see(index)])

  test('is a trouble of its own after a while, although services of the host are seen', () => {
    const services = minutes(10, () => ({ ...readReading('service shop ok', 0), host: sampleHostId }))
    const host = minutes(10, (time) => (time < 2 ? sampleHost() : noHost))
    expect(changesOf([...host, ...services], {}, 10 * minute)).toEqual([
      '420 #1 host blind firing',
      '420 #2 / blind firing',
    ])
  })

  test('has not settled, although it was unstable and well when it was last seen', () => {
    const dead = (at: number): Reading => seen(crashedContainer({ at: at * second }))
    const said = changesOf([
      [0, dead(0)],
      [20 * second, seen(up)],
      [40 * second, dead(40)],
      [60 * second, seen(up)],
      [5 * minute, noEngine],
      [2 * hour, seen(up)],
    ])
    expect(said.filter((word) => word.includes(' db '))).toEqual([
      '0 #1 db firing',
      '30 #1 db resolved',
      '40 #2 db unstable',
      '70 #2 db calm',
      '300 #2 db calm unseen',
      '600 #4 db blind firing',
      '7200 #2 db resolved',
      '7200 #4 db blind resolved',
    ])
  })

  test('neither begins nor ends anything else', () => {
    const words = fc.constantFrom(
      'up',
      'died',
      'sick',
      'killed',
      'full',
      'gone',
      'no engine',
      'busy',
      'idle',
      'no host',
    )
    const history = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), words), { maxLength: 60 })
    fc.assert(
      fc.property(history, (steps) => {
        let now = 0
        const timed = steps.map(([wait, word]) => [(now += wait * second), word] as const)
        const lives = judged(timed.map(([at, word]) => [at, readingOf(word, at)]))
        const open = new Map<number, boolean>()
        for (const [at, all] of lives)
          for (const life of all) {
            const isOpen = !hasEnded(life)
            const isNews = open.get(life.id) !== isOpen
            open.set(life.id, isOpen)
            const source = alertTypeOf(life.type)?.source
            if (!isNews || life.type === 'DOCKER_CONNECTION_ERROR' || (source !== 'host' && source !== 'containers'))
              continue
            const seenSince = (since: number): readonly string[] =>
              timed
                .filter(([time, word]) => time >= since && time <= at && sourceOf(word) === source)
                .map(([, word]) => word)
            // What was seen to be gone need not be seen again.
            if (hasEnded(life) && seenSince(life.startsAt).includes('gone')) continue
            expect(seenSince(0).at(-1)).not.toMatch(/^no /)
          }
      }),
      { numRuns: 300 },
    )
  })

  const sourceOf = (word: string): 'host' | 'containers' =>
    ['busy', 'idle', 'no host'].includes(word) ? 'host' : 'containers'

  const readingOf = (word: string, at: number): Reading => {
    switch (word) {
      case 'busy':
      case 'idle':
        return sampleHost({ cpu: { percent: word === 'busy' ? 97 : 3, perCore: [] } })
      case 'no host':
        return noHost
      case 'no engine':
        return noEngine
      case 'gone':
        return seen()
      case 'died':
        return seen(crashedContainer({ at }))
      case 'killed':
        return seen(crashedContainer({ at, exitCode: 137, oomKilled: true }))
      case 'sick':
        return seen(sampleContainer({ health: 'unhealthy' }))
      case 'full':
        return seen(
          sampleContainer({
            memoryLimitBytes: 100 * mebibyte,
            usage: { cpuPercent: 1, memoryBytes: 97 * mebibyte },
          }),
        )
      default:
        return seen(up)
    }
  }
})

describe('what was so before the start', () => {
  const lifeOf = (sample: Parameters<typeof firingLife>[0], id: number) => firingLife(sample, { id, evidence: {} })
  const crashed = crashedContainer({ at: -second })
  const db = lifeOf({ type: 'CONTAINER_NOT_RUNNING', subject: 'db', details: containerDetails(crashed, 'crashed') }, 3)
  const memory = { ...noMemory, lives: [db], nextLife: 4 }

  test('goes on as that one life, and ends as it', () => {
    const said = changesOf(
      [
        [second, seen(crashedContainer({ at: -second, witnessed: false }))],
        [minute, seen(up)],
      ],
      { memory },
    )
    expect(said).toEqual(['1 #3 db firing', '70 #3 db resolved'])
  })

  test('ends when it is well at the start', () => {
    expect(changesOf([[second, seen(up)]], { memory })).toEqual(['11 #3 db resolved'])
  })

  test('is removed when it is not there any more', () => {
    expect(changesOf([[second, seen()]], { memory })).toEqual(['61 #3 db removed'])
  })

  test('goes on under the name that its container was given meanwhile', () => {
    const unseen = crashedContainer({ at: -second, witnessed: false })
    expect(changesOf([[second, seen(named('db-old', unseen))]], { memory }, minute)).toEqual([
      '1 #3 db-old firing, was db',
    ])
  })

  test('nothing is said of it before it is looked at, nor while it cannot be seen', () => {
    expect(changesOf([[second, unavailableReading('containers')]], { memory }, 30 * second)).toEqual([])
  })

  test('unstable, and well at the last: it has its end also where its subject is gone', () => {
    const details = containerDetails(up, null)
    const calm = unstableLife({ type: 'CONTAINER_NOT_RUNNING', subject: 'db', details }, 'ended', 4, {
      id: 3,
      instability: { changes: 4, since: -10 * minute, lastAt: -2 * minute },
    })
    const looks = Array.from({ length: 30 }, (_, index) => [index * minute, seen()] as const)
    expect(changesOf(looks, { memory: { ...memory, lives: [calm] } })).toEqual(['600 #3 db calm', '780 #3 db removed'])
  })
})
