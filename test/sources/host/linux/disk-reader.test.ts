import { map, NEVER, of, throwError, timer, type Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { createDiskReader } from '../../../../src/sources/host/linux/disk-reader.ts'
import type { FileSystemStatistics } from '../../../../src/sources/host/linux/disk-usage.ts'
import type { DiskTarget } from '../../../../src/sources/host/linux/select-disks.ts'
import type { Disk } from '../../../../src/model/reading.ts'

const statistics = { frsize: 4096, blocks: 100, bfree: 50, bavail: 50, files: 10, ffree: 5 }
const local = (mount: string): DiskTarget => ({ mount, kind: 'local' })
const named = (mount: string): DiskTarget => ({ mount, kind: 'named' })

/** Reads several times in virtual time: what each says of each mount, and after how many milliseconds. */
const readAll = (
  answers: Readonly<Record<string, Observable<FileSystemStatistics>>>,
  readings: readonly (readonly DiskTarget[])[],
) => {
  const calls: string[] = []
  const said: { after: number; disks: readonly string[] }[] = []
  const scheduler = new TestScheduler(() => {})
  scheduler.run(() => {
    const read = createDiskReader({
      hostRoot: '/host',
      patience: 5_000,
      statfs: (path) => {
        calls.push(path)
        return answers[path] ?? of(statistics)
      },
    })
    readings.forEach((targets, index) => {
      scheduler.schedule(() => {
        read(targets, 'host').subscribe({
          next: (disks) => said.push({ after: scheduler.now() - index * 10_000, disks: disks.map(describe) }),
          error: (error: unknown) => expect.fail(String(error)),
        })
      }, index * 10_000)
    })
  })
  return { calls, said }
}

const describe = (disk: Disk): string => `${disk.mount} ${'unavailable' in disk ? disk.unavailable : disk.percent}`

test('reads below the root, at once, and names the mount as the host does', () => {
  const { calls, said } = readAll({}, [[local('/'), local('/data')]])
  expect(calls).toEqual(['/host/', '/host/data'])
  expect(said).toEqual([{ after: 0, disks: ['/ 50', '/data 50'] }])
})

test('one that hangs is unavailable after a while, and is not asked again', () => {
  const targets = [local('/'), named('/nas')]
  const { calls, said } = readAll({ '/host/nas': NEVER }, [targets, targets, targets])
  expect(calls.filter((path) => path === '/host/nas')).toHaveLength(1)
  expect(said).toEqual([
    { after: 5_000, disks: ['/ 50', '/nas does not answer'] },
    { after: 0, disks: ['/ 50', '/nas does not answer'] },
    { after: 0, disks: ['/ 50', '/nas does not answer'] },
  ])
})

test('those behind the one that hangs wait for the next reading', () => {
  const targets = [local('/'), local('/bad'), local('/good')]
  const { said } = readAll({ '/host/bad': NEVER }, [targets, targets])
  expect(said).toEqual([
    { after: 5_000, disks: ['/ 50', '/bad does not answer', '/good another file system does not answer'] },
    { after: 0, disks: ['/ 50', '/bad does not answer', '/good 50'] },
  ])
})

test('however many hang, a thread stays free, and the local ones are still read', () => {
  const shares = ['/a', '/b', '/c', '/d'].map(named)
  const targets = [local('/'), ...shares]
  const answers = { '/host/a': NEVER, '/host/b': NEVER, '/host/c': NEVER, '/host/d': NEVER }
  const { calls, said } = readAll(answers, [targets, targets, targets, targets])
  expect(calls.filter((path) => path !== '/host/')).toEqual(['/host/a', '/host/b'])
  expect(said.at(-1)).toEqual({
    after: 0,
    disks: [
      '/ 50',
      '/a does not answer',
      '/b does not answer',
      '/c another file system does not answer',
      '/d another file system does not answer',
    ],
  })
})

test('local ones that hang hold three threads at most', () => {
  const targets = ['/a', '/b', '/c', '/d'].map(local)
  const answers = { '/host/a': NEVER, '/host/b': NEVER, '/host/c': NEVER, '/host/d': NEVER }
  const { calls } = readAll(answers, [targets, targets, targets, targets, targets])
  expect(calls).toEqual(['/host/a', '/host/b', '/host/c'])
})

test('one that answers late is asked again', () => {
  const late$ = timer(12_000).pipe(map(() => statistics))
  const { calls, said } = readAll({ '/host/nas': late$ }, [[named('/nas')], [named('/nas')], [named('/nas')]])
  expect(said.map(({ disks }) => disks)).toEqual([
    ['/nas does not answer'],
    ['/nas does not answer'],
    ['/nas does not answer'],
  ])
  expect(calls).toHaveLength(2)
})

test('one that fails is unavailable, with the code and no path', () => {
  const denied = Object.assign(new Error("EACCES: permission denied, statfs '/host/secret'"), { code: 'EACCES' })
  const failures = { '/host/a': throwError(() => denied), '/host/b': throwError(() => new Error('/host/secret')) }
  const { calls, said } = readAll(failures, [[local('/a'), local('/b'), local('/c')], [local('/a')]])
  expect(said).toEqual([
    { after: 0, disks: ['/a cannot be read (EACCES)', '/b cannot be read (unknown error)', '/c 50'] },
    { after: 0, disks: ['/a cannot be read (EACCES)'] },
  ])
  expect(calls).toHaveLength(4)
})

test('what cannot be read is passed on', () => {
  expect(readAll({}, [[{ mount: '/x', unavailable: 'not mounted' }]]).said).toEqual([
    { after: 0, disks: ['/x not mounted'] },
  ])
})
