import { variables } from '../config.ts'
import type { Environment } from './environment.ts'
import { isProxyName } from './groups/proxies.ts'
import type { Problem } from './problems.ts'
import type { Readers } from './readers.ts'
import type { Translated } from './variable.ts'

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

const isQuoted = (text: string | null): boolean => text !== null && /^(["'`]).*\1$/s.test(text)

const inQuotes: Translated = {
  en: 'is in quotes, and they are part of the value: docker run --env-file keeps them',
  pt: 'está entre aspas, e elas fazem parte do valor: o docker run --env-file não as tira',
}

const withoutQuotes: Translated = { en: 'the same without the quotes', pt: 'o mesmo sem as aspas' }

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
    const kept = [
      { of: name, text: value },
      { of: `${name}_FILE`, text: path },
    ].filter(({ text }) => isQuoted(text))
    problems.push(...kept.map(({ of }) => ({ name: of, what: inQuotes, accepted: withoutQuotes })))
    if (kept.length > 0) continue
    if (value !== null) values.set(name, value)
    if (path === null) continue

    const problem = (what: Translated): Problem => ({
      name: `${name}_FILE`,
      what,
      accepted: {
        en: `the path of a file that holds ${name}, for example /run/secrets/${name.toLowerCase()}`,
        pt: `o caminho de um arquivo que contém ${name}, por exemplo /run/secrets/${name.toLowerCase()}`,
      },
    })
    if (value !== null) {
      problems.push({
        name,
        what: { en: `is set twice: ${name}_FILE is set too`, pt: `está definida duas vezes: ${name}_FILE também está` },
        accepted: { en: 'one of the two', pt: 'uma das duas' },
      })
      continue
    }
    const content = readers.file(path)?.trim()
    if (content === undefined)
      problems.push(
        problem({ en: 'names a file that cannot be read', pt: 'aponta para um arquivo que não pode ser lido' }),
      )
    else if (content === '')
      problems.push(problem({ en: 'names a file that is empty', pt: 'aponta para um arquivo vazio' }))
    else if (isQuoted(content))
      problems.push(
        problem({
          en: 'names a file whose text is in quotes, which are part of it',
          pt: 'aponta para um arquivo cujo texto está entre aspas, que fazem parte dele',
        }),
      )
    else values.set(name, content)
  }
  return { values, names, problems }
}
