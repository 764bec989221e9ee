import { variables } from '../config.ts'
import { meantName } from './misspelt.ts'
import type { Config } from '../config.ts'
import { isSetting } from './given.ts'
import type { Translated } from './variable.ts'
import { isProxyName } from './groups/proxies.ts'

const known = Object.entries(variables).flatMap(([name, variable]) =>
  'secret' in variable ? [name, `${name}_FILE`] : [name],
)

/** One line for each name in the environment that looks like one of ours, misspelt. */
export const misspeltWarnings = (names: readonly string[]): readonly Translated[] =>
  names.flatMap((name) => {
    const meant = isProxyName(name.toUpperCase()) || isSetting(name) ? null : meantName(name, known)
    return meant === null
      ? []
      : [
          {
            en: `${name} is not read by Vigilo: is ${meant} meant?`,
            pt: `${name} não é lida pelo Vigilo: seria ${meant}?`,
          },
        ]
  })

const isLocal = (address: string): boolean => {
  const name = URL.parse(address.replace(/^tcp:/, 'http:'))?.hostname ?? ''
  return name === 'localhost' || name.endsWith('.localhost') || name.startsWith('127.') || name === '[::1]'
}

/** One line for each thing that is accepted but hardly meant. */
export const configWarnings = (
  config: Config,
  { inContainer, chosen }: { readonly inContainer: boolean; /** Whether CHANNELS is set. */ readonly chosen: boolean },
): readonly Translated[] => {
  const { watch, evolution, ntfy, webhook, apprise, heartbeat, docker } = config
  const both = watch.names.filter((name) => watch.ignore.includes(name))
  const addresses = [
    { name: 'EVOLUTION_URL', address: evolution?.url ?? '' },
    { name: 'NTFY_URL', address: ntfy?.url ?? '' },
    { name: 'WEBHOOK_URL', address: webhook?.url ?? '' },
    { name: 'APPRISE_URL', address: apprise?.url ?? '' },
    { name: 'N8N_HEARTBEAT_URL', address: heartbeat?.url ?? '' },
    { name: 'DOCKER_HOST', address: docker.host },
  ]
  const used = [...config.channels, ...config.fallbackChannels]
  const unused = (['telegram', 'ntfy', 'webhook', 'apprise'] as const).filter(
    (name) => config[name] !== null && !used.includes(name) && !chosen,
  )
  return [
    ...unused.map((name) => ({
      en: `${name} is set up, but gets no messages: CHANNELS does not name it.`,
      pt: `${name} está configurado, mas não recebe mensagens: CHANNELS não o cita.`,
    })),
    ...both.map((name) => ({
      en: `${name} is in WATCH_CONTAINERS and in IGNORE_CONTAINERS: it is watched.`,
      pt: `${name} está em WATCH_CONTAINERS e em IGNORE_CONTAINERS: é monitorado.`,
    })),
    ...addresses
      .filter(({ address }) => inContainer && isLocal(address))
      .map(({ name }) => ({
        en: `${name} points to localhost, which inside a container is the agent itself: host.docker.internal is the host.`,
        pt: `${name} aponta para localhost, que dentro de um container é o próprio agente: o host é host.docker.internal.`,
      })),
  ]
}
