import { asyncScheduler, EMPTY, map, NEVER, Observable, of, throwError, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading } from '../../../src/cli/marbles/vocabulary.ts'
import type { Details } from '../../../src/model/check.ts'
import type { DiskUsage } from '../../../src/model/disk-usage.ts'
import { noEvidence, type EndedLife, type FiringLife, type Life } from '../../../src/model/life.ts'
import type { HostReading, Reading } from '../../../src/model/reading.ts'
import { withEvidence } from '../../../src/streams/lives/with-evidence.ts'
import {
  containerDetails,
  containersReading,
  cpuDetails,
  crashedContainer,
  diskDetails,
  endedLife,
  firingLife,
  hour,
  memoryDetails,
  minute,
  sampleContainer,
  sampleProcess,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { wordOf } from './words.ts'

const wait = 1_000

type Asked = Partial<Omit<Parameters<typeof withEvidence>[0], 'wait'>>

/** What comes of lives, and when. */
const livesOf = (
  lives: readonly (readonly [number, readonly Life[]])[],
  given: Asked = {},
  until = 4 * hour,
): readonly (readonly [number, readonly Life[]])[] =>
  record(
    (play) =>
      play(lives).pipe(
        withEvidence({ readings$: NEVER, logLines: () => of([]), diskUsage: () => EMPTY, wait, ...given }),
      ),
    until,
  ).flatMap(([at, all]) => (typeof all === 'string' ? [] : [[at, all] as const]))

/** The same in words: `ready` where it is known what is behind it. */
const wordsOf = (...given: Parameters<typeof livesOf>): readonly string[] =>
  livesOf(...given).map(
    ([at, lives]) =>
      `${at} ${lives.map((life) => wordOf(life) + (life.evidence === null ? '' : ', ready')).join(' + ')}`,
  )

const notRunning = (subject: string, id = 'one') => ({
  type: 'CONTAINER_NOT_RUNNING',
  subject,
  details: containerDetails(crashedContainer({}, { id, name: subject }), 'crashed'),
})

/** One that has just begun: what is behind it is not known. */
const begun = (sample: { type: string; subject: string; details: Details }, id = 1): FiringLife => ({
  ...firingLife(sample, { id, evidence: {} }),
  evidence: null,
})
const over = (sample: { type: string; subject: string; details: Details }, id = 1): EndedLife => ({
  ...endedLife(sample, { id }),
  evidence: null,
})
const cpu = { type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() }
const db = notRunning('db')

describe('a life', () => {
  test('leaves at once, and again with what is behind it', () => {
    const slow = () => timer(300).pipe(map(() => ['bye']))
    expect(livesOf([[10, [begun(db)]]], { logLines: slow })).toEqual([
      [10, [begun(db)]],
      [310, [{ ...begun(db), evidence: { ...noEvidence, logLines: ['bye'] } }]],
    ])
  })

  test('is ready at once where nobody has to be asked', () => {
    expect(wordsOf([[10, [begun(cpu)]]])).toEqual(['10 #1 cpu firing, ready'])
  })

  test('is as it is by then: looks, renames and sights between are not lost, and a rename is said once', () => {
    const formerly = begun(db).fingerprint
    const slow = () => timer(300).pipe(map(() => ['bye']))
    const lives = [
      [10, [begun(db)]],
      [20, [{ ...begun(notRunning('db-old')), formerly }]],
      [30, [{ ...begun(notRunning('db-old')), isSeen: false }]],
    ] as const
    expect(wordsOf(lives, { logLines: slow })).toEqual([
      '10 #1 db firing',
      '20 #1 db-old firing, was db',
      '30 #1 db-old firing unseen',
      '310 #1 db-old firing unseen, ready',
    ])
    expect(wordsOf(lives.slice(0, 2), { logLines: slow }).at(-1)).toBe('310 #1 db-old firing, ready')
  })

  test('holds up none that leaves together with it', () => {
    const slow = (id: string) => timer(id === 'one' ? 300 : 100).pipe(map(() => [id]))
    expect(wordsOf([[10, [begun(db), begun(notRunning('web', 'two'), 2), begun(cpu, 3)]]], { logLines: slow })).toEqual(
      ['10 #1 db firing + #2 web firing + #3 cpu firing, ready', '110 #2 web firing, ready', '310 #1 db firing, ready'],
    )
  })
})

describe('the last words of a container that died', () => {
  const evidenceOf = (logLines: () => Observable<readonly string[]>) =>
    livesOf([[0, [begun(db)]]], { logLines }).map(([at, [life]]) => [at, life?.evidence ?? null])

  test('are told', () => {
    expect(evidenceOf(() => of(['bye']))).toEqual([
      [0, null],
      [0, { ...noEvidence, logLines: ['bye'] }],
    ])
  })

  test('are waited for, but not for long', () => {
    const slow = (time: number) => () => timer(time).pipe(map(() => ['late']))
    expect(evidenceOf(slow(900)).slice(1)).toEqual([[900, { ...noEvidence, logLines: ['late'] }]])
    expect(evidenceOf(slow(1_100)).slice(1)).toEqual([[1_000, noEvidence]])
    expect(evidenceOf(() => NEVER).slice(1)).toEqual([[1_000, noEvidence]])
  })

  test('are left out where they cannot be read', () => {
    expect(evidenceOf(() => throwError(() => new Error('gone'))).slice(1)).toEqual([[0, noEvidence]])
    expect(evidenceOf(() => of()).slice(1)).toEqual([[0, noEvidence]])
  })

  test('are asked for once, and only where something died', () => {
    const asked: string[] = []
    const logLines = (id: string) => {
      asked.push(id)
      return of(['bye'])
    }
    const stopped = { ...db, details: containerDetails(crashedContainer(), 'stopped') }
    const sick = { type: 'CONTAINER_UNHEALTHY', subject: 'db', details: containerDetails(sampleContainer(), null) }
    const lives = [
      [0, [begun(stopped, 2), begun(sick, 3), begun(cpu, 4)]],
      [1, [begun(db)]],
      [2, [begun(db)]],
      [2 * hour, [begun(db)]],
    ] as const
    const last = livesOf(lives, { logLines }).at(-1)
    expect(asked).toEqual(['one'])
    expect(last?.[1][0]?.evidence?.logLines).toEqual(['bye'])
  })

  test('of one that ran out of memory, and of one that dies again and again, are asked for, too', () => {
    const container = crashedContainer({}, { id: 'one' })
    const outOfMemory = { type: 'CONTAINER_OOM', subject: 'db', details: containerDetails(container, 'completed') }
    const loop: Details = { kind: 'crash-loop', container, deaths: 3, exitCodes: [1], within: minute }
    for (const sample of [outOfMemory, { type: 'CONTAINER_CRASH_LOOP', subject: 'db', details: loop }])
      expect(livesOf([[0, [begun(sample)]]], { logLines: () => of(['bye']) })[1]?.[1][0]?.evidence?.logLines).toEqual([
        'bye',
      ])
  })
})

describe('an end', () => {
  test('bears what was behind it', () => {
    const lives = [
      [0, [begun(db)]],
      [10, [over(db)]],
    ] as const
    expect(livesOf(lives, { logLines: () => of(['bye']) }).at(-1)).toEqual([
      10,
      [{ ...over(db), evidence: { ...noEvidence, logLines: ['bye'] } }],
    ])
  })

  test('does not wait for it, and nothing comes after it', () => {
    const unsubscribed: number[] = []
    const slow = () =>
      new Observable<readonly string[]>(() => () => {
        unsubscribed.push(1)
      })
    const lives = [
      [0, [begun(db)]],
      [10, [over(db)]],
    ] as const
    expect(wordsOf(lives, { logLines: slow })).toEqual(['0 #1 db firing', '10 #1 db resolved, ready'])
    expect(unsubscribed).toHaveLength(1)
  })

  test('of one that was never looked at is ready, with what it brings', () => {
    const evidence = { ...noEvidence, logLines: ['bye'] }
    expect(livesOf([[0, [over(db)]]])).toEqual([[0, [{ ...over(db), evidence: noEvidence }]]])
    expect(livesOf([[0, [{ ...over(db), evidence }]]])).toEqual([[0, [{ ...over(db), evidence }]]])
  })
})

test('what goes on from before the start keeps what was behind it, and nobody is asked again', () => {
  const evidence = { ...noEvidence, logLines: ['bye'] }
  const refuse = () => throwError(() => new Error('asked'))
  const lives = livesOf([[0, [{ ...begun(db), evidence }]]], { logLines: refuse })
  expect(lives).toEqual([[0, [{ ...begun(db), evidence }]]])
})

describe('who uses the CPU or the memory', () => {
  const usages = [
    { cpuPercent: 5, memoryBytes: 9 },
    { cpuPercent: 80, memoryBytes: 1 },
  ]
  const containers = ['db', 'web'].map((name, index) =>
    sampleContainer({ id: name, name, containerName: name, usage: usages[index] ?? null }),
  )
  const ffmpeg = sampleProcess({ pid: 7, name: 'ffmpeg', cpuPercent: 80, memoryBytes: 1, containerId: 'web' })
  const sshd = sampleProcess({ pid: 8, name: 'sshd', cpuPercent: 1, memoryBytes: 2, containerId: null })
  const processes: HostReading['processes'] = { count: 2, topByCpu: [ffmpeg, sshd], topByMemory: [sshd, ffmpeg] }
  const reading = containersReading(containers)

  const evidenceOf = (details: Details, readings$: Observable<Reading>) =>
    livesOf([[0, [begun({ ...cpu, details })]]], { readings$ }).map(([, [life]]) => life?.evidence)

  test('is told, with the container that it runs in', () => {
    expect(evidenceOf(cpuDetails(97, { processes }), of(reading))).toEqual([
      {
        processes: [
          { ...ffmpeg, container: 'web' },
          { ...sshd, container: null },
        ],
        containers: [
          { name: 'web', ...usages[1] },
          { name: 'db', ...usages[0] },
        ],
        disk: null,
        logLines: [],
      },
    ])
    expect(evidenceOf(memoryDetails(96, { processes }), of(reading))).toMatchObject([
      {
        processes: [{ name: 'sshd' }, { name: 'ffmpeg' }],
        containers: [{ name: 'db' }, { name: 'web' }],
      },
    ])
  })

  test('is who does by the newest reading, at each look', () => {
    const idle = containersReading(containers.map((one) => ({ ...one, usage: { cpuPercent: 0, memoryBytes: 0 } })))
    const lives = record(
      (play) =>
        play([
          [10, [begun({ ...cpu, details: cpuDetails(97, { processes }) })]],
          [30, [begun({ ...cpu, details: cpuDetails(97, { processes: { ...processes, topByCpu: [sshd] } }) })]],
        ]).pipe(
          withEvidence({
            readings$: play([
              [0, idle],
              [20, reading],
            ]),
            logLines: () => EMPTY,
            diskUsage: () => EMPTY,
            wait,
          }),
        ),
      100,
    ).flatMap(([, all]) => (typeof all === 'string' ? [] : all))
    expect(lives.map(({ evidence }) => [evidence?.processes.map(({ name }) => name), evidence?.containers[0]])).toEqual(
      [
        [['ffmpeg', 'sshd'], { name: 'db', cpuPercent: 0, memoryBytes: 0 }],
        [['sshd'], { name: 'web', ...usages[1] }],
      ],
    )
  })

  test('in a container that is over its threshold are its own processes', () => {
    const details: Details = {
      kind: 'container-usage',
      measure: 'cpu',
      percent: 80,
      threshold: 50,
      clear: 45,
      container: containers[1] ?? sampleContainer(),
    }
    const host = readReading('cpu 97', 0)
    if (host.kind !== 'host') throw new Error('no host')
    expect(evidenceOf(details, of<Reading[]>(reading, { ...host, processes }))).toMatchObject([
      { processes: [{ ...ffmpeg, container: null }], containers: [] },
    ])
  })
})

describe('what is on a disk that is full', () => {
  const disk = { type: 'DISK_CRITICAL', subject: '/', details: diskDetails() }
  const volumes = (bytes: number): DiskUsage => [{ kind: 'volumes', bytes, largest: null, unusedBytes: null }]

  const known = (usage: DiskUsage): FiringLife['evidence'] => ({ ...noEvidence, disk: { usage, grown: [] } })

  /** What is known at each look, in minutes, and when it was asked; the last look finds that it has ended. */
  const lookedAt = (
    looks: readonly number[],
    reads: readonly Observable<DiskUsage>[],
    evidence = begun(disk).evidence,
  ) => {
    const asked: number[] = []
    const diskUsage = (): Observable<DiskUsage> => {
      asked.push(asyncScheduler.now() / minute)
      return reads[asked.length - 1] ?? EMPTY
    }
    const lives = livesOf(
      looks.map((at, index) => [
        at * minute,
        [index === looks.length - 1 ? over(disk) : { ...begun(disk), evidence: index === 0 ? evidence : null }],
      ]),
      { diskUsage },
      10 * hour,
    )
    const told = lives.map(([at, [life]]) => [at / minute, life?.evidence?.disk ?? null])
    return { asked, told }
  }

  test('is read again after an hour, and told with what has grown since', () => {
    const reads = [of(volumes(5)), of(volumes(8)), of(volumes(4))]
    expect(lookedAt([0, 30, 61, 62, 122, 123], reads)).toEqual({
      asked: [0, 61, 122],
      told: [
        [0, null],
        [0, { usage: volumes(5), grown: [] }],
        [30, { usage: volumes(5), grown: [] }],
        [61, { usage: volumes(5), grown: [] }],
        [62, { usage: volumes(8), grown: [{ kind: 'volumes', bytes: 3 }] }],
        [122, { usage: volumes(8), grown: [{ kind: 'volumes', bytes: 3 }] }],
        [123, { usage: volumes(4), grown: [] }],
      ],
    })
  })

  test('what has grown the most comes first', () => {
    const usage = (images: number, logs: number): DiskUsage => [
      { kind: 'images', bytes: images, largest: null, unusedBytes: null },
      { kind: 'volumes', bytes: 1, largest: null, unusedBytes: null },
      { kind: 'logs', bytes: logs, largest: null, unusedBytes: null },
    ]
    expect(lookedAt([0, 61, 62], [of(usage(1, 1)), of(usage(2, 5))]).told.at(-1)).toEqual([
      62,
      {
        usage: usage(2, 5),
        grown: [
          { kind: 'logs', bytes: 4 },
          { kind: 'images', bytes: 1 },
        ],
      },
    ])
  })

  test('never holds the life up for longer than the wait', () => {
    expect(lookedAt([0, 30, 31], [NEVER]).told).toEqual([
      [0, null],
      [wait / minute, null],
      [30, null],
      [31, null],
    ])
    expect(wordsOf([[0, [begun(disk)]]], { diskUsage: () => NEVER })).toEqual([
      '0 #1 disk firing',
      '1000 #1 disk firing, ready',
    ])
  })

  test('that cannot be read once is what it was', () => {
    const failing$ = throwError(() => new Error('engine'))
    expect(lookedAt([0, 61, 62], [of(volumes(5)), failing$]).told.at(-1)).toEqual([
      62,
      { usage: volumes(5), grown: [] },
    ])
    expect(lookedAt([0, 61, 122, 123], [failing$, of(volumes(5)), of(volumes(8))]).told.at(-1)).toEqual([
      123,
      { usage: volumes(8), grown: [{ kind: 'volumes', bytes: 3 }] },
    ])
  })

  test('has grown since it was first read, be it before the start', () => {
    expect(lookedAt([0, 1, 2], [of(volumes(8))], known(volumes(5)))).toEqual({
      asked: [0],
      told: [
        [0, { usage: volumes(5), grown: [] }],
        [1, { usage: volumes(8), grown: [{ kind: 'volumes', bytes: 3 }] }],
        [2, { usage: volumes(8), grown: [{ kind: 'volumes', bytes: 3 }] }],
      ],
    })
  })
})
