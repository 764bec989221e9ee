import { parseEnv } from 'node:util'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Joins the environment with the text of an `.env` file (null: there is none). What is set in both is the environment's. */
export const readEnvironment = ({
  env,
  dotenvText,
}: {
  readonly env: Environment
  readonly dotenvText: string | null
}): Environment => ({
  ...parseEnv(dotenvText ?? ''),
  ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
})
