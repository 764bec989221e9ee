import { execFileSync, spawn } from 'node:child_process'
import { platform } from 'node:os'
import { filter, map, timeout } from 'rxjs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHostSource, readInventory } from '../../../src/sources/host/index.ts'
import { firstValue } from './first-value.ts'

const silent = () => {}
const log = { debug: silent, info: silent, warn: silent, error: silent }
const run = (command: string, ...args: readonly string[]): string => execFileSync(command, args, { encoding: 'utf8' })
const host$ = createHostSource({ interval: 1_000, hostRoot: '/', disks: { mounts: [], ignore: [] }, log })

/** What df(1) says in bytes: per mount used, available and total. */
const df = (mount: string) => {
  const [used = NaN, available = NaN, total = NaN] = (
    run('df', '--block-size=1', '--output=used,avail,size', mount).trim().split('\n')[1] ?? ''
  )
    .trim()
    .split(/\s+/)
    .map(Number)
  return { used, available, total }
}

describe.skipIf(platform() !== 'linux')('this machine', () => {
  test('has the figures that its own commands show', async () => {
    const reading = await firstValue(host$)
    expect(reading.cpu.perCore).toHaveLength(Number(run('nproc', '--all')))
    expect(reading.memory.totalBytes).toBe(Number(run('free', '--bytes').match(/Mem:\s+(\d+)/)?.[1]))
    expect(reading.processes?.count).toBeGreaterThan(1)
    const disks = reading.disks.flatMap((disk) => ('unavailable' in disk ? [] : [disk]))
    expect(disks.map(({ mount }) => mount)).toContain('/')
    for (const disk of disks) {
      const { used, available, total } = df(disk.mount)
      expect(disk.totalBytes).toBe(total)
      // Others write to it meanwhile.
      expect(Math.abs(disk.percent - (used * 100) / (used + available))).toBeLessThan(1)
    }
  })

  test.each([
    ['sh', 'sh', ['-c', 'while :; do :; done']],
    // Node calls its process MainThread.
    ['node', process.execPath, ['-e', 'for (;;);']],
  ])('shows a busy process among the first by CPU: %s', async (name, command, options) => {
    const busy = spawn(command, options)
    onTestFinished(() => void busy.kill('SIGKILL'))
    const seen$ = host$.pipe(
      map(({ processes }) => processes?.topByCpu.find(({ pid }) => pid === busy.pid)),
      filter((process) => process !== undefined && process.cpuPercent > 10),
      timeout(20_000),
    )
    expect(await firstValue(seen$)).toMatchObject({ name, containerId: null })
  })

  test('is described', async () => {
    const inventory = await firstValue(readInventory({ hostRoot: '/' }))
    expect(inventory).toMatchObject({
      operatingSystem: run('sh', '-c', '. /etc/os-release; echo "$PRETTY_NAME"').trim(),
      kernel: run('uname', '-r').trim(),
      cores: Number(run('nproc', '--all')),
    })
    expect(inventory.cpuModel).not.toBe('')
    expect(inventory.memoryBytes).toBeGreaterThan(0)
  })
})
