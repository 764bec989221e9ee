import { expect, test } from 'vitest'
import { noMoves } from '../../../src/model/moves.ts'
import { createChannels } from '../../../src/sinks/channels/index.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { configOf } from '../../support/config.ts'
import { clients } from '../../support/clients.ts'

test('each channel knows the host that takes its messages, and whether its test asks it', () => {
  const config = configOf({
    EVOLUTION_URL: 'https://evolution.example.com:8443/api',
    EVOLUTION_TOKEN: 'k',
    EVOLUTION_INSTANCE: 'vigilo',
    NOTIFY_NUMBER: '5511988887777',
    TELEGRAM_TOKEN: '123456:abcdefghijklmnopqrstuvwxyzABCDE_fgh',
    TELEGRAM_CHAT: '42',
    NTFY_URL: 'https://ntfy.example.com/topic-of-ours',
    WEBHOOK_URL: 'https://user:s3cret@hook.example.com/a?b=c',
    APPRISE_URL: 'http://apprise:8000',
    APPRISE_URLS: 'json://198.51.100.1/',
  })
  const names = ['whatsapp', 'telegram', 'ntfy', 'webhook', 'apprise', 'console'] as const
  const channels = createChannels(names, {
    config,
    http: clients.http,
    logs: silentLogs,
    terminal: { write: () => undefined },
    moves: noMoves,
  })
  expect(Object.fromEntries(channels.map(({ name, host }) => [name, host]))).toEqual({
    whatsapp: { name: 'evolution.example.com', isAsked: true },
    telegram: { name: 'api.telegram.org', isAsked: true },
    ntfy: { name: 'ntfy.example.com', isAsked: true },
    webhook: { name: 'hook.example.com', isAsked: false },
    apprise: { name: 'apprise', isAsked: true },
    console: null,
  })
})
