import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProcessStat } from '../../../../src/sources/host/linux/process-stat.ts'
import { topProcesses, type ProcessTable } from '../../../../src/sources/host/linux/top-processes.ts'

const process = (pid: number, cpuTicks: number, rest: Partial<ProcessStat> = {}): ProcessStat => ({
  pid,
  name: `p${pid}`,
  startTicks: pid,
  cpuTicks,
  residentPages: pid,
  ...rest,
})
const table = (uptimeSeconds: number, ...processes: readonly ProcessStat[]): ProcessTable => ({
  uptimeSeconds,
  processes: new Map(processes.map((each) => [each.pid, each])),
})
const options = {
  pageSize: 4096,
  containerOf: (pid: number) => (pid === 2 ? 'c'.repeat(64) : null),
  nameOf: (_: number, comm: string) => comm,
}

test('ranks by CPU between two looks and by memory now, three of each', () => {
  const before = table(100, process(1, 900), process(2, 0), process(3, 0), process(4, 0))
  const after = table(110, process(1, 900), process(2, 1800), process(3, 500), process(4, 10))
  const { count, topByCpu, topByMemory } = topProcesses(before, after, options)
  expect(count).toBe(4)
  expect(topByCpu).toEqual([
    { pid: 2, name: 'p2', cpuPercent: 180, memoryBytes: 8192, containerId: 'c'.repeat(64) },
    { pid: 3, name: 'p3', cpuPercent: 50, memoryBytes: 12_288, containerId: null },
    { pid: 4, name: 'p4', cpuPercent: 1, memoryBytes: 16_384, containerId: null },
  ])
  expect(topByMemory.map(({ pid }) => pid)).toEqual([4, 3, 2])
})

test('a process that is new has used all its time since', () => {
  const [first] = topProcesses(table(100), table(110, process(1, 500)), options).topByCpu
  expect(first?.cpuPercent).toBe(50)
})

test('a number that is used again is another process', () => {
  const before = table(100, process(1, 9_000, { startTicks: 5 }))
  const after = table(110, process(1, 300, { startTicks: 10_500 }))
  expect(topProcesses(before, after, options).topByCpu[0]?.cpuPercent).toBe(30)
})

test('asks for the container of the top ones alone', () => {
  const asked: number[] = []
  const many = Array.from({ length: 100 }, (_, index) => process(index + 1, 1))
  topProcesses(table(0), table(1, ...many), {
    ...options,
    containerOf: (pid) => {
      asked.push(pid)
      return null
    },
  })
  expect(asked).toHaveLength(6)
})

test('never negative and never NaN, whichever way counters and time go', () => {
  const number = fc.nat({ max: 1e9 })
  fc.assert(
    fc.property(number, number, number, number, (timeBefore, timeAfter, ticksBefore, ticksAfter) => {
      const before = table(timeBefore, process(1, ticksBefore))
      const after = table(timeAfter, process(1, ticksAfter))
      const [only] = topProcesses(before, after, options).topByCpu
      expect(only?.cpuPercent).toBeGreaterThanOrEqual(0)
      expect(only?.cpuPercent).not.toBe(Number.POSITIVE_INFINITY)
    }),
  )
})
