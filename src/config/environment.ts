/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Joins the environment with what an `.env` file sets. What is set in both is the environment's. */
export const joinEnvironments = (env: Environment, dotenv: Environment): Environment => ({
  ...dotenv,
  ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
})
