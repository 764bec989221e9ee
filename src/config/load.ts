import { customCleanEnv } from 'envalid'
import { configOf, variables, type Config, type Values } from '../config.ts'
import { completenessProblems } from './completeness.ts'
import type { Environment } from './environment.ts'
import { limitProblems } from './limits.ts'
import { readGiven, settingsIn } from './given.ts'
import type { Problem } from './problems.ts'
import type { Readers } from './readers.ts'
import { configWarnings, misspeltWarnings } from './warnings.ts'

/** The configuration, or everything that is wrong with it. */
export type Loaded =
  | { readonly config: Config; readonly warnings: readonly string[] }
  | { readonly problems: readonly Problem[]; readonly warnings: readonly string[] }

/**
 * Makes the configuration of an environment. Never throws: all that is wrong is returned at once, in the order of the
 * variables, and without a single value.
 */
export const loadConfig = (env: Environment, readers: Readers): Loaded => {
  const given = readGiven(env, readers)
  const { values, problems: invalid } = validate(given.values)
  const incomplete = completenessProblems({
    given: given.names,
    channels: values.CHANNELS,
    fallbackChannels: values.FALLBACK_CHANNELS,
    production: env['NODE_ENV'] === 'production',
  })
  const problems = inOrder([...given.problems, ...invalid, ...incomplete, ...limitProblems(values)])
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
      for (const [name, { accepted, example }] of Object.entries(variables)) {
        const error = Object.entries(errors).find(([key]) => key === name)?.[1]
        if (error !== undefined) {
          problems.push({ name, what: error.message, accepted: `${accepted.en}, for example ${example}` })
        }
      }
    },
  })
  return { values, problems }
}

const order = Object.keys(variables)

const inOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => position(a) - position(b))

const position = ({ name }: Problem): number => order.indexOf(name.replace(/_FILE$/, ''))
