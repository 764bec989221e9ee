import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Log } from '../src/log.ts'
import { openRunMarker } from '../src/run-marker.ts'

const hour = 3_600_000
const noon = 1_800_000_000_000

const open = (dataDir: string, now: number) => {
  const warnings: string[] = []
  const silent = (): void => undefined
  const log: Log = { debug: silent, info: silent, error: silent, warn: (message) => warnings.push(message) }
  return { ...openRunMarker({ dataDir, now: () => now, log }), warnings }
}

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'vigilo-test-')), 'data')

describe('the run marker', () => {
  test('the first start and one after a clean end are clean', () => {
    const dataDir = newFolder()
    const first = open(dataDir, noon)
    expect(first.previousRun).toEqual({ ended: 'cleanly' })
    first.remove()
    expect(readdirSync(dataDir)).toEqual([])
    expect(open(dataDir, noon + 1).previousRun).toEqual({ ended: 'cleanly' })
  })

  test('crashes are counted from the last notice, which holds for an hour', () => {
    const dataDir = newFolder()
    open(dataDir, noon).noticed()
    expect(open(dataDir, noon + 60_000).previousRun).toEqual({
      ended: 'uncleanly',
      restarts: 1,
      since: noon,
      quietFor: hour - 60_000,
    })
    const third = open(dataDir, noon + 2 * hour)
    expect(third.previousRun).toEqual({ ended: 'uncleanly', restarts: 2, since: noon, quietFor: 0 })
  })

  test('a notice starts the count anew', () => {
    const dataDir = newFolder()
    open(dataDir, noon)
    const second = open(dataDir, noon + 2 * hour)
    second.noticed()
    expect(open(dataDir, noon + 2 * hour + 1).previousRun).toMatchObject({ restarts: 1, since: noon + 2 * hour })
  })

  test('a clock that was set back keeps nobody waiting for more than an hour', () => {
    const dataDir = newFolder()
    open(dataDir, noon).noticed()
    expect(open(dataDir, noon - 100 * hour).previousRun).toMatchObject({ quietFor: hour })
  })

  test.each(['', '{"noticedAt":1', 'null', '{"noticedAt":"x"}'])('a marker that holds %j is one of a crash', (text) => {
    const dataDir = newFolder()
    open(dataDir, noon)
    writeFileSync(join(dataDir, 'running.json'), text)
    expect(open(dataDir, noon).previousRun.ended).toBe('uncleanly')
  })

  test('a folder that cannot be written is a warning and a clean start', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'vigilo-test-')), 'file')
    writeFileSync(file, '')
    const { previousRun, warnings } = open(join(file, 'data'), noon)
    expect(previousRun).toEqual({ ended: 'cleanly' })
    expect(warnings).toEqual(['cannot write the run marker in DATA_DIR: ENOTDIR'])
  })
})
