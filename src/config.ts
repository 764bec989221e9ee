import type { CleanedEnv } from 'envalid'
import { agent } from './config/groups/agent.ts'
import { alerts } from './config/groups/alerts.ts'
import { containers } from './config/groups/containers.ts'
import { heartbeat } from './config/groups/heartbeat.ts'
import { otherChannels } from './config/groups/other-channels.ts'
import { proxies } from './config/groups/proxies.ts'
import { probes } from './config/groups/services.ts'
import { system } from './config/groups/system.ts'
import { whatsapp } from './config/groups/whatsapp.ts'
import type { Surroundings, Variables } from './config/group.ts'
import { secretsOf } from './config/secrets.ts'
import type { Translated } from './config/variable.ts'

export type * from './config/types.ts'
export type { Translated, Variable } from './config/variable.ts'

/** Every variable that the agent reads. One that is secret is also read from the file that `NAME_FILE` names. */
export const variables = {
  ...whatsapp.variables,
  ...otherChannels.variables,
  ...heartbeat.variables,
  ...agent.variables,
  ...alerts.variables,
  ...containers.variables,
  ...probes.variables,
  ...proxies.variables,
  ...system.variables,
}

export type VariableName = keyof typeof variables

/** What the variables hold, each checked by itself. */
export type Values = CleanedEnv<typeof variables>

/** The same variables as people read them: in order, under titles. */
export const groups: readonly { readonly title: Translated; readonly variables: Variables }[] = [
  whatsapp,
  otherChannels,
  heartbeat,
  agent,
  alerts,
  containers,
  probes,
  proxies,
  system,
]

/** What the owner has asked for. Durations are milliseconds, thresholds percent. */
export type Config = Readonly<ReturnType<typeof configOf>>

export const configOf = (values: Values, surroundings: Omit<Surroundings, 'hostRoot'>) => {
  const around = { ...surroundings, hostRoot: values.HOST_ROOT }
  const others = {
    ...whatsapp.configOf(values, around),
    ...otherChannels.configOf(values, around),
    ...heartbeat.configOf(values, around),
    ...probes.configOf(values, around),
    ...proxies.configOf(values, around),
  }
  return {
    ...others,
    ...agent.configOf(values, around),
    ...alerts.configOf(values, around),
    ...containers.configOf(values, around),
    ...system.configOf(values, around),
    /** What must never be seen in a log or a message: tokens and the URLs that are as good as one. */
    secrets: secretsOf(others, surroundings.settings),
  }
}
