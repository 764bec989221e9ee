import { statfsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileSystemOf } from '../../src/cli/doctor/look-at-data-folder.ts'
import { commandWords } from '../../src/text/command-words.ts'
import { sharedFileSystem } from '../../src/cli/doctor/shared-file-system.ts'

test.each([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xff534d42 | 0, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
  [0x00c36400, 'Ceph'],
  [0xef53, null],
  [0x58465342, null],
  [0x9123683e, null],
  [0x794c7630, null],
  [0x01021994, null],
])('%i is %s', (type, name) => {
  expect(sharedFileSystem(type)).toBe(name)
})

test('doctor says so in either language, and what to do', () => {
  for (const language of ['en', 'pt-BR'] as const) {
    const [finding, ...others] = fileSystemOf('/data', 0x6969, commandWords(language).doctor.folder)
    expect(finding?.what).toMatch(/\/data.* NFS,/)
    expect([finding?.state, others]).toEqual(['odd', []])
    expect(fileSystemOf('/data', 0xef53, commandWords(language).doctor.folder)).toEqual([])
  }
})

test('/proc is no such', () => {
  expect(sharedFileSystem(statfsSync('/proc').type)).toBe(null)
})
