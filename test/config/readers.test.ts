import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemReaders } from '../../src/config/readers.ts'

let hostRoot = ''

beforeEach(() => {
  hostRoot = mkdtempSync(join(tmpdir(), 'vigilo-test-'))
  mkdirSync(join(hostRoot, 'etc'))
})

afterEach(() => rmSync(hostRoot, { recursive: true }))

const ownTimeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone

test("the mounted host's name and zone", () => {
  writeFileSync(join(hostRoot, 'etc/hostname'), 'vps-01\n')
  symlinkSync('../usr/share/zoneinfo/America/Sao_Paulo', join(hostRoot, 'etc/localtime'))
  writeFileSync(join(hostRoot, 'etc/timezone'), 'UTC\n')
  expect(systemReaders.hostName(hostRoot)).toBe('vps-01')
  expect(systemReaders.timeZone(hostRoot)).toBe('America/Sao_Paulo')
})

test('where /etc/localtime is no link, /etc/timezone has the zone', () => {
  writeFileSync(join(hostRoot, 'etc/localtime'), 'TZif2')
  writeFileSync(join(hostRoot, 'etc/timezone'), 'America/Manaus\n')
  expect(systemReaders.timeZone(hostRoot)).toBe('America/Manaus')
})

test('a host that tells nothing, or nonsense, has the name and the zone of this system', () => {
  expect(systemReaders.hostName(hostRoot)).toBe(hostname())
  expect(systemReaders.timeZone(hostRoot)).toBe(ownTimeZone)
  writeFileSync(join(hostRoot, 'etc/timezone'), 'Nowhere\n')
  expect(systemReaders.timeZone(hostRoot)).toBe(ownTimeZone)
})

test('a file is read, and one that is not there or is a folder is null', () => {
  writeFileSync(join(hostRoot, 'token'), 'key\n')
  expect(systemReaders.file(join(hostRoot, 'token'))).toBe('key\n')
  expect(systemReaders.file(join(hostRoot, 'nothing'))).toBeNull()
  expect(systemReaders.file(hostRoot)).toBeNull()
})
