import { describe, expect, test } from 'vitest'
import { failureOf } from '../../src/sinks/heartbeat/failure.ts'
import { networkReason } from '../../src/sinks/network-reason.ts'
import { outcomeOfStatus } from '../../src/sinks/retry-policy.ts'
import { connectionOf } from '../../src/sinks/channels/whatsapp/connection.ts'
import { failureReason } from '../../src/sources/containers/failure-reason.ts'
import { brazilianReasons } from '../../src/text/pt-br-reasons.ts'

const answered = (status: number, body: unknown = {}) =>
  ({ kind: 'answered', status, body, retryAfterMilliseconds: null }) as const

const codes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPROTO',
  'CERT_HAS_EXPIRED',
]
const states = ['close', 'connecting', undefined]

const given: Readonly<Record<string, readonly (string | null)[]>> = {
  Docker: [...codes, 'ENOENT', 'EACCES', 'EHOSTUNREACH', undefined].map((code) =>
    failureReason({ code }, 'unix:///var/run/docker.sock'),
  ),
  "Docker's status": [failureReason({ statusCode: 500 }, 'tcp://127.0.0.1:2375')],
  network: codes.map((code) => networkReason(Object.assign(new Error(code), { code }), 20_000)),
  'time-out': [networkReason(Object.assign(new Error(), { name: 'TimeoutError' }), 20_000), 'no answer yet'],
  webhook: [401, 404, 500, 502].map((status) => failureOf(answered(status))),
  Evolution: [401, 404, 500, 200].map((status) => reasonIn(connectionOf(answered(status)))),
  'no instance': [
    reasonIn(connectionOf(answered(404, { response: { message: ['The "x" instance does not exist'] } }))),
    reasonIn(connectionOf(answered(503, { code: 'LICENSE_REQUIRED' }))),
  ],
  'other channels': ['Telegram', 'ntfy', 'Apprise'].flatMap((name) =>
    [307, 400, 401, 404, 429, 500].map((status) => {
      const outcome = outcomeOfStatus(answered(status), { name, checkKey: 'THE_KEY', checkAddress: 'THE_ADDRESS' })
      return 'reason' in outcome ? outcome.reason : null
    }),
  ),
  'not their answers': [
    'not the answer of Telegram',
    'not the answer of an ntfy server: check NTFY_URL',
    'not the answer of an Apprise API: check APPRISE_URL',
    'Telegram is not there (302): check the network',
    'the chat does not let the bot write (403): it has to start or add the bot',
    'Apprise does not understand the URL (204): check APPRISE_URLS',
  ],
  WhatsApp: states.map((state) => reasonIn(connectionOf(answered(200, { instance: { state } })))),
}

function reasonIn(result: ReturnType<typeof connectionOf>): string | null {
  return result.ok ? null : result.reason
}

/** Guards against a reason that is reworded where it is given and then left untranslated. */
describe('each reason that is given has its words in Portuguese', () => {
  test.each(Object.entries(given))('%s', (_, reasons) => {
    for (const reason of reasons)
      expect(brazilianReasons.filter(([pattern]) => pattern.test(reason ?? ''))).toHaveLength(1)
  })
})
