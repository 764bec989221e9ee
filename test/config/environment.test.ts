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
