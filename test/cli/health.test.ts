import { spawnSync } from 'node:child_process'
import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolder } from '../support/folder.ts'

const probe = (path?: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/health.ts'], {
    encoding: 'utf8',
    env: path === undefined ? {} : { HEALTH_FILE: path },
  })
  return { status, stdout, stderr }
}

const secondsAgo = (seconds: number): Date => new Date(new Date().getTime() - seconds * 1_000)

const written = (path: string, seconds: number): string => {
  utimesSync(path, secondsAgo(seconds), secondsAgo(seconds))
  return path
}

test.each([
  { seconds: 0, holdsFor: '30\n' },
  { seconds: 150, holdsFor: '180\n' },
  // The clock was set back meanwhile.
  { seconds: -3_600, holdsFor: '30\n' },
])('a file of $seconds s ago that holds for $holdsFor is health', ({ seconds, holdsFor }) => {
  using folder = createFolder()
  expect(probe(written(folder.write('health', holdsFor), seconds))).toEqual({
    status: 0,
    stdout: 'healthy\n',
    stderr: '',
  })
})

test('a file that was left alone for too long is not', () => {
  using folder = createFolder()
  const { status, stdout } = probe(written(folder.write('health', '30\n'), 3_600))
  expect(status).toBe(1)
  expect(stdout).toMatch(/^the host was last seen 360\d s ago, limit 30 s\n$/)
})

test('a file of which nobody knows how long it holds is not', () => {
  using folder = createFolder()
  expect(probe(folder.write('health', 'soon'))).toMatchObject({ status: 1, stderr: '' })
})

test('no file is not', () => {
  using folder = createFolder()
  expect(probe(join(folder.path, 'health'))).toEqual({ status: 1, stdout: 'the host was not seen yet\n', stderr: '' })
  expect(probe(folder.path)).toEqual({ status: 1, stdout: 'HEALTH_FILE cannot be read\n', stderr: '' })
  expect(probe()).toEqual({ status: 1, stdout: 'HEALTH_FILE is not set\n', stderr: '' })
})
