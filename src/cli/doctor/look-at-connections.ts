import { catchError, of, type Observable } from 'rxjs'
import type { Config } from '../../config.ts'
import type { ConnectionTest } from '../../model/notification.ts'
import { createChannels } from '../../sinks/channels/index.ts'
import { createHeartbeat } from '../../sinks/heartbeat.ts'
import { createEngine } from '../../sources/containers/index.ts'
import { failureOf } from '../../sources/services/probe-failure.ts'
import type { ProbeResult } from '../../sources/services/probe-result.ts'
import { probe } from '../../sources/services/probe.ts'
import { english } from '../../text/en.ts'
import { failureWords } from '../../text/failure-words.ts'
import type { CommandContext } from '../command-context.ts'
import { onlyOf } from '../only-of.ts'
import { bad, odd, well, type Finding } from './finding.ts'

/** Milliseconds until a connection must have shown that it works. */
const deadline = 15_000

/** Which variables say where it is. */
const settings: Readonly<Partial<Record<string, string>>> = {
  whatsapp: 'EVOLUTION_URL, EVOLUTION_TOKEN and EVOLUTION_INSTANCE, and whether the Evolution API runs',
  telegram: 'TELEGRAM_TOKEN and TELEGRAM_CHAT',
  ntfy: 'NTFY_URL and NTFY_TOKEN',
  apprise: 'APPRISE_URL and APPRISE_URLS, and whether the API server runs',
  heartbeat: 'N8N_HEARTBEAT_URL and N8N_HEARTBEAT_TOKEN, and whether the workflow is active',
  ping: 'HEARTBEAT_URLS',
}

/** Whether each channel could send now. */
export const lookAtChannels = ({ config, logs }: CommandContext): readonly Promise<Finding>[] => {
  const names = [...config.channels, ...config.fallbackChannels]
  const terminal = { write: () => undefined }
  return createChannels(names, { config, logs, terminal }).map(async (channel) => {
    const { name } = channel
    if (name === 'console') return well('console: messages go to the log')
    if (name === 'webhook')
      return well('webhook: set up; only a message shows whether it works (test --channel webhook)')
    return findingOf(await conduct(name, channel.test()))
  })
}

/** Whether those who are to hear the heartbeat do. */
export const lookAtHeartbeats = ({ config, logs }: CommandContext, version: string): readonly Promise<Finding>[] => {
  const { heartbeat, agentName, checkInterval } = config
  if (heartbeat === null) {
    const what = 'heartbeat: none is sent, so nobody notices when this server is silent'
    return [Promise.resolve(odd(what, 'set N8N_HEARTBEAT_URL or HEARTBEAT_URLS'))]
  }
  const outbox = () => ({ queued: 0, oldestQueuedAt: null, refused: 0 })
  const options = { agentName, checkInterval, version, outbox, log: logs('heartbeat') }
  const n8n = heartbeat.url === null ? [] : [{ name: 'heartbeat', heard: { ...heartbeat, pings: [] } }]
  const others = heartbeat.pings.map((ping) => ({ name: 'ping', heard: { ...heartbeat, url: null, pings: [ping] } }))
  return [...n8n, ...others].map(async ({ name, heard }) => {
    const { result } = await conduct(name, createHeartbeat({ ...options, heartbeat: heard }).test())
    return findingOf({ name, result })
  })
}

/** Whether the Docker engine answers. */
export const lookAtEngine = async ({ config, logs }: CommandContext): Promise<Finding> => {
  const { host, asked } = config.docker
  const { result } = await conduct('docker', createEngine({ host, log: logs('docker') }).test())
  if (result.ok) return well('docker: connected')
  return (asked ? bad : odd)(`docker: ${result.reason}`, engineAdvice(result.reason))
}

const engineAdvice = (reason: string): string => {
  if (reason.startsWith('no socket'))
    return 'mount /var/run/docker.sock, or say in DOCKER_HOST where the engine listens; without one, only the host is watched'
  if (reason.startsWith('permission denied'))
    return 'give the agent the group of the socket: stat -c %g /var/run/docker.sock tells it, group_add gives it'
  return 'see whether the engine runs (docker ps on the host), and look at DOCKER_HOST'
}

/** Whether each service is well. */
export const lookAtServices = ({ services }: Config): readonly Promise<Finding>[] =>
  services.map(async ({ name, target, timeout: limit }) => {
    const late: ProbeResult = { failure: { reason: 'timeout', detail: '' }, validUntil: null }
    const { failure } = await onlyOf(probe(target).pipe(catchError(thrown)), { within: limit, otherwise: late })
    if (failure === null) return well(`service ${name}: well`)
    return bad(`service ${name}: ${failureWords(failure, english)}`, 'see whether it runs, and look at SERVICES')
  })

const thrown = (error: unknown): Observable<ProbeResult> => of({ failure: failureOf(error), validUntil: null })

const conduct = (name: string, test$: Observable<ConnectionTest>): Promise<ConnectionTest> =>
  onlyOf(test$, { within: deadline, otherwise: { name, result: { ok: false, reason: 'no answer in 15 s' } } })

const findingOf = ({ name, result }: ConnectionTest): Finding =>
  result.ok ? well(`${name}: connected`) : bad(`${name}: ${result.reason}`, `look at ${settings[name] ?? name}`)
