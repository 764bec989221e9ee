import type { EvolutionServer } from '../support/evolution-server.ts'
import type { N8nServer } from '../support/n8n-server.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Messages go to WhatsApp over this server. */
export const whatsApp = (
  { url, token, instance }: Pick<EvolutionServer, 'url' | 'token' | 'instance'>,
  recipients = '5511988887777',
): Environment => ({
  EVOLUTION_URL: url,
  EVOLUTION_TOKEN: token,
  EVOLUTION_INSTANCE: instance,
  NOTIFY_NUMBER: recipients,
})

/** Heartbeats go to this server, every second. */
export const heartbeats = ({ url, token }: Pick<N8nServer, 'url' | 'token'>): Environment => ({
  N8N_HEARTBEAT_URL: url,
  N8N_HEARTBEAT_TOKEN: token ?? undefined,
  HEARTBEAT_INTERVAL: '1',
})
