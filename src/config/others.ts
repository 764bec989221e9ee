import type { CleanedEnv } from 'envalid'
import type { variables } from '../config.ts'
import type { Config, Evolution, HeartbeatConfig } from './types.ts'

/** What the variables hold, each checked by itself. */
export type Values = CleanedEnv<typeof variables>

/** Everybody whom the agent speaks to over the network, all keys among it; null who is not set up. */
export type Others = Pick<Config, 'evolution' | 'telegram' | 'ntfy' | 'webhook' | 'apprise' | 'heartbeat' | 'services'>

/** Those that the variables set up whole. */
export const othersOf = (values: Values): Others => {
  const { TELEGRAM_TOKEN, TELEGRAM_CHAT, NTFY_URL, NTFY_TOKEN = null, WEBHOOK_URL, WEBHOOK_SECRET = null } = values
  const { APPRISE_URL, APPRISE_URLS } = values
  return {
    evolution: evolutionOf(values),
    telegram: TELEGRAM_TOKEN && TELEGRAM_CHAT ? { token: TELEGRAM_TOKEN, recipients: TELEGRAM_CHAT } : null,
    ntfy: NTFY_URL ? { url: NTFY_URL, token: NTFY_TOKEN } : null,
    webhook: WEBHOOK_URL ? { url: WEBHOOK_URL, secret: WEBHOOK_SECRET } : null,
    apprise: APPRISE_URL && APPRISE_URLS ? { url: APPRISE_URL, urls: APPRISE_URLS } : null,
    heartbeat: heartbeatOf(values),
    services: values.SERVICES,
  }
}

const heartbeatOf = (values: Values): HeartbeatConfig | null => {
  const { N8N_HEARTBEAT_URL: url = null, N8N_HEARTBEAT_TOKEN: token = null, HEARTBEAT_INTERVAL: interval } = values
  const pings = values.HEARTBEAT_URLS
  return url === null && pings.length === 0 ? null : { url, token, interval, pings }
}

const evolutionOf = (values: Values): Evolution | null => {
  const { EVOLUTION_URL: url, EVOLUTION_TOKEN: token, EVOLUTION_INSTANCE: instance, NOTIFY_NUMBER: recipients } = values
  if (url === undefined || token === undefined || instance === undefined || recipients === undefined) return null
  return { url, token, instance, recipients }
}
