import { expect, test } from 'vitest'
import { variables } from '../../src/config.ts'
import type { Environment } from '../../src/config/environment.ts'
import { loadConfig } from '../../src/config/load.ts'
import { readersOf } from './fake-readers.ts'

const warningsOf = (env: Environment, inContainer = false): readonly string[] =>
  loadConfig(env, readersOf({}, inContainer)).warnings.map(({ en }) => en)

test.each([
  ['CPU_TRESHOLD', 'CPU_THRESHOLD'],
  ['CPUTHRESHOLD', 'CPU_THRESHOLD'],
  ['CPUT_HRESHOLD', 'CPU_THRESHOLD'],
  ['WATCHALLCONTAINRES', 'WATCH_ALL_CONTAINERS'],
  ['CHEKC_INTERVAL', 'CHECK_INTERVAL'],
  ['check_interval', 'CHECK_INTERVAL'],
  ['tz', 'TZ'],
  ['RAM-FOR', 'RAM_FOR'],
  ['RAM_FRO', 'RAM_FOR'],
  ['EVOLUTION_TOKEN_FIEL', 'EVOLUTION_TOKEN_FILE'],
  ['NOTIFY_NUMBERS', 'NOTIFY_NUMBER'],
])('%s is taken for a misspelt %s', (name, meant) => {
  expect(warningsOf({ [name]: '1' })).toEqual([`${name} is not read by Vigilo: is ${meant} meant?`])
})

test('neither our names nor those that any shell, container or build has are taken for misspelt', () => {
  const foreign = [
    ...[
      'PATH',
      'EXTENSION_S',
      'HOME',
      'USER',
      'SHELL',
      'TERM',
      'LANG',
      'LC_ALL',
      'PWD',
      'OLDPWD',
      'SHLVL',
      'LOGNAME',
      'HOSTNAME',
      '_',
    ],
    ...['EDITOR', 'PS1', 'TMPDIR', 'MAIL', 'DISPLAY', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'CI', 'DEBUG', 'PORT'],
    ...[
      'NODE_ENV',
      'NODE_VERSION',
      'NODE_OPTIONS',
      'YARN_VERSION',
      'npm_config_cache',
      'npm_lifecycle_event',
      'INIT_CWD',
    ],
    ...[
      'http_proxy',
      'HTTPS_PROXY',
      'NO_PROXY',
      'DOCKER_CONTEXT',
      'DOCKER_CONFIG',
      'DOCKER_CERT_PATH',
      'DOCKER_TLS_VERIFY',
    ],
    ...[
      'XDG_RUNTIME_DIR',
      'XDG_DATA_DIRS',
      'SSH_AUTH_SOCK',
      'INVOCATION_ID',
      'JOURNAL_STREAM',
      'KUBERNETES_PORT',
      'TZDIR',
    ],
  ]
  const names = [...Object.keys(variables), ...foreign]
  expect(warningsOf(Object.fromEntries(names.map((name) => [name, ''])))).toEqual([])
})

test('a misspelt name is told beside the problems', () => {
  expect(warningsOf({ CPU_THRESHOLD: 'x', LOG_LEVLE: 'info' })).toEqual([
    'LOG_LEVLE is not read by Vigilo: is LOG_LEVEL meant?',
  ])
})

test('a container both watched and ignored', () => {
  expect(warningsOf({ WATCH_CONTAINERS: 'db,api', IGNORE_CONTAINERS: 'api,web' })).toEqual([
    'api is in WATCH_CONTAINERS and in IGNORE_CONTAINERS: it is watched.',
  ])
})

test('a channel that is set up and gets nothing, where nobody has chosen', () => {
  const env = { NTFY_URL: 'https://ntfy.sh/a', TELEGRAM_TOKEN: '1:a', TELEGRAM_CHAT: '1', FALLBACK_CHANNELS: 'ntfy' }
  expect(warningsOf(env)).toEqual(['telegram is set up, but gets no messages: CHANNELS does not name it.'])
  expect(warningsOf({ ...env, CHANNELS: 'console' })).toEqual([])
})

const local = {
  EVOLUTION_URL: 'http://localhost:8080',
  EVOLUTION_TOKEN: 'key',
  EVOLUTION_INSTANCE: 'vigilo',
  NOTIFY_NUMBER: '5511988887777',
  N8N_HEARTBEAT_URL: 'http://127.0.0.1:5678/webhook/x',
  DOCKER_HOST: 'tcp://[::1]:2375',
}

test('inside a container, an address that is the agent itself', () => {
  expect(warningsOf(local, true)).toEqual(
    ['EVOLUTION_URL', 'N8N_HEARTBEAT_URL', 'DOCKER_HOST'].map(
      (name) =>
        `${name} points to localhost, which inside a container is the agent itself: host.docker.internal is the host.`,
    ),
  )
})

test('outside a container localhost is the host, and other addresses are well anywhere', () => {
  expect(warningsOf(local)).toEqual([])
  expect(warningsOf({ N8N_HEARTBEAT_URL: 'http://host.docker.internal:5678/webhook/x' }, true)).toEqual([])
})
