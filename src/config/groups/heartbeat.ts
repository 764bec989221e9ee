import { httpUrl, httpUrls } from '../addresses.ts'
import { group } from '../group.ts'
import { seconds } from '../numbers.ts'
import { token } from '../texts.ts'
import type { HeartbeatConfig } from '../types.ts'

export const heartbeat = group({
  title: { en: 'Heartbeat', pt: 'Heartbeat' },
  variables: {
    N8N_HEARTBEAT_URL: {
      ...httpUrl('https://n8n.example.com/webhook/vigilo'),
      secret: true,
      en: 'n8n webhook that hears the heartbeat. Without it and without HEARTBEAT_URLS none is sent.',
      pt: 'Webhook do n8n que recebe o heartbeat. Sem ele e sem HEARTBEAT_URLS, nenhum é enviado.',
    },
    N8N_HEARTBEAT_TOKEN: {
      ...token(),
      secret: true,
      en: 'Sent to the webhook as `Authorization: Bearer`.',
      pt: 'Enviado ao webhook como `Authorization: Bearer`.',
    },
    HEARTBEAT_URLS: {
      ...httpUrls('https://hc-ping.com/your-uuid'),
      secret: true,
      en: 'Others that hear each heartbeat as a plain GET: healthchecks.io, Uptime Kuma (push).',
      pt: 'Outros que recebem cada heartbeat como um simples GET: healthchecks.io, Uptime Kuma (push).',
    },
    HEARTBEAT_INTERVAL: {
      ...seconds({ default: 60, min: 1, max: 3600 }),
      en: 'Time between two heartbeats.',
      pt: 'Tempo entre dois heartbeats.',
    },
  },
  configOf: (values) => {
    const { N8N_HEARTBEAT_URL: url = null, N8N_HEARTBEAT_TOKEN: token = null, HEARTBEAT_INTERVAL: interval } = values
    const pings = values.HEARTBEAT_URLS
    const heartbeat: HeartbeatConfig | null =
      url === null && pings.length === 0 ? null : { url, token, interval, pings }
    return { heartbeat }
  },
})
