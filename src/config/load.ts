import { customCleanEnv } from 'envalid'
import { variables } from '../config.ts'
import { completenessProblems } from './completeness.ts'
import type { Environment } from './environment.ts'
import { limitOf, limitProblems } from './limits.ts'
import { readGiven } from './given.ts'
import { othersOf, type Values } from './others.ts'
import type { Problem } from './problems.ts'
import type { Readers } from './readers.ts'
import { secretsOf } from './secrets.ts'
import type { Config } from './types.ts'
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

  const config = configOf(values, given.names, readers)
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

const configOf = (values: Values, given: ReadonlySet<string>, readers: Readers): Config => {
  const others = othersOf(values)
  return {
    agentName: values.AGENT_NAME ?? readers.hostName(values.HOST_ROOT),
    timeZone: values.TZ ?? readers.timeZone(values.HOST_ROOT),
    language: values.MESSAGE_LANGUAGE,
    checkInterval: values.CHECK_INTERVAL,
    reportHours: values.REPORT_HOURS,
    alertCooldown: values.ALERT_COOLDOWN,
    unstableFor: Math.max(values.UNSTABLE_FOR, values.ALERT_COOLDOWN / 2),
    unknownAfter: values.UNKNOWN_AFTER,
    quietHours: values.QUIET_HOURS,
    silencesFile: values.SILENCES_FILE ?? null,
    channels: values.CHANNELS ?? [others.evolution === null ? 'console' : 'whatsapp'],
    fallbackChannels: values.FALLBACK_CHANNELS ?? [],
    staleAfter: values.STALE_AFTER,
    outboxRetention: values.OUTBOX_RETENTION,
    fallbackAfter: { critical: values.FALLBACK_AFTER, rest: 10 * values.FALLBACK_AFTER },
    ...others,
    watch: { all: values.WATCH_ALL_CONTAINERS, names: values.WATCH_CONTAINERS, ignore: values.IGNORE_CONTAINERS },
    limits: {
      cpu: limitOf(values.CPU_THRESHOLD, values.CPU_CLEAR),
      ram: limitOf(values.RAM_THRESHOLD, values.RAM_CLEAR),
      disk: limitOf(values.DISK_THRESHOLD, values.DISK_CLEAR),
    },
    containerThresholds: { cpu: values.CONTAINER_CPU_THRESHOLD ?? null, ram: values.CONTAINER_RAM_THRESHOLD },
    cpuFor: values.CPU_FOR,
    ramFor: values.RAM_FOR,
    keepFiringFor: values.KEEP_FIRING_FOR,
    stopGrace: values.STOP_GRACE,
    dockerFor: values.DOCKER_FOR,
    disks: { mounts: values.DISK_MOUNTS, ignore: values.DISK_IGNORE },
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
    docker: { host: values.DOCKER_HOST, asked: given.has('DOCKER_HOST') },
    hostRoot: values.HOST_ROOT,
    dataDir: values.DATA_DIR,
    extensions: { folder: values.EXTENSIONS, asked: given.has('EXTENSIONS') },
    healthFile: values.HEALTH_FILE ?? null,
    secrets: secretsOf(others),
  }
}
