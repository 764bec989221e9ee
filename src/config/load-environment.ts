import { readFileSync } from 'node:fs'
import { readEnvironment, type Environment } from './environment.ts'
import { loadConfig, type Loaded } from './load.ts'
import { systemReaders } from './readers.ts'

/** The configuration of a process: its environment, and the `.env` file of the folder in which it runs. */
export const loadEnvironment = (env: Environment): Loaded => {
  try {
    return loadConfig(readEnvironment({ env, dotenvText: readFileSync('.env', 'utf8') }), systemReaders)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    if (code === 'ENOENT') return loadConfig(readEnvironment({ env, dotenvText: null }), systemReaders)
    // What it says was meant.
    const problem = {
      name: '.env',
      what: `is there and cannot be read (${code})`,
      accepted: 'a file that the agent may read, or none',
    }
    return { problems: [problem], warnings: [] }
  }
}
