import type { Config } from '../../src/config.ts'
import { loadConfig } from '../../src/config/load.ts'
import { readersOf } from '../config/fake-readers.ts'

/** The configuration that an environment asks for. Throws where there is something wrong with it. */
export const configOf = (env: Readonly<Record<string, string>> = {}): Config => {
  const loaded = loadConfig(env, readersOf())
  if ('problems' in loaded) throw new Error('the configuration is wrong')
  return loaded.config
}
