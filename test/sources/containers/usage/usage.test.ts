import { asyncScheduler, defer, NEVER, of, throwError } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import { parseStats } from '../../../../src/sources/containers/usage/api-stats.ts'
import { containerUsages, type Usages } from '../../../../src/sources/containers/usage/container-usages.ts'
import { usageBetween, type UsageSample } from '../../../../src/sources/containers/usage/usage-sample.ts'

describe('usageBetween', () => {
  const before = { cpuSeconds: 10, clockSeconds: 100, memoryBytes: 1 }

  test('100 percent is one whole core', () => {
    const after = { cpuSeconds: 25, clockSeconds: 110, memoryBytes: 7 }
    expect(usageBetween(before, after)).toEqual({ cpuPercent: 150, memoryBytes: 7 })
  })

  test.each([
    ['another life, whose count began anew', { cpuSeconds: 9, clockSeconds: 110, memoryBytes: 7 }],
    ['no time between', { cpuSeconds: 11, clockSeconds: 100, memoryBytes: 7 }],
  ])('%s: null', (_, after) => {
    expect(usageBetween(before, after)).toBeNull()
  })
})

describe('parseStats', () => {
  const cpu_stats = { cpu_usage: { total_usage: 27_944_501 }, system_cpu_usage: 6_093_130_000_000, online_cpus: 2 }

  test('as recorded from Docker 20.10 on cgroup v1, shortened', () => {
    const memory_stats = { usage: 782_336, stats: { inactive_file: 0, total_inactive_file: 82_336 } }
    const sample = { cpuSeconds: 0.027944501, clockSeconds: 3046.565, memoryBytes: 700_000 }
    expect(parseStats({ cpu_stats, memory_stats })).toEqual(sample)
  })

  test('on cgroup v2', () => {
    expect(parseStats({ cpu_stats, memory_stats: { usage: 10, stats: { inactive_file: 4 } } })?.memoryBytes).toBe(6)
  })

  test('of a container that does not run', () => {
    expect(parseStats({ cpu_stats: { cpu_usage: { total_usage: 0 } }, memory_stats: {} })).toBeNull()
    expect(parseStats({ cpu_stats, memory_stats: {} })).toBeNull()
  })
})

describe('containerUsages', () => {
  /** A clock of the engine's host that is one second ahead at each sample, and a container that uses half of it. */
  const samples = () => {
    let second = 0
    return (): UsageSample => {
      second += 1
      return { cpuSeconds: second / 2, clockSeconds: second, memoryBytes: 9 }
    }
  }

  const collect = (
    options: Partial<Parameters<typeof containerUsages>[0]>,
    frames: number,
  ): readonly [number, Usages][] => {
    const scheduler = new TestScheduler(() => undefined)
    const seen: [number, Usages][] = []
    scheduler.run(() => {
      const usages$ = containerUsages({
        engine: { usage: () => NEVER },
        interval: 10_000,
        hostRoot: '/nowhere',
        running: () => [{ id: 'a', pid: 1 }],
        ...options,
      })
      const subscription = usages$.subscribe({
        next: (usages) => seen.push([scheduler.now(), usages]),
        error: () => seen.push([scheduler.now(), new Map()]),
      })
      scheduler.schedule(() => subscription.unsubscribe(), frames)
    })
    return seen
  }

  const used = new Map([['a', { cpuPercent: 50, memoryBytes: 9 }]])
  const unknown = new Map([['a', null]])

  test('primes at half a second, speaks after one, then at every interval', () => {
    const next = samples()
    expect(collect({ engine: { usage: () => of(next()) } }, 21_500)).toEqual([
      [500, unknown],
      [1_000, used],
      [11_000, used],
      [21_000, used],
    ])
  })

  test('an engine that fails, or does not answer within the interval, tells nothing and stops nothing', () => {
    const engine = { usage: () => throwError(() => new Error('gone')) }
    expect(collect({ engine }, 1_500)).toEqual([
      [500, unknown],
      [1_000, unknown],
    ])
    expect(collect({}, 22_500)).toEqual([
      [10_500, unknown],
      [21_000, unknown],
    ])
  })

  test('begins anew with another process of the container', () => {
    const next = samples()
    // Another at each look.
    const running = () => [{ id: 'a', pid: asyncScheduler.now() }]
    expect(collect({ engine: { usage: () => of(next()) }, running }, 11_500).map(([, usages]) => usages)).toEqual([
      unknown,
      unknown,
      unknown,
    ])
  })

  test('tells nothing of one that was started anew while it was asked for', () => {
    const next = samples()
    let pid = 1
    const usage = () =>
      defer(() => {
        if (asyncScheduler.now() > 10_000) pid = 2
        return of(next())
      })
    const seen = collect({ engine: { usage }, running: () => [{ id: 'a', pid }] }, 21_500)
    expect(seen.map(([, usages]) => usages)).toEqual([unknown, used, new Map(), unknown])
  })
})
