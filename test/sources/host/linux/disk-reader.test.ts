import { map, NEVER, of, throwError, timer, type Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { createDiskReader } from '../../../../src/sources/host/linux/disk-reader.ts'
import type { FileSystemStatistics } from '../../../../src/sources/host/linux/disk-usage.ts'
import type { DiskTarget } from '../../../../src/sources/host/linux/select-disks.ts'
import type { Disk } from '../../../../src/model/reading.ts'
import { inEnglish } from '../../../../src/text/reason-words.ts'

const statistics = { frsize: 4096, blocks: 100, bfree: 50, bavail: 50, files: 10, ffree: 5 }
const on = (mount: string): DiskTarget => ({ mount })

/** Reads several times in virtual time: what each says of each mount, and after how many milliseconds. */
const readAll = (
  answers: Readonly<Record<string, Observable<FileSystemStatistics>>>,
  readings: readonly (readonly DiskTarget[])[],
) => {
  const calls: string[] = []
  const inChild: string[] = []
  let ends = 0
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
      inChild: {
        statfs: (path) => {
          inChild.push(path)
          return answers[path] ?? of(statistics)
        },
        end: () => {
          ends += 1
        },
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
  return { calls, inChild, ends, said }
}

const describe = (disk: Disk): string =>
  `${disk.mount} ${'unavailable' in disk ? inEnglish(disk.unavailable) : disk.percent}`

test('reads below the root, at once, and names the mount as the host does', () => {
  const { calls, said } = readAll({}, [[on('/'), on('/data')]])
  expect(calls).toEqual(['/host/', '/host/data'])
  expect(said).toEqual([{ after: 0, disks: ['/ 50', '/data 50'] }])
})

test('one that hangs is unavailable after a while, and is not asked again', () => {
  const targets = [on('/'), on('/nas')]
  const { calls, said } = readAll({ '/host/nas': NEVER }, [targets, targets, targets])
  expect(calls.filter((path) => path === '/host/nas')).toHaveLength(1)
  expect(said).toEqual([
    { after: 5_000, disks: ['/ 50', '/nas no answer'] },
    { after: 0, disks: ['/ 50', '/nas no answer'] },
    { after: 0, disks: ['/ 50', '/nas no answer'] },
  ])
})

test('those behind the one that hangs wait for the next reading', () => {
  const targets = [on('/'), on('/bad'), on('/good')]
  const { said } = readAll({ '/host/bad': NEVER }, [targets, targets])
  expect(said).toEqual([
    { after: 5_000, disks: ['/ 50', '/bad no answer', '/good another disk does not answer'] },
    { after: 0, disks: ['/ 50', '/bad no answer', '/good 50'] },
  ])
})

test('however many hang, one thread is held, and all others are read in a process of their own, side by side', () => {
  const hanging = ['/a', '/b', '/c', '/d', '/e', '/f']
  const targets = [on('/'), ...hanging.map(on), on('/z')]
  const answers = Object.fromEntries(hanging.map((mount) => [`/host${mount}`, NEVER]))
  const { calls, inChild, said } = readAll(answers, [targets, targets, targets])
  expect(calls).toEqual(['/host/', '/host/a'])
  expect(inChild).toEqual(['/', '/b', '/c', '/d', '/e', '/f', '/z', '/', '/z'].map((mount) => `/host${mount}`))
  expect(said.map(({ after }) => after)).toEqual([5_000, 5_000, 0])
  expect(said.at(-1)?.disks).toEqual(['/ 50', ...hanging.map((mount) => `${mount} no answer`), '/z 50'])
})

test('the process ends when nothing hangs any more', () => {
  const late$ = timer(12_000).pipe(map(() => statistics))
  const { calls, inChild, ends } = readAll({ '/host/nas': late$ }, [
    [on('/nas'), on('/')],
    [on('/nas'), on('/')],
    [on('/')],
  ])
  expect(calls).toEqual(['/host/nas', '/host/'])
  expect(inChild).toEqual(['/host/'])
  expect(ends).toBeGreaterThan(0)
})

test('one that answers late is asked again', () => {
  const late$ = timer(12_000).pipe(map(() => statistics))
  const { calls, said } = readAll({ '/host/nas': late$ }, [[on('/nas')], [on('/nas')], [on('/nas')]])
  expect(said.map(({ disks }) => disks)).toEqual([['/nas no answer'], ['/nas no answer'], ['/nas no answer']])
  expect(calls).toHaveLength(2)
})

test('one that fails is unavailable, with the code and no path', () => {
  const denied = Object.assign(new Error("EACCES: permission denied, statfs '/host/secret'"), { code: 'EACCES' })
  const failures = { '/host/a': throwError(() => denied), '/host/b': throwError(() => new Error('/host/secret')) }
  const { calls, said } = readAll(failures, [[on('/a'), on('/b'), on('/c')], [on('/a')]])
  expect(said).toEqual([
    { after: 0, disks: ['/a cannot be read (EACCES)', '/b cannot be read', '/c 50'] },
    { after: 0, disks: ['/a cannot be read (EACCES)'] },
  ])
  expect(calls).toHaveLength(4)
})

test('what cannot be read is passed on', () => {
  expect(readAll({}, [[{ mount: '/x', unavailable: { code: 'notMounted' } }]]).said).toEqual([
    { after: 0, disks: ['/x not mounted'] },
  ])
})
