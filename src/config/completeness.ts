import { variables, type Config, type VariableName } from '../config.ts'
import type { Problem } from './problems.ts'

const whatsapp = ['EVOLUTION_URL', 'EVOLUTION_TOKEN', 'EVOLUTION_INSTANCE', 'NOTIFY_NUMBER'] as const

const missing = (name: VariableName, why: string): Problem => ({
  name,
  what: `is missing or empty, but ${why}`,
  accepted: `${variables[name].accepted.en}, for example ${variables[name].example}`,
})

/** What is missing for the rest to make sense. */
export const completenessProblems = ({
  given,
  channels,
  production,
}: {
  /** Names of the variables that are not empty. */
  readonly given: ReadonlySet<string>
  readonly channels: Config['channels'] | undefined
  readonly production: boolean
}): readonly Problem[] => {
  const absent = whatsapp.filter((name) => !given.has(name))
  const present = whatsapp.filter((name) => given.has(name))
  const problems: Problem[] = []
  if (present.length > 0) {
    const verb = present.length === 1 ? 'is' : 'are'
    problems.push(...absent.map((name) => missing(name, `${present.join(', ')} ${verb} set`)))
  } else if (channels?.includes('whatsapp')) {
    problems.push(...absent.map((name) => missing(name, 'CHANNELS names whatsapp')))
  } else if (production && !given.has('CHANNELS')) {
    problems.push({
      name: 'CHANNELS',
      what: 'is needed: nothing is set for WhatsApp, and NODE_ENV is production',
      accepted: `${whatsapp.join(', ')} together, or CHANNELS=console where the terminal is meant`,
    })
  }
  if (given.has('N8N_HEARTBEAT_TOKEN') && !given.has('N8N_HEARTBEAT_URL')) {
    problems.push(missing('N8N_HEARTBEAT_URL', 'N8N_HEARTBEAT_TOKEN is set'))
  }
  return problems
}
