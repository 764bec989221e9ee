import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import type { Fault } from '../support/faulty-server.ts'
import { startN8n } from '../support/n8n-server.ts'
import { heartbeats, whatsApp } from './environment.ts'

const answerBody = 'words-of-the-answer'
const failure = (status: number, message: unknown): Fault => ({ status, body: { response: { message }, answerBody } })

const evolutionFaults: readonly Fault[] = [
  failure(401, 'Unauthorized'),
  failure(404, ['Cannot POST /message/sendText']),
  failure(400, [{ exists: false, number: '5511987654321' }]),
  failure(500, 'Connection Closed'),
  failure(500, 'Internal Server Error'),
  { status: 503, body: { code: 'LICENSE_REQUIRED', register_url: `https://${answerBody}` } },
  { status: 200, body: answerBody.repeat(100_000) },
  { status: 500, body: `{"${answerBody}":`, headers: { 'content-type': 'application/json' } },
  { status: 302, headers: { location: `https://${answerBody}` } },
  'reset',
  'reset-mid-answer',
  'lost-answer',
  'hang-mid-answer',
  'hang',
]

const n8nFaults: readonly Fault[] = [
  { status: 403, body: `${answerBody}!` },
  { status: 404, body: { message: `The requested webhook "POST ${answerBody}" is not registered.` } },
  { status: 500, body: { message: answerBody } },
  'reset',
  'lost-answer',
  'hang',
]

/** Each request meets the next of the faults. Returns how many were met. */
const rotate = (server: { fault: Fault | null }, faults: readonly Fault[]): (() => number) => {
  let met = 0
  Object.defineProperty(server, 'fault', { get: () => faults[met++ % faults.length] })
  return () => met
}

test.concurrent.each(['text', 'json'])('no fault brings a secret to light, in logs of %s', async (format) => {
  await using evolution = await startEvolution({ token: 'evolution-k3y' })
  await using n8n = await startN8n({ path: 'w3bhook' })
  const evolutionMet = rotate(evolution, evolutionFaults)
  const n8nMet = rotate(n8n, n8nFaults)
  const recipients = evolutionFaults.map((_, index) => `55119876543${index + 10}`)
  await using agent = startAgent({
    nodeOptions: ['--import', join(import.meta.dirname, '../support/throw-on-signal.ts')],
    environment: {
      ...whatsApp(evolution, recipients.join()),
      EVOLUTION_URL: evolution.url.replace('//', '//us3r:p%40ss@'),
      ...heartbeats(n8n),
      CHECK_INTERVAL: '1',
      RAM_THRESHOLD: '1',
      RAM_FOR: '0',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: format,
    },
  })
  // One request each asks for the state and the version; the rest are messages.
  await agent.until(() => evolutionMet() > evolutionFaults.length + 2 && n8nMet() > n8nFaults.length)
  agent.signal('SIGUSR2')
  await agent.says('of the test')
  agent.signal('SIGTERM')
  await agent.end()

  const output = `${agent.output.stdout}${agent.output.stderr}`
  const secrets = [evolution.token, 'us3r', 'p@ss', 'p%40ss', n8n.token ?? '', '/webhook', n8n.path, '9876543']
  const bodies = [answerBody, 'linkPreview', 'começou', 'Limite', 'limite', 'total_sent', 'event_type']
  expect([...secrets, ...bodies].filter((words) => output.includes(words))).toEqual([])
  expect(output).toContain('with the key ***')
})
