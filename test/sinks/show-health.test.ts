import { join } from 'node:path'
import { Subject } from 'rxjs'
import { expect, test } from 'vitest'
import type { Reading } from '../../src/model/reading.ts'
import { showHealth } from '../../src/sinks/show-health.ts'
import { capturedLog } from '../support/captured-log.ts'
import { createFolder } from '../support/folder.ts'
import { containersReading, sampleHost, unavailableReading } from '../support/samples.ts'

test.each([
  { checkInterval: 1_000, holdsFor: '30\n' },
  { checkInterval: 10_000, holdsFor: '30\n' },
  { checkInterval: 60_000, holdsFor: '180\n' },
])('a file written every $checkInterval ms holds three intervals, 30 s at least', ({ checkInterval, holdsFor }) => {
  using folder = createFolder()
  const readings$ = new Subject<Reading>()
  showHealth({ healthFile: join(folder.path, 'health'), checkInterval }, capturedLog().log)({ readings$ }).subscribe()
  readings$.next(sampleHost())
  expect(folder.read('health')).toBe(holdsFor)
})

test('only a host that was seen is health', () => {
  using folder = createFolder()
  const path = folder.write('health', 'before')
  const readings$ = new Subject<Reading>()
  showHealth({ healthFile: path, checkInterval: 10_000 }, capturedLog().log)({ readings$ }).subscribe()
  readings$.next(unavailableReading('host'))
  readings$.next(containersReading([]))
  expect(folder.read('health')).toBe('before')
  readings$.next(sampleHost())
  expect(folder.read('health')).toBe('30\n')
})

test('a file that cannot be written is told once and ends nothing', () => {
  using folder = createFolder()
  const { log, lines } = capturedLog()
  const readings$ = new Subject<Reading>()
  const path = join(folder.path, 'missing/health')
  const subscription = showHealth({ healthFile: path, checkInterval: 10_000 }, log)({ readings$ }).subscribe()
  readings$.next(sampleHost())
  readings$.next(sampleHost())
  expect(lines).toEqual(['warn: cannot write HEALTH_FILE: ENOENT'])
  expect(subscription.closed).toBe(false)
})

test('without a path it writes nothing, emits nothing and completes at once', () => {
  const { log, lines } = capturedLog()
  const readings$ = new Subject<Reading>()
  const subscription = showHealth({ healthFile: null, checkInterval: 10_000 }, log)({ readings$ }).subscribe()
  readings$.next(sampleHost())
  expect(lines).toEqual([])
  expect(subscription.closed).toBe(true)
})
