import { readFileSync } from 'node:fs'
import { readEnvironment, type Environment } from './environment.ts'
import { loadConfig, type Loaded } from './load.ts'
import { systemReaders } from './readers.ts'
import type { Config } from '../config.ts'

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

/** In which language people are spoken to, whatever else is wrong with the configuration. */
export const languageIn = (env: Environment): Config['language'] => {
  const { MESSAGE_LANGUAGE: given } = readEnvironment({ env, dotenvText: dotenv() })
  return languages.find((one) => one.toLowerCase() === given?.trim().toLowerCase()) ?? 'pt-BR'
}

const languages = ['pt-BR', 'en'] as const

const dotenv = (): string | null => {
  try {
    return readFileSync('.env', 'utf8')
  } catch {
    return null
  }
}
