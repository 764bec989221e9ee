import { variables } from '../config.ts'
import type { Environment } from './environment.ts'
import { isProxyName } from './groups/proxies.ts'
import type { Problem } from './problems.ts'
import type { Readers } from './readers.ts'

/** What was given for our variables. */
export interface Given {
  /** Trimmed, files read. */
  readonly values: ReadonlyMap<string, string>
  /** Names for which something was given, though it may be of no use. */
  readonly names: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

// An empty variable is what a template's blank line leaves behind: as if it were not set.
const valueOf = (env: Environment, name: string): string | null =>
  env[name]?.trim() || (isProxyName(name) ? env[name.toLowerCase()]?.trim() : null) || null

/** Variables of the owner's own, for extensions: whatever is set and begins so. */
export const isSetting = (name: string): boolean => name.startsWith('EXTENSION_')

export const settingsIn = (env: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(env).flatMap((name) => {
      const value = isSetting(name) ? valueOf(env, name) : null
      return value === null ? [] : [[name, value]]
    }),
  )

/** Finds the values of our variables in the environment and, for secrets, in the files that `NAME_FILE` names. */
export const readGiven = (env: Environment, readers: Pick<Readers, 'file'>): Given => {
  const values = new Map<string, string>()
  const names = new Set<string>()
  const problems: Problem[] = []
  for (const [name, variable] of Object.entries(variables)) {
    const value = valueOf(env, name)
    const path = 'secret' in variable ? valueOf(env, `${name}_FILE`) : null
    if (value !== null || path !== null) names.add(name)
    if (value !== null) values.set(name, value)
    if (path === null) continue

    const problem = (what: string): Problem => ({
      name: `${name}_FILE`,
      what,
      accepted: `the path of a file that holds ${name}, for example /run/secrets/${name.toLowerCase()}`,
    })
    if (value !== null) {
      problems.push({ name, what: `is set twice: ${name}_FILE is set too`, accepted: 'one of the two' })
      continue
    }
    const content = readers.file(path)?.trim()
    if (content === undefined) problems.push(problem('names a file that cannot be read'))
    else if (content === '') problems.push(problem('names a file that is empty'))
    else values.set(name, content)
  }
  return { values, names, problems }
}
