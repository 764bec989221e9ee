import { variables, type ChannelName, type Config, type VariableName } from '../config.ts'
import { withExample, type Problem } from './problems.ts'
import type { Translated } from './variable.ts'

/** What a channel needs: all of it is set, or none. `extra` makes no sense without. */
interface SetUp {
  readonly name: ChannelName
  readonly needed: readonly VariableName[]
  readonly extra?: VariableName
}

const setUps: readonly SetUp[] = [
  { name: 'whatsapp', needed: ['EVOLUTION_URL', 'EVOLUTION_TOKEN', 'EVOLUTION_INSTANCE', 'NOTIFY_NUMBER'] },
  { name: 'telegram', needed: ['TELEGRAM_TOKEN', 'TELEGRAM_CHAT'] },
  { name: 'ntfy', needed: ['NTFY_URL'], extra: 'NTFY_TOKEN' },
  { name: 'webhook', needed: ['WEBHOOK_URL'], extra: 'WEBHOOK_SECRET' },
  { name: 'apprise', needed: ['APPRISE_URL', 'APPRISE_URLS'] },
]

const missing = (name: VariableName, why: Translated): Problem => ({
  name,
  what: { en: `is missing or empty, but ${why.en}`, pt: `falta ou está vazia, mas ${why.pt}` },
  accepted: withExample(variables[name]),
})

/** What is missing for the rest to make sense. */
export const completenessProblems = ({
  given,
  channels,
  fallbackChannels = [],
  production,
}: {
  /** Names of the variables that are not empty. */
  readonly given: ReadonlySet<string>
  readonly channels: Config['channels'] | undefined
  readonly fallbackChannels: Config['fallbackChannels'] | undefined
  readonly production: boolean
}): readonly Problem[] => {
  const named = { CHANNELS: channels ?? [], FALLBACK_CHANNELS: fallbackChannels }
  const whatsapp = setUps.slice(0, 1).flatMap(({ needed }) => needed)
  const main = channels ?? [given.has('EVOLUTION_URL') ? 'whatsapp' : 'console']
  const problems = setUps.flatMap((setUp) => setUpProblems(setUp, given, named))
  if (production && !given.has('CHANNELS') && !whatsapp.some((name) => given.has(name)))
    problems.push(productionProblem(given, whatsapp))
  for (const name of fallbackChannels.filter((fallback) => main.includes(fallback)))
    problems.push({
      name: 'FALLBACK_CHANNELS',
      what: {
        en: `names ${name}, where messages go at once`,
        pt: `cita ${name}, para onde as mensagens já vão na hora`,
      },
      accepted: { en: 'channels that CHANNELS does not name', pt: 'canais que CHANNELS não cita' },
    })
  if (given.has('N8N_HEARTBEAT_TOKEN') && !given.has('N8N_HEARTBEAT_URL'))
    problems.push(missing('N8N_HEARTBEAT_URL', areSet(['N8N_HEARTBEAT_TOKEN'])))
  return problems
}

const setUpProblems = (
  { name, needed, extra }: SetUp,
  given: ReadonlySet<string>,
  named: Readonly<Record<'CHANNELS' | 'FALLBACK_CHANNELS', readonly ChannelName[]>>,
): Problem[] => {
  const absent = needed.filter((variable) => !given.has(variable))
  const present = [...needed, ...(extra ? [extra] : [])].filter((variable) => given.has(variable))
  const by = (['CHANNELS', 'FALLBACK_CHANNELS'] as const).find((list) => named[list].includes(name))
  const why = present.length > 0 ? areSet(present) : by && { en: `${by} names ${name}`, pt: `${by} cita ${name}` }
  return why === undefined ? [] : absent.map((variable) => missing(variable, why))
}

const areSet = (names: readonly string[]): Translated => {
  const isOne = names.length === 1
  return {
    en: `${names.join(', ')} ${isOne ? 'is' : 'are'} set`,
    pt: `${names.join(', ')} ${isOne ? 'está definida' : 'estão definidas'}`,
  }
}

/** The terminal of a server is nobody's: there it has to be meant. */
const productionProblem = (given: ReadonlySet<string>, whatsapp: readonly string[]): Problem => {
  const ready = setUps
    .filter(({ needed }) => needed.every((variable) => given.has(variable)))
    .map(({ name }) => name)
    .join(',')
  return {
    name: 'CHANNELS',
    what: {
      en: 'is needed: nothing is set for WhatsApp, and NODE_ENV is production',
      pt: 'precisa ser definida: não há nada para o WhatsApp, e NODE_ENV é production',
    },
    accepted:
      ready === ''
        ? {
            en: `${whatsapp.join(', ')} together, or CHANNELS=console where the terminal is meant`,
            pt: `${whatsapp.join(', ')} juntas, ou CHANNELS=console se o terminal for o desejado`,
          }
        : {
            en: `CHANNELS=${ready}, which is set up, or CHANNELS=console where the terminal is meant`,
            pt: `CHANNELS=${ready}, que já está configurado, ou CHANNELS=console se o terminal for o desejado`,
          },
  }
}
