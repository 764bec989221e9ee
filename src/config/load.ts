import { customCleanEnv } from 'envalid'
import { configOf, variables, type Config, type Values } from '../config.ts'
import { completenessProblems } from './completeness.ts'
import type { Environment } from './environment.ts'
import { limitProblems } from './limits.ts'
import { readGiven, settingsIn } from './given.ts'
import { Invalid } from './invalid.ts'
import { withExample, type Problem } from './problems.ts'
import type { Translated } from './variable.ts'
import type { Readers } from './readers.ts'
import { configWarnings, misspeltWarnings } from './warnings.ts'

/** The configuration, or everything that is wrong with it. */
export type Loaded =
  | { readonly config: Config; readonly warnings: readonly Translated[] }
  | { readonly problems: readonly Problem[]; readonly warnings: readonly Translated[] }

/**
 * Makes the configuration of an environment. Never throws: all that is wrong is returned at once, in the order of the
 * variables, and without a single value.
 *
 * @param before  what is wrong with the files that the environment comes from: told first
 */
export const loadConfig = (env: Environment, readers: Readers, before: readonly Problem[] = []): Loaded => {
  const given = readGiven(env, readers)
  const { values, problems: invalid } = validate(given.values)
  const incomplete = completenessProblems({
    given: given.names,
    channels: values.CHANNELS,
    fallbackChannels: values.FALLBACK_CHANNELS,
    production: env['NODE_ENV'] === 'production',
  })
  const problems = inOrder([...before, ...given.problems, ...invalid, ...incomplete, ...limitProblems(values)])
  const misspelt = misspeltWarnings(Object.keys(env))
  if (problems.length > 0) return { problems, warnings: misspelt }

  const config = configOf(values, { given: given.names, readers, settings: settingsIn(env) })
  const chosen = given.names.has('CHANNELS')
  return { config, warnings: [...misspelt, ...configWarnings(config, { inContainer: readers.inContainer(), chosen })] }
}

const validate = (given: ReadonlyMap<string, string>): { values: Values; problems: readonly Problem[] } => {
  const problems: Problem[] = []
  const values = customCleanEnv(Object.fromEntries(given), variables, (cleaned) => cleaned, {
    reporter: ({ errors }) => {
      for (const [name, variable] of Object.entries(variables)) {
        const error = Object.entries(errors).find(([key]) => key === name)?.[1]
        if (error !== undefined)
          problems.push({ name, what: whyOf(error, given.get(name) ?? ''), accepted: withExample(variable) })
      }
    },
  })
  return { values, problems }
}

/** What is thrown by us is `Invalid`. A comment behind a value is one where a shell or Node reads it, and nowhere else. */
const whyOf = (error: Error, value: string): Translated => {
  const { en, pt } = error instanceof Invalid ? error.why : { en: 'is not accepted', pt: 'não é aceita' }
  if (!/\s#/.test(value)) return { en, pt }
  return {
    en: `${en}: the # and what is after it are part of the value, as docker run --env-file takes it`,
    pt: `${pt}: o # e o que vem depois fazem parte do valor, como o docker run --env-file o lê`,
  }
}

const order = Object.keys(variables)

const inOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => position(a) - position(b))

const position = ({ name }: Problem): number => order.indexOf(name.replace(/_FILE$/, ''))
