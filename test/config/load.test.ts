import { describe, expect, test } from 'vitest'
import type { Config } from '../../src/config.ts'
import type { Environment } from '../../src/config/environment.ts'
import { loadConfig } from '../../src/config/load.ts'
import { readersOf } from './fake-readers.ts'

const configOf = (env: Environment, readers = readersOf()): Config => {
  const loaded = loadConfig(env, readers)
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems))
  return loaded.config
}

const whatsapp = {
  EVOLUTION_URL: 'https://evolution.example.com/',
  EVOLUTION_TOKEN: 'secret-key',
  EVOLUTION_INSTANCE: 'vigilo',
  NOTIFY_NUMBER: '5511988887777',
}

const defaults: Config = {
  agentName: 'box',
  timeZone: 'America/Sao_Paulo',
  language: 'pt-BR',
  checkInterval: 10_000,
  reportHours: 4,
  alertCooldown: 1_800_000,
  unstableFor: 900_000,
  unknownAfter: 300_000,
  quietHours: [],
  silencesFile: null,
  channels: ['console'],
  fallbackChannels: [],
  staleAfter: 600_000,
  outboxRetention: 2_592_000_000,
  fallbackAfter: { critical: 60_000, rest: 600_000 },
  evolution: null,
  telegram: null,
  ntfy: null,
  webhook: null,
  apprise: null,
  heartbeat: null,
  watch: { all: true, names: [], ignore: [] },
  limits: {
    cpu: { threshold: 85, clear: 80 },
    ram: { threshold: 90, clear: 85 },
    disk: { threshold: 90, clear: 85 },
  },
  services: [],
  proxies: { http: null, https: null, none: [] },
  cpuFor: 30_000,
  ramFor: 30_000,
  keepFiringFor: 60_000,
  containerThresholds: { cpu: null, ram: 90 },
  stopGrace: 60_000,
  dockerFor: 30_000,
  disks: { mounts: [], ignore: [] },
  log: { level: 'info', format: 'text' },
  docker: { host: 'unix:///var/run/docker.sock', asked: false },
  hostRoot: '/',
  dataDir: './.vigilo',
  extensions: { folder: '/etc/vigilo/extensions', asked: false, settings: {} },
  healthFile: null,
  secrets: [],
}

test('an empty environment gives every default, and the console', () => {
  expect(configOf({})).toEqual(defaults)
})

test('variables of extensions are theirs, and those named as secrets are kept out of the log', () => {
  const { extensions, secrets } = configOf({
    EXTENSION_BACKUP_HOURS: ' 26 ',
    EXTENSION_BACKUP_TOKEN: 'h0urs-t0ken',
    EXTENSION_EMPTY: '',
    EXTENSIONS: './own',
  })
  expect(extensions).toEqual({
    folder: './own',
    asked: true,
    settings: { EXTENSION_BACKUP_HOURS: '26', EXTENSION_BACKUP_TOKEN: 'h0urs-t0ken' },
  })
  expect(secrets).toEqual(['h0urs-t0ken'])
})

test('an empty variable is as if it were not set', () => {
  const blank = Object.fromEntries(Object.keys(whatsapp).map((name) => [name, ' ']))
  expect(
    configOf({ ...blank, CHECK_INTERVAL: '', TZ: '', WATCH_CONTAINERS: '', N8N_HEARTBEAT_TOKEN_FILE: '' }),
  ).toEqual(defaults)
})

test('the names of existing installations', () => {
  expect(
    configOf({
      ...whatsapp,
      N8N_HEARTBEAT_URL: 'https://n8n.example.com/webhook/vigilo',
      CHECK_INTERVAL: '30',
      REPORT_HOURS: '6',
      ALERT_COOLDOWN: '900',
      TZ: 'America/Recife',
      AGENT_NAME: 'vps-01',
      WATCH_ALL_CONTAINERS: 'False',
      WATCH_CONTAINERS: 'db, /api-*,',
      IGNORE_CONTAINERS: 'watchtower',
      CPU_THRESHOLD: '80',
      RAM_THRESHOLD: '81.5',
      RAM_CLEAR: '70',
      DISK_THRESHOLD: '82',
      LOG_LEVEL: 'WARNING',
    }),
  ).toEqual({
    ...defaults,
    channels: ['whatsapp'],
    evolution: {
      url: 'https://evolution.example.com',
      token: 'secret-key',
      instance: 'vigilo',
      recipients: ['5511988887777'],
    },
    heartbeat: { url: 'https://n8n.example.com/webhook/vigilo', token: null, interval: 60_000, pings: [] },
    checkInterval: 30_000,
    reportHours: 6,
    alertCooldown: 900_000,
    timeZone: 'America/Recife',
    agentName: 'vps-01',
    watch: { all: false, names: ['db', 'api-*'], ignore: ['watchtower'] },
    limits: {
      cpu: { threshold: 80, clear: 75 },
      ram: { threshold: 81.5, clear: 70 },
      disk: { threshold: 82, clear: 77 },
    },
    log: { level: 'warn', format: 'text' },
    secrets: ['secret-key', 'https://n8n.example.com/webhook/vigilo', '/webhook/vigilo'],
  })
})

