import { expect, test } from 'vitest'
import { readEnvironment } from '../../src/config/environment.ts'

test('what the environment and .env both set is the environment’s, though it be empty', () => {
  const dotenvText = 'TZ=UTC\nLOG_LEVEL="debug" # loud\nCPU_FOR=5\nexport RAM_FOR=6\n'
  expect(readEnvironment({ env: { TZ: 'America/Belem', CPU_FOR: '', LOG_LEVEL: undefined }, dotenvText })).toEqual({
    TZ: 'America/Belem',
    LOG_LEVEL: 'debug',
    CPU_FOR: '',
    RAM_FOR: '6',
  })
})

test('without .env it is the environment', () => {
  expect(readEnvironment({ env: { TZ: 'UTC' }, dotenvText: null })).toEqual({ TZ: 'UTC' })
})

test('a # within a value is a part of it, as Docker Compose and python-dotenv read it', () => {
  const dotenvText = 'A=k#1\r\nB=k#1 # why\nexport C = it\'s#1\nD="k#1" # why\nE=k # why #1\nF= # why\n#G=k#1\n'
  expect(readEnvironment({ env: {}, dotenvText })).toEqual({
    A: 'k#1',
    B: 'k#1',
    C: "it's#1",
    D: 'k#1',
    E: 'k',
    F: '',
  })
})
