import type { Channel } from '../../../src/model/channel.ts'
import type { Message } from '../../../src/model/message.ts'
import { noMoves } from '../../../src/model/moves.ts'
import { createApprise } from '../../../src/sinks/channels/apprise.ts'
import { createConsole } from '../../../src/sinks/channels/console.ts'
import { createNtfy } from '../../../src/sinks/channels/ntfy.ts'
import { createTelegram } from '../../../src/sinks/channels/telegram.ts'
import { createWebhook } from '../../../src/sinks/channels/webhook.ts'
import { createWhatsApp } from '../../../src/sinks/channels/whatsapp.ts'
import { startApprise } from '../../support/apprise-server.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { startEvolution } from '../../support/evolution-server.ts'
import type { Fault } from '../../support/faulty-server.ts'
import { startNtfy } from '../../support/ntfy-server.ts'
import { startTelegram } from '../../support/telegram-server.ts'
import { startWebhook } from '../../support/webhook-server.ts'
import { clients } from '../../support/clients.ts'

/** How a channel is made for a test; `url`: another server than its own. */
export interface Asked {
  readonly message?: Message
  readonly url?: string
  readonly isKeyWrong?: boolean
  /** Milliseconds. */
  readonly timeLimit?: number
}

/** A channel with the server that it speaks to. */
export interface Stage extends AsyncDisposable {
  readonly channel: (asked?: Asked) => Channel
  /** What people read of what was accepted, in order. */
  readonly received: () => readonly string[]
  /** What no reason and no log line may hold. */
  readonly secrets: readonly string[]
  /** What goes wrong with every request from now on; null where there is no server. */
  readonly fail: ((fault: Fault | null) => void) | null
  readonly close: () => Promise<void>
  readonly log: readonly string[]
}

const repeated = 'repetida'
const textOf =
  ({ message = [['words']] }: Asked) =>
  () =>
    message

const whatsApp = (version: string) => async (): Promise<Stage> => {
  const server = await startEvolution({ version })
  const { log, lines } = capturedLog()
  const number = '5511988887777'
  return {
    channel: (asked = {}) =>
      createWhatsApp({
        http: clients.http,
        evolution: {
          url: asked.url ?? server.url,
          token: asked.isKeyWrong ? 'an0ther-key' : server.token,
          instance: server.instance,
          recipients: [number],
        },
        text: textOf(asked),
        repeated,
        log,
        timeLimit: asked.timeLimit ?? 5_000,
      }),
    received: () => server.messages.map(({ text }) => text),
    secrets: [server.token, 'an0ther-key', server.url, '/message', number],
    fail: (fault) => (server.fault = fault),
    close: server.close,
    log: lines,
    [Symbol.asyncDispose]: server.close,
  }
}

const telegram = async (): Promise<Stage> => {
  const server = await startTelegram()
  return {
    channel: (asked = {}) =>
      createTelegram({
        http: clients.http,
        telegram: { token: asked.isKeyWrong ? '1:an0ther-key' : server.token, recipients: ['987654321'] },
        text: textOf(asked),
        repeated,
        moved: (chat) => chat,
        moves: noMoves,
        api: asked.url ?? server.url,
        timeLimit: asked.timeLimit ?? 5_000,
      }),
    received: () => server.messages.map(({ words }) => words),
    secrets: [server.token, 'an0ther-key', server.url, '/bot', '987654321'],
    fail: (fault) => (server.fault = fault),
    close: server.close,
    log: [],
    [Symbol.asyncDispose]: server.close,
  }
}

const ntfy = async (): Promise<Stage> => {
  const server = await startNtfy()
  return {
    channel: (asked = {}) =>
      createNtfy({
        http: clients.http,
        ntfy: {
          url: `${asked.url ?? server.url}/${server.topic}`,
          token: asked.isKeyWrong ? 'an0ther-key' : server.token,
        },
        text: textOf(asked),
        repeated,
        timeLimit: asked.timeLimit ?? 5_000,
      }),
    received: () => server.messages.map(({ title, message }) => (title === null ? message : `${title}\n${message}`)),
    secrets: [server.token, 'an0ther-key', server.url, server.topic],
    fail: (fault) => (server.fault = fault),
    close: server.close,
    log: [],
    [Symbol.asyncDispose]: server.close,
  }
}

const webhook = async (): Promise<Stage> => {
  const server = await startWebhook()
  return {
    channel: (asked = {}) =>
      createWebhook({
        http: clients.http,
        webhook: {
          url: asked.url === undefined ? server.url : `${asked.url}${server.path}`,
          secret: asked.isKeyWrong ? 'an0ther-key' : server.secret,
        },
        config: { agentName: 'vps-01' },
        text: textOf(asked),
        timeLimit: asked.timeLimit ?? 5_000,
      }),
    received: () =>
      server.bodies.map(({ text, repeated: again }) => `${String(text)}${again === true ? repeated : ''}`),
    secrets: [server.secret, 'an0ther-key', server.base, server.path],
    fail: (fault) => (server.fault = fault),
    close: server.close,
    log: [],
    [Symbol.asyncDispose]: server.close,
  }
}

const apprise = async (): Promise<Stage> => {
  const server = await startApprise()
  const to = 'mailto://bob:m41l-key@example.com'
  return {
    channel: (asked = {}) =>
      createApprise({
        http: clients.http,
        apprise: {
          url: (asked.url ?? server.url).replace('//', `//${asked.isKeyWrong ? 'ana:an0ther-key' : server.user}@`),
          urls: [to],
        },
        config: { agentName: 'vps-01' },
        text: textOf(asked),
        repeated,
        timeLimit: asked.timeLimit ?? 5_000,
      }),
    received: () => server.messages.map(({ title, body }) => `${String(title)}\n${body}`),
    secrets: [server.user, 'p4ssw0rd', 'an0ther-key', 'm41l-key', server.url, '/notify'],
    fail: (fault) => (server.fault = fault),
    close: server.close,
    log: [],
    [Symbol.asyncDispose]: server.close,
  }
}

const terminal = (): Promise<Stage> => {
  const written: string[] = []
  const close = (): Promise<void> => Promise.resolve()
  return Promise.resolve({
    channel: (asked = {}) =>
      createConsole({ text: textOf(asked), repeated, colour: false, write: (words) => written.push(words) }),
    received: () => written,
    secrets: [],
    fail: null,
    close,
    log: [],
    [Symbol.asyncDispose]: close,
  })
}

/** Every channel of the registry, each with a server that answers as its real one does. */
export const stages = {
  'whatsapp (Evolution 2)': whatsApp('2.3.7'),
  'whatsapp (Evolution 1)': whatsApp('1.8.2'),
  telegram,
  ntfy,
  webhook,
  apprise,
  console: terminal,
} as const satisfies Readonly<Record<string, () => Promise<Stage>>>

export type StageName = keyof typeof stages