const otherChannels = {
  TELEGRAM_TOKEN: '123456789:a-b_C',
  TELEGRAM_CHAT: '987654321, -1001234567890:42,@the_channel',
  NTFY_URL: 'https://ana:p%40ss@ntfy.example.com/base/vigilo-4f9a1c',
  NTFY_TOKEN: 'tk_1',
  WEBHOOK_URL: 'https://hooks.example.com/in/vigilo?a=b',
  WEBHOOK_SECRET: 'shared-key',
  APPRISE_URL: 'http://apprise:8000/',
  APPRISE_URLS: 'mailto://ana:p4ssword@example.com?to=bob@b.org,eve@e.org, tgram://123:abcdefghijkl/1\ndiscord://1/2',
}

test('the other channels', () => {
  const config = configOf({
    ...otherChannels,
    CHANNELS: 'telegram,webhook',
    FALLBACK_CHANNELS: 'NTFY, apprise',
    FALLBACK_AFTER: '30',
  })
  expect(config).toMatchObject({
    channels: ['telegram', 'webhook'],
    fallbackChannels: ['ntfy', 'apprise'],
    fallbackAfter: { critical: 30_000, rest: 300_000 },
    telegram: { token: '123456789:a-b_C', recipients: ['987654321', '-1001234567890:42', '@the_channel'] },
    ntfy: { url: otherChannels.NTFY_URL, token: 'tk_1' },
    webhook: { url: otherChannels.WEBHOOK_URL, secret: 'shared-key' },
    apprise: {
      url: 'http://apprise:8000',
      urls: ['mailto://ana:p4ssword@example.com?to=bob@b.org,eve@e.org', 'tgram://123:abcdefghijkl/1', 'discord://1/2'],
    },
  })
  expect(config.secrets).toEqual(
    expect.arrayContaining([
      ...['123456789:a-b_C', 'tk_1', 'shared-key', 'p@ss', '/base/vigilo-4f9a1c', '/in/vigilo?a=b', '/in/vigilo'],
      ...['p4ssword', 'tgram://123:abcdefghijkl/1', 'abcdefghijkl', 'discord://1/2'],
    ]),
  )
  expect(config.secrets).not.toContain('example.com')
})

describe('proxies', () => {
  test('are read under the names that other programs know, whatever their letters', () => {
    const { proxies, secrets } = configOf({
      HTTP_PROXY: 'proxy.example.com:3128',
      https_proxy: 'https://ana:p4ssw0rd@proxy.example.com',
      no_proxy: 'localhost, .example.com 10.0.0.0/8',
    })
    expect(proxies).toEqual({
      http: 'http://proxy.example.com:3128/',
      https: 'https://ana:p4ssw0rd@proxy.example.com/',
      none: ['localhost', '.example.com', '10.0.0.0/8'],
    })
    expect(secrets).toContain('p4ssw0rd')
  })

  test('of another kind are a mistake', () => {
    expect(loadConfig({ HTTPS_PROXY: 'socks5://127.0.0.1:1080' }, readersOf())).toMatchObject({
      problems: [
        { name: 'HTTPS_PROXY', what: { en: 'begins with socks5://: only http:// and https:// proxies are used' } },
      ],
    })
  })

  test('those of other programs are not taken for misspelt', () => {
    expect(loadConfig({ ALL_PROXY: 'x', ftp_proxy: 'x', http_proxy: 'http://p:1' }, readersOf()).warnings).toEqual([])
  })
})

test.each([
  ['EVOLUTION_URL', 'http://evolution.example.com:10080', '10080'],
  ['NTFY_URL', 'https://ntfy.example.com:6667/topic', '6667'],
  ['WEBHOOK_URL', 'http://127.0.0.1:1/', '1'],
  ['HEARTBEAT_URLS', 'https://a.test/, http://a.test:5060/', '5060'],
])('a port on which fetch sends nothing is a mistake that is named: %s', (name, value, port) => {
  const loaded = loadConfig({ [name]: value }, readersOf())
  const problems = 'problems' in loaded ? loaded.problems : []
  expect(problems.find((one) => one.name === name)?.what.en).toBe(
    `has port ${port}, which fetch blocks: use another one`,
  )
})

test('the host is asked for its name and zone where its / is mounted', () => {
  expect(configOf({ HOST_ROOT: '/host/' })).toMatchObject({
    hostRoot: '/host',
    agentName: 'box at /host',
    timeZone: 'America/Manaus',
  })
})

