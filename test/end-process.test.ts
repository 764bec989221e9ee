import { lookup } from 'node:dns'
import { statfs } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { endProcess } from '../src/end-process.ts'

/** What it does to a process that has these requests under way; what ends one ends the attempt. */
const doneTo = (resources: readonly string[], canReplace: boolean): readonly string[] => {
  const done: string[] = []
  const end = (what: string): never => {
    done.push(what)
    throw new Error('ended')
  }
  const self = {
    getActiveResourcesInfo: () => [...resources],
    exit: (code?: number | string | null) => end(`exit ${code}`),
    ...(canReplace ? { execve: (_: string, words?: readonly string[]) => end(`execve ${words?.at(-1)}`) } : {}),
    execPath: '/node',
    kill: (pid: number, signal?: number | string) => end(`kill ${pid} ${signal}`),
    pid: 71,
  }
  expect(() => endProcess(self, 143)).toThrow('ended')
  return done
}

test('a process in which nothing can hang exits', () => {
  expect(doneTo(['Timeout', 'PipeWrap', 'TCPSocketWrap'], true)).toEqual(['exit 143'])
})

test.each([
  ['a lookup', () => lookup('localhost', () => undefined), 'GetAddrInfoReqWrap'],
  ['a call to a file system', () => void statfs('/'), 'FSReqPromise'],
])('of one with %s under way another program takes the place, and ends with its code', (_, begin, name) => {
  begin()
  expect(process.getActiveResourcesInfo()).toContain(name)
  expect(doneTo([name], true)).toEqual(["execve require('node:process').exit(143)"])
})

test('where that is not possible it kills itself', () => {
  expect(doneTo(['FSReqCallback'], false)).toEqual(['kill 71 SIGKILL'])
})
