import { EMPTY, map, NEVER, of, throwError, timer, type Observable } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { isFiring, type FiringAlert } from '../../src/model/alert.ts'
import { readAlert, readCheck, readReading } from '../../src/cli/marbles/vocabulary.ts'
import type { ContainersReading, HostReading } from '../../src/model/reading.ts'
import { withEvidence } from '../../src/streams/with-evidence.ts'
import type { DiskUsage } from '../../src/model/disk-usage.ts'
import { diskDetails, firingAlert } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const firing = (word: string): FiringAlert => {
  const alert = readAlert(word, 0)
  if (alert.reason !== 'firing') throw new Error('it does not fire')
  return alert
}

const crash: FiringAlert = {
  ...firing('db firing'),
  check: { ...readCheck('db crashed', 0), since: 0 },
}

const evidenceOf = (
  alert: FiringAlert,
  logLines: () => Observable<readonly string[]>,
  readings$: Observable<ContainersReading> = NEVER,
) =>
  record(
    () =>
      of(alert).pipe(
        withEvidence({ readings$, logLines, diskUsage: () => EMPTY, wait: 1_000 }),
        map((one) => ('evidence' in one ? one.evidence : null)),
      ),
    5_000,
  ).filter(([, value]) => value !== '|')

const none = { processes: [], containers: [], disk: null, logLines: [] }

describe('the last words of a container that died', () => {
  test('are told', () => {
    expect(evidenceOf(crash, () => of(['bye']))).toEqual([[0, { ...none, logLines: ['bye'] }]])
  })

  test('are waited for, but not for long', () => {
    const slow = (time: number) => () => timer(time).pipe(map(() => ['late']))
    expect(evidenceOf(crash, slow(900))).toEqual([[900, { ...none, logLines: ['late'] }]])
    expect(evidenceOf(crash, slow(1_100))).toEqual([[1_000, none]])
    expect(evidenceOf(crash, () => NEVER)).toEqual([[1_000, none]])
  })

  test('are left out where they cannot be read', () => {
    expect(evidenceOf(crash, () => throwError(() => new Error('gone')))).toEqual([[0, none]])
    expect(evidenceOf(crash, () => of())).toEqual([[0, none]])
  })

  test('are not asked for when nothing died', () => {
    const refuse = () => throwError(() => new Error('asked'))
    expect(evidenceOf({ ...crash, reason: 'reminder' }, refuse)).toEqual([[0, none]])
    expect(evidenceOf(firing('cpu firing'), refuse)).toEqual([[0, none]])
  })
})

test('an end never overtakes its beginning, and one trouble never holds up another', () => {
  const other = readAlert('web firing', 0)
  const told = record(
    () =>
      of(crash, readAlert('db removed', 0), other).pipe(
        withEvidence({
          readings$: NEVER,
          logLines: () => timer(300).pipe(map(() => ['late'])),
          diskUsage: () => EMPTY,
          wait: 1_000,
        }),
        map(({ subject, reason }) => `${subject} ${reason}`),
      ),
    5_000,
  )
  expect(told).toEqual([
    [0, 'web firing'],
    [300, 'db firing'],
    [300, 'db removed'],
    [300, '|'],
  ])
})

test('who uses the CPU is told with the container it runs in', () => {
  const reading = readReading('db up + web up', 0)
  if (reading.kind !== 'containers') throw new Error('no containers')
  const usages = [
    { cpuPercent: 5, memoryBytes: 9 },
    { cpuPercent: 80, memoryBytes: 1 },
  ]
  const containers = reading.containers.map((one, index) => ({ ...one, usage: usages[index] ?? null }))
  const ffmpeg = { pid: 7, name: 'ffmpeg', cpuPercent: 80, memoryBytes: 1, containerId: 'web' }
  const sshd = { pid: 8, name: 'sshd', cpuPercent: 1, memoryBytes: 2, containerId: null }
  const host = readReading('cpu 97', 0)
  if (host.kind !== 'host') throw new Error('no host')
  const seen: HostReading = { ...host, processes: { count: 2, topByCpu: [ffmpeg, sshd], topByMemory: [sshd, ffmpeg] } }
  const told = (kind: 'cpu' | 'memory') =>
    evidenceOf(
      {
        ...firing('cpu firing'),
        check: {
          ...readCheck('cpu critical', 0),
          since: 0,
          details: { kind, percent: 97, threshold: 85, clear: 80, host: seen },
        },
      },
      () => of([]),
      of({ ...reading, containers }),
    )
  expect(told('cpu')).toEqual([
    [
      0,
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
    ],
  ])
  expect(told('memory')[0]?.[1]).toMatchObject({
    processes: [{ name: 'sshd' }, { name: 'ffmpeg' }],
    containers: [{ name: 'db' }, { name: 'web' }],
  })
})

describe('what is on a disk that is full', () => {
  const disk = (reason: 'firing' | 'reminder'): FiringAlert =>
    firingAlert({ type: 'DISK_CRITICAL', subject: '/', details: diskDetails() }, { reason })
  const volumes = (bytes: number): DiskUsage => [{ kind: 'volumes', bytes, largest: null, unusedBytes: null }]
  const toldOf = (reads: readonly Observable<DiskUsage>[], reasons: readonly ('firing' | 'reminder')[]) => {
    let asked = 0
    const diskUsage = (): Observable<DiskUsage> => reads[asked++] ?? EMPTY
    return record(
      (play) =>
        play(reasons.map((reason, index) => [index * 10_000, disk(reason)] as const)).pipe(
          withEvidence({ readings$: NEVER, logLines: () => of([]), diskUsage, wait: 1_000 }),
          map((alert) => (isFiring(alert) ? alert.evidence.disk : null)),
        ),
      60_000,
    )
  }

  test('is told, and in reminders what has grown since', () => {
    expect(toldOf([of(volumes(5)), of(volumes(8))], ['firing', 'reminder'])).toEqual([
      [0, { usage: volumes(5), grown: [] }],
      [10_000, { usage: volumes(8), grown: [{ kind: 'volumes', bytes: 3 }] }],
    ])
  })

  test('never holds the alert up for longer than the wait', () => {
    const failing$ = throwError(() => new Error('engine'))
    expect(toldOf([NEVER, failing$], ['firing', 'reminder'])).toEqual([
      [1_000, null],
      [10_000, null],
    ])
  })
})
