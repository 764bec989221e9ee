import { of, Subject, takeUntil } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import type { HostReading } from '../../../src/model/reading.ts'
import { createHostSource } from '../../../src/sources/host/index.ts'
import { readPageSize } from '../../../src/sources/host/linux/page-size.ts'
import { createHostRoot, fixture, type HostRoot } from './host-root.ts'

const statistics = { frsize: 4096, blocks: 1000, bfree: 400, bavail: 400, files: 100, ffree: 90 }
const silent = () => {}

/** Every reading until `until` milliseconds of virtual time, and when it came; `at` changes the world meanwhile. */
const watch = (root: HostRoot, until: number, at: Readonly<Record<number, () => void>> = {}) => {
  const readings: { after: number; reading: HostReading }[] = []
  const errors: { after: number; error: unknown }[] = []
  const warnings: string[] = []
  const scheduler = new TestScheduler(silent)
  scheduler.run(() => {
    const end$ = new Subject<void>()
    const host$ = createHostSource({
      interval: 10_000,
      hostRoot: root.path,
      disks: { mounts: [], ignore: [] },
      log: { debug: silent, info: silent, warn: (message) => warnings.push(message), error: silent },
      statfs: () => of(statistics),
    })
    for (const [time, change] of Object.entries(at)) scheduler.schedule(change, Number(time))
    scheduler.schedule(() => end$.next(), until)
    host$.pipe(takeUntil(end$)).subscribe({
      next: (reading) => readings.push({ after: scheduler.now(), reading }),
      error: (error: unknown) => errors.push({ after: scheduler.now(), error }),
    })
  })
  return { readings, errors, warnings }
}

test('a recorded host, as a whole', () => {
  const root = createHostRoot()
  root.lay('recorded/before')
  const { readings, errors, warnings } = watch(root, 1_500, { 500: () => root.lay('recorded/after') })
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] })
  const loop = {
    pid: 8593,
    name: 'sh',
    cpuPercent: 100_300 / ((1986.92 - 1976.89) * 100),
    memoryBytes: 364 * readPageSize(),
    containerId: '45c658ded1bfbf741900a9427be6018549379b311eb98509e412389365b88a06',
  }
  const engine = {
    pid: 2565,
    name: 'dockerd',
    cpuPercent: 0,
    memoryBytes: 19_070 * readPageSize(),
    containerId: null,
  }
  const kernelThread = { pid: 2, name: 'kthreadd', cpuPercent: 0, memoryBytes: 0, containerId: null }
  expect(readings).toEqual([
    {
      after: 1_000,
      reading: {
        kind: 'host',
        at: 1_000,
        cpu: { percent: 50.55, perCore: [100, 700 / 996] },
        memory: { percent: 40_278_800 / 24_684_096, usedBytes: 402_788 * 1024, totalBytes: 24_684_096 * 1024 },
        swap: null,
        disks: [
          {
            mount: '/',
            seenFrom: 'host',
            percent: 60,
            usedBytes: 600 * 4096,
            totalBytes: 1000 * 4096,
            inodesPercent: 10,
          },
        ],
        load: [0.68, 0.34, 0.18],
        pressure: { cpu: 0.84, memory: 0, io: 0.14 },
        uptimeSeconds: 1986.92,
        processes: { count: 3, topByCpu: [loop, kernelThread, engine], topByMemory: [engine, loop, kernelThread] },
      },
    },
  ])
})

test('reads after one second and then at each interval, from the reading before', () => {
  const root = createHostRoot()
  root.lay('recorded/before')
  const { readings } = watch(root, 25_000, { 5_000: () => root.lay('recorded/after') })
  expect(readings.map(({ after, reading }) => [after, reading.cpu.percent])).toEqual([
    [1_000, 0],
    [11_000, 50.55],
    [21_000, 0],
  ])
})

test('without pressure figures, with swap, 64 cores and no MemAvailable', () => {
  const root = createHostRoot()
  root.lay('recorded/before')
  root.remove('proc/pressure')
  root.write('proc/meminfo', fixture('built/meminfo-3.10'))
  root.write('proc/stat', fixture('built/stat-64-cores'))
  const [first] = watch(root, 1_500).readings
  expect(first?.reading.pressure).toBeNull()
  expect(first?.reading.swap?.percent).toBeCloseTo(25, 4)
  expect(first?.reading.cpu.perCore).toHaveLength(64)
})

test("in a container without the host's root: the engine's disk, no processes, said once", () => {
  const root = createHostRoot()
  root.lay('recorded/before')
  root.write('proc/1/mountinfo', fixture('recorded/container-mountinfo'))
  const { readings, warnings } = watch(root, 25_000)
  expect(readings).toHaveLength(3)
  for (const { reading } of readings) {
    expect(reading.processes).toBeNull()
    expect(reading.disks).toMatchObject([{ mount: '/', seenFrom: 'engine', percent: 60 }])
  }
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain('is not mounted')
})

test('a disk that comes and goes is seen to', () => {
  const root = createHostRoot()
  root.lay('recorded/before')
  const mountinfo = fixture('recorded/before/proc/1/mountinfo')
  const { readings } = watch(root, 25_000, {
    5_000: () => root.write('proc/1/mountinfo', `${mountinfo}99 27 8:1 / /data rw - ext4 /dev/sda1 rw\n`),
    15_000: () => root.write('proc/1/mountinfo', mountinfo),
  })
  expect(readings.map(({ reading }) => reading.disks.map(({ mount }) => mount))).toEqual([['/'], ['/', '/data'], ['/']])
})

test('a /proc that cannot be read is an error that says which file, at once or later', () => {
  const empty = createHostRoot()
  expect(watch(empty, 1_500).errors).toEqual([
    {
      after: 0,
      error: expect.objectContaining({ message: `cannot read ${empty.path}/proc/stat (ENOENT)` }) as unknown,
    },
  ])
  const root = createHostRoot()
  root.lay('recorded/before')
  expect(watch(root, 15_000, { 5_000: () => root.remove('proc/meminfo') }).errors).toEqual([
    {
      after: 11_000,
      error: expect.objectContaining({ message: `cannot read ${root.path}/proc/meminfo (ENOENT)` }) as unknown,
    },
  ])
})

test('ends its timers when nobody listens', () => {
  const root = createHostRoot()
  root.lay('recorded/before')
  expect(watch(root, 500).readings).toEqual([])
})
