import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hostId } from '../src/host-id.ts'
import { makePrivate } from '../src/private-files.ts'
import { openRunMarker } from '../src/run-marker.ts'
import { openDatabase } from '../src/sinks/outbox/database.ts'
import { lockFolder } from '../src/sinks/outbox/lock.ts'
import { silentLogs } from './support/captured-log.ts'
import { createFolder } from './support/folder.ts'
import { sampleHostId } from './support/samples.ts'

const modeOf = (...path: readonly string[]): string => (statSync(join(...path)).mode & 0o7777).toString(8)

const ownFiles = ['vigilo.db', 'vigilo.db-wal', 'vigilo.db-shm', 'lock', 'lock.json', 'running.json', 'host-id']

test('all that is made is for its own user alone, and so is the folder', () => {
  using parent = createFolder()
  const folder = join(parent.path, 'data')
  lockFolder(folder, new Date())
  openRunMarker({ dataDir: folder, now: () => 0, log: silentLogs('main') })
  hostId(folder)
  const database = openDatabase(join(folder, 'vigilo.db'), sampleHostId)
  database.exec('DELETE FROM delivery')
  expect([modeOf(folder), ...ownFiles.map((name) => modeOf(folder, name))]).toEqual([
    '700',
    ...ownFiles.map(() => '600'),
  ])
  database.close()
})

test('what an older version made is made so, and what is not ours stays as it is', () => {
  using folder = createFolder()
  const old = [...ownFiles, 'vigilo.db.corrupt-2026-03-10T17-30-07.000Z']
  for (const name of [...old, 'notes.txt']) chmodSync(folder.write(name, 'x'), 0o644)
  chmodSync(folder.path, 0o755)
  expect(makePrivate(folder.path)).toBe(true)
  expect(modeOf(folder.path)).toBe('700')
  for (const name of old) expect([name, modeOf(folder.path, name)]).toEqual([name, '600'])
  expect(modeOf(folder.path, 'notes.txt')).toBe('644')
})

test('a folder that many share, as /tmp, stays open to them', () => {
  using parent = createFolder()
  const folder = join(parent.path, 'tmp')
  mkdirSync(folder)
  chmodSync(folder, 0o1777)
  makePrivate(folder)
  expect(modeOf(folder)).toBe('1777')
})

test('a folder that is not there is said', () => {
  using folder = createFolder()
  expect(makePrivate(join(folder.path, 'nowhere'))).toBe(false)
})
