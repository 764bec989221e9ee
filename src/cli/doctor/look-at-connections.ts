import { catchError, of, type Observable } from 'rxjs'
import { noMemory } from '../../model/memory.ts'
import { noMoves } from '../../model/moves.ts'
import type { ConnectionTest } from '../../model/notification.ts'
import { createChannels } from '../../sinks/channels/index.ts'
import { createHeartbeat } from '../../sinks/heartbeat.ts'
import { createEngine } from '../../sources/containers/index.ts'
import { failureOf } from '../../sources/services/probe-failure.ts'
import type { ProbeResult } from '../../sources/services/probe-result.ts'
import { probe } from '../../sources/services/probe.ts'
import { isEngineExpected } from '../../streams/checks/is-engine-expected.ts'
import type { CommandText } from '../../text/command-words.ts'
import { failureWords } from '../../text/failure-words.ts'
import type { CommandContext } from '../command-context.ts'
import { onlyOf } from '../only-of.ts'
import { bad, odd, well, type Finding } from './finding.ts'

/** Milliseconds until a connection must have shown that it works. */
const deadline = 15_000

/** Whether each channel could send now. */
export const lookAtChannels = ({ config, clients, logs, text }: CommandContext): readonly Promise<Finding>[] => {
  const { http } = clients
  const names = [...config.channels, ...config.fallbackChannels]
  const terminal = { write: () => undefined }
  return createChannels(names, { config, http, logs, terminal, moves: noMoves }).map(async (channel) => {
    const { name } = channel
    if (name === 'console') return well(text.words.doctor.console)
    if (name === 'webhook') return well(text.words.doctor.webhook)
    return findingOf(await conduct(name, channel.test()), text)
  })
}

/** Whether those who are to hear the heartbeat could: nobody is to take this for one. */
export const lookAtHeartbeats = (
  { config, clients, logs, text }: CommandContext,
  version: string,
): readonly Promise<Finding>[] => {
  const { heartbeat, agentName, checkInterval } = config
  if (heartbeat === null) return [Promise.resolve(odd(text.words.doctor.noHeartbeat))]
  const outbox = () => ({ queued: 0, oldestQueuedAt: null, refused: 0 })
  const options = {
    http: clients.http,
    agentName,
    checkInterval,
    version,
    outbox,
    silences: () => 0,
    log: logs('heartbeat'),
  }
  const n8n = heartbeat.url === null ? [] : [{ name: 'heartbeat', heard: { ...heartbeat, pings: [] } }]
  const others = heartbeat.pings.map((ping) => ({ name: 'ping', heard: { ...heartbeat, url: null, pings: [ping] } }))
  return [...n8n, ...others].map(async ({ name, heard }) => {
    const { result } = await conduct(name, createHeartbeat({ ...options, heartbeat: heard }).test())
    if (name === 'ping' && result.ok) return well(text.words.doctor.ping)
    return findingOf({ name, result }, text)
  })
}

/** Whether the Docker engine answers. */
export const lookAtEngine = async ({ config, clients, logs, text }: CommandContext): Promise<Finding> => {
  const { host } = config.docker
  const { result } = await conduct(
    'docker',
    createEngine({ host, hostRoot: config.hostRoot, connect: clients.connect, log: logs('docker') }).test(),
  )
  const { connected, engine } = text.words.doctor
  if (result.ok) return well(connected('docker'))
  const what = `docker: ${text.reason(result.reason)}`
  if (result.isAbsent !== true)
    return bad({ what, advice: result.reason.code === 'socketForbidden' ? engine.forbidden : engine.other })
  return (isEngineExpected(config, noMemory) ? bad : odd)({ what, advice: engine.absent })
}

/** Whether each service is well. */
export const lookAtServices = ({ config, clients, text }: CommandContext): readonly Promise<Finding>[] =>
  config.services.map(async ({ name, target, timeout: limit }) => {
    const late: ProbeResult = { failure: { reason: 'timeout', detail: '' }, validUntil: null }
    const { failure } = await onlyOf(probe(target, clients.connect).pipe(catchError(thrown)), {
      within: limit,
      otherwise: late,
    })
    const { service } = text.words.doctor
    return failure === null ? well(service.well(name)) : bad(service.failed(name, failureWords(failure, text.language)))
  })

const thrown = (error: unknown): Observable<ProbeResult> => of({ failure: failureOf(error), validUntil: null })

const conduct = (name: string, test$: Observable<ConnectionTest>): Promise<ConnectionTest> =>
  onlyOf(test$, {
    within: deadline,
    otherwise: { name, result: { ok: false, reason: { code: 'noAnswer', seconds: deadline / 1_000 } } },
  })

const findingOf = ({ name, result }: ConnectionTest, { words, reason }: CommandText): Finding => {
  const { connected, notConnected, settings } = words.doctor
  return result.ok ? well(connected(name)) : bad(notConnected(name, reason(result.reason), settings[name] ?? name))
}
