import { readFileSync } from 'node:fs'
import { readDotenv, type Dotenv } from './dotenv.ts'
import { joinEnvironments, type Environment } from './environment.ts'
import { loadConfig, type Loaded } from './load.ts'
import { systemReaders } from './readers.ts'
import type { Config } from '../config.ts'

/** The configuration of a process: its environment, and the `.env` file of the folder in which it runs. */
export const loadEnvironment = (env: Environment): Loaded => {
  const { values, problems } = dotenv()
  return loadConfig(joinEnvironments(env, values), systemReaders, problems)
}

/** In which language people are spoken to, whatever else is wrong with the configuration. */
export const languageIn = (env: Environment): Config['language'] => {
  const { MESSAGE_LANGUAGE: given = '' } = joinEnvironments(env, dotenv().values)
  const word = given.replaceAll(/["'\s]/g, '').toLowerCase()
  return languages.find((one) => one.toLowerCase() === word) ?? 'pt-BR'
}

const languages = ['pt-BR', 'en'] as const

/** One that is there was meant. */
const dotenv = (): Dotenv => {
  try {
    return readDotenv(readFileSync('.env'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    if (code === 'ENOENT') return { values: {}, problems: [] }
    const problem = {
      name: '.env',
      what: { en: `is there and cannot be read (${code})`, pt: `existe e não pode ser lido (${code})` },
      accepted: { en: 'a file that the agent may read, or none', pt: 'um arquivo que o agente possa ler, ou nenhum' },
    }
    return { values: {}, problems: [problem] }
  }
}
