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
  // An editor may have put a byte order mark before the first name.
  ...parseEnv(withQuotes((dotenvText ?? '').replace(/^\uFEFF/, ''))),
  ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
})

const unquoted = /^([ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*)([^\s'"`#].*)$/gm

/** Quotes values that hold a `#`. Node would end them there; for Docker Compose and python-dotenv only a `#` after a blank begins a comment. */
const withQuotes = (dotenvText: string): string =>
  dotenvText.replace(unquoted, (line, name: string, rest: string) => {
    const value = rest.replace(/\s+#.*/, '').trimEnd()
    const quote = ["'", '"', '`'].find((mark) => !value.includes(mark))
    return value.includes('#') && quote ? `${name}${quote}${value}${quote}` : line
  })