test.each<[Environment, object]>([
  [{ LOG_LEVEL: 'CRITICAL' }, { log: { level: 'error' } }],
  [{ LOG_LEVEL: 'Debug', LOG_FORMAT: 'JSON' }, { log: { level: 'debug', format: 'json' } }],
  [{ MESSAGE_LANGUAGE: 'EN' }, { language: 'en' }],
  [{ WATCH_ALL_CONTAINERS: 'off' }, { watch: { all: false } }],
  [{ WATCH_ALL_CONTAINERS: 'YES' }, { watch: { all: true } }],
  [{ REPORT_HOURS: '0' }, { reportHours: 0 }],
  [{ ALERT_COOLDOWN: '604800' }, { alertCooldown: 604_800_000, unstableFor: 900_000 }],
  [{ UNSTABLE_FOR: '30' }, { alertCooldown: 1_800_000, unstableFor: 30_000 }],
  [{ DISK_MOUNTS: '/mnt/nfs/, /mnt/nfs,/srv' }, { disks: { mounts: ['/mnt/nfs', '/srv'] } }],
  [{ DOCKER_HOST: 'tcp://proxy:2375/' }, { docker: { host: 'tcp://proxy:2375', asked: true } }],
  [{ DOCKER_HOST: 'tcp://proxy:80' }, { docker: { host: 'tcp://proxy:80', asked: true } }],
  [{ DOCKER_HOST: 'unix:///run/user/1000/docker.sock' }, { docker: { host: 'unix:///run/user/1000/docker.sock' } }],
  [{ CHANNELS: 'Console,console', NODE_ENV: 'production' }, { channels: ['console'] }],
  [{ ...whatsapp, NODE_ENV: 'production' }, { channels: ['whatsapp'] }],
  [{ ...whatsapp, CHANNELS: 'whatsapp, console' }, { channels: ['whatsapp', 'console'] }],
])('%o', (env, expected) => {
  expect(configOf(env)).toMatchObject(expected)
})

test.each([
  ['+55 (11) 98888-7777', ['5511988887777']],
  ['5511988887777, 55 11 98888 7777,+1 555 123 4567', ['5511988887777', '15551234567']],
  [
    '120363041234567890@g.us,5511988887777-1400000000@g.us',
    ['120363041234567890@g.us', '5511988887777-1400000000@g.us'],
  ],
])('NOTIFY_NUMBER %s', (text, recipients) => {
  expect(configOf({ ...whatsapp, NOTIFY_NUMBER: text }).evolution?.recipients).toEqual(recipients)
})

describe('secrets', () => {
  test('come from files as well', () => {
    const { EVOLUTION_TOKEN, ...others } = whatsapp
    const env = { ...others, EVOLUTION_TOKEN_FILE: '/run/secrets/token' }
    const config = configOf(env, readersOf({ '/run/secrets/token': `${EVOLUTION_TOKEN}\n` }))
    expect(config.evolution?.token).toBe('secret-key')
    expect(config.secrets).toEqual(['secret-key'])
  })

  test('are tokens, webhooks and what a URL holds of a user', () => {
    const { secrets } = configOf({
      ...whatsapp,
      EVOLUTION_URL: 'https://ana:p%40ss@evolution.example.com',
      N8N_HEARTBEAT_URL: 'https://n8n.example.com/webhook/5f2b7c1e-0d5c-4a55-9d0f-2f6f6f1f8a11?a=b',
      N8N_HEARTBEAT_TOKEN: 'bearer-key',
    })
    expect(secrets).toEqual(
      expect.arrayContaining([
        'secret-key',
        'bearer-key',
        'p%40ss',
        'p@ss',
        'ana:p@ss',
        '/webhook/5f2b7c1e-0d5c-4a55-9d0f-2f6f6f1f8a11',
        '5f2b7c1e-0d5c-4a55-9d0f-2f6f6f1f8a11',
      ]),
    )
  })

  test('are what the address of a service holds, but no word that may stand in any line', () => {
    const SERVICES = 'https://ana:p%40ss@a/x?v=1&mode=ok, https://b?token=5f2b7c1e'
    expect(configOf({ SERVICES }).secrets).toEqual(
      expect.arrayContaining(['ana:p@ss', 'p@ss', '?v=1&mode=ok', '?token=5f2b7c1e', '5f2b7c1e']),
    )
    expect(configOf({ SERVICES }).secrets).not.toEqual(expect.arrayContaining(['1']))
    expect(configOf({ SERVICES }).secrets).not.toEqual(expect.arrayContaining(['ok']))
  })

  test('a user without a password is a key', () => {
    expect(configOf({ ...whatsapp, EVOLUTION_URL: 'https://key-of-ana@evolution.example.com' }).secrets).toEqual([
      'secret-key',
      'key-of-ana',
    ])
  })
})

test.each([
  [':/etc/localtime', 'America/Sao_Paulo'],
  ['/etc/localtime', 'America/Sao_Paulo'],
  [':America/Belem', 'America/Belem'],
  [':/usr/share/zoneinfo/America/Belem', 'America/Belem'],
  ['/usr/share/zoneinfo/posix/America/Belem', 'America/Belem'],
  ['UTC', 'UTC'],
])('TZ=%s, as the C library takes it, is %s', (given, timeZone) => {
  expect(configOf({ TZ: given }).timeZone).toBe(timeZone)
})
