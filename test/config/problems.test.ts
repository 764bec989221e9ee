import fc from 'fast-check'
import { expect, test } from 'vitest'
import { variables } from '../../src/config.ts'
import type { Environment } from '../../src/config/environment.ts'
import { loadConfig } from '../../src/config/load.ts'
import { renderProblems } from '../../src/config/problems.ts'
import { readersOf } from './fake-readers.ts'

const problemsOf = (env: Environment, files: Readonly<Record<string, string>> = {}): readonly string[] => {
  const loaded = loadConfig(env, readersOf(files))
  return 'problems' in loaded ? loaded.problems.map(({ name, what }) => `${name} ${what.en}`) : []
}

const whatsapp = {
  EVOLUTION_URL: 'https://evolution.example.com',
  EVOLUTION_TOKEN: 'secret-key',
  EVOLUTION_INSTANCE: 'vigilo',
  NOTIFY_NUMBER: '5511988887777',
}

const noCountry = "has no country's code: write it in front, 55 for Brazil (a + says it is there)"
const inQuotes = 'is in quotes, and they are part of the value: docker run --env-file keeps them'
const production = 'CHANNELS is needed: nothing is set for WhatsApp, and NODE_ENV is production'

test.each<[Environment, readonly string[]]>([
  [{ CHECK_INTERVAL: 'ten' }, ['CHECK_INTERVAL is not a number']],
  [{ CHECK_INTERVAL: '10s' }, ['CHECK_INTERVAL is not a number']],
  [{ CHECK_INTERVAL: '1e1' }, ['CHECK_INTERVAL is not a number']],
  [{ CHECK_INTERVAL: '0' }, ['CHECK_INTERVAL is out of range']],
  [{ CHECK_INTERVAL: '3601' }, ['CHECK_INTERVAL is out of range']],
  [{ CHECK_INTERVAL: '1.5' }, ['CHECK_INTERVAL is not a whole number']],
  [{ REPORT_HOURS: '169' }, ['REPORT_HOURS is out of range']],
  [{ REPORT_HOURS: '-4' }, ['REPORT_HOURS is out of range']],
  [{ ALERT_COOLDOWN: '59' }, ['ALERT_COOLDOWN is out of range']],
  [{ ALERT_COOLDOWN: '604801' }, ['ALERT_COOLDOWN is out of range']],
  [{ CPU_THRESHOLD: '85%' }, ['CPU_THRESHOLD is not a number']],
  [{ RAM_THRESHOLD: '0' }, ['RAM_THRESHOLD is out of range']],
  [{ DISK_THRESHOLD: '101' }, ['DISK_THRESHOLD is out of range']],
  [{ CPU_CLEAR: '86' }, ['CPU_CLEAR is above CPU_THRESHOLD']],
  [{ QUIET_HOURS: '22-7' }, ['QUIET_HOURS is not a time of day from and to, as in 22:00-07:00']],
  [{ QUIET_HOURS: '22:00-25:00' }, ['QUIET_HOURS holds a time that no clock shows']],
  [{ QUIET_HOURS: 'sat-sun 00:00-24:00, 22:00-24:00' }, []],
  [{ QUIET_HOURS: '07:00-07:00' }, ['QUIET_HOURS begins and ends at the same time']],
  [{ QUIET_HOURS: 'lun 22:00-07:00' }, ['QUIET_HOURS names a day that is none of mon, tue, wed, thu, fri, sat, sun']],
  [{ DISK_CLEAR: '0' }, ['DISK_CLEAR is out of range']],
  [{ WATCH_ALL_CONTAINERS: 'maybe' }, ['WATCH_ALL_CONTAINERS is not one of the words it can be']],
  [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL is not one of the words it can be']],
  [{ LOG_FORMAT: 'xml' }, ['LOG_FORMAT is not one of the words it can be']],
  [{ MESSAGE_LANGUAGE: 'fr' }, ['MESSAGE_LANGUAGE is not one of the words it can be']],
  [{ TZ: 'Brazil/Rio' }, ['TZ is not a time zone that is known']],
  [{ TZ: ':' }, ['TZ is not a time zone that is known']],
  [{ CHECK_INTERVAL: '"10"' }, [`CHECK_INTERVAL ${inQuotes}`]],
  [{ AGENT_NAME: "'vps-01'" }, [`AGENT_NAME ${inQuotes}`]],
  [{ ...whatsapp, EVOLUTION_TOKEN: '"secret-key"' }, [`EVOLUTION_TOKEN ${inQuotes}`]],
  [{ ...whatsapp, EVOLUTION_TOKEN: '', EVOLUTION_TOKEN_FILE: '"/token"' }, [`EVOLUTION_TOKEN_FILE ${inQuotes}`]],
  [{ AGENT_NAME: '"' }, []],
  [{ AGENT_NAME: 'Loja "São João"' }, []],
  [
    { CHECK_INTERVAL: '10 # often' },
    [
      'CHECK_INTERVAL is not a number: the # and what is after it are part of the value, as docker run --env-file takes it',
    ],
  ],
  [{ AGENT_NAME: 'a\nb' }, ['AGENT_NAME is more than one line, or holds control characters']],
  [{ DISK_MOUNTS: '/mnt,srv' }, ['DISK_MOUNTS is not an absolute path']],
  [{ HOST_ROOT: 'host' }, ['HOST_ROOT is not an absolute path']],
  [{ DOCKER_HOST: 'ssh://me@box' }, ['DOCKER_HOST begins with ssh://, which is not supported']],
  [{ DOCKER_HOST: 'npipe:////./pipe/docker' }, ['DOCKER_HOST begins with npipe://, which is not supported']],
  [{ DOCKER_HOST: '/var/run/docker.sock' }, ['DOCKER_HOST begins with neither unix:// nor tcp://']],
  [{ DOCKER_HOST: 'unix://docker.sock' }, ['DOCKER_HOST is not an absolute path']],
  [{ DOCKER_HOST: 'tcp://box' }, ['DOCKER_HOST is not tcp:// with a host and a port']],
  [{ DOCKER_HOST: 'tcp://me@box:2375' }, ['DOCKER_HOST is not tcp:// with a host and a port']],
  [{ CHANNELS: 'signal' }, ['CHANNELS is not one of the words it can be']],
  [
    { CHANNELS: 'telegram' },
    ['TELEGRAM_TOKEN', 'TELEGRAM_CHAT'].map((name) => `${name} is missing or empty, but CHANNELS names telegram`),
  ],
  [{ FALLBACK_CHANNELS: 'ntfy' }, ['NTFY_URL is missing or empty, but FALLBACK_CHANNELS names ntfy']],
  [{ TELEGRAM_TOKEN: '1:a' }, ['TELEGRAM_CHAT is missing or empty, but TELEGRAM_TOKEN is set']],
  [{ NTFY_TOKEN: 'a' }, ['NTFY_URL is missing or empty, but NTFY_TOKEN is set']],
  [{ WEBHOOK_SECRET: 'a' }, ['WEBHOOK_URL is missing or empty, but WEBHOOK_SECRET is set']],
  [{ APPRISE_URLS: 'mailto://a' }, ['APPRISE_URL is missing or empty, but APPRISE_URLS is set']],
  [{ FALLBACK_CHANNELS: 'console' }, ['FALLBACK_CHANNELS names console, where messages go at once']],
  [
    { ...whatsapp, CHANNELS: 'console', FALLBACK_CHANNELS: 'whatsapp,console' },
    ['FALLBACK_CHANNELS names console, where messages go at once'],
  ],
  [{ FALLBACK_AFTER: '0' }, ['FALLBACK_AFTER is out of range']],
  [
    { TELEGRAM_TOKEN: '1:a/../b', TELEGRAM_CHAT: 'ana' },
    [
      'TELEGRAM_TOKEN is not a token as @BotFather gives it',
      'TELEGRAM_CHAT names a chat that is neither a number nor an @name, with the number of a topic behind it or not',
    ],
  ],
  [{ TELEGRAM_TOKEN: '1:a', TELEGRAM_CHAT: ',' }, ['TELEGRAM_CHAT names nobody']],
  [{ NTFY_URL: 'https://ntfy.sh/' }, ['NTFY_URL does not end with a topic: up to 64 letters, digits, _ and -']],
  [{ NTFY_URL: 'https://ntfy.sh/a?b=c' }, ['NTFY_URL has a part after ? or #, which a topic cannot have']],
  [
    { APPRISE_URL: 'http://a', APPRISE_URLS: 'ana@example.com' },
    ['APPRISE_URLS holds something that is not an Apprise URL'],
  ],
  [{ NODE_ENV: 'production', TELEGRAM_TOKEN: '1:a', TELEGRAM_CHAT: '1' }, [production]],
  [{ CHANNELS: ',' }, ['CHANNELS names nothing']],
  [{ N8N_HEARTBEAT_URL: 'n8n.example.com' }, ['N8N_HEARTBEAT_URL is not an http:// or https:// address']],
  [{ N8N_HEARTBEAT_URL: 'http://a b' }, ['N8N_HEARTBEAT_URL is not a valid address']],
  [{ N8N_HEARTBEAT_TOKEN: 'x' }, ['N8N_HEARTBEAT_URL is missing or empty, but N8N_HEARTBEAT_TOKEN is set']],
  [{ NODE_ENV: 'production' }, [production]],
  [{ NODE_ENV: 'production', EVOLUTION_TOKEN: '' }, [production]],
  [{ ...whatsapp, EVOLUTION_URL: 'ftp://x' }, ['EVOLUTION_URL is not an http:// or https:// address']],
  [
    { ...whatsapp, EVOLUTION_URL: 'http://x/?a=b' },
    ['EVOLUTION_URL has a part after ? or #, which a base address cannot have'],
  ],
  [
    { ...whatsapp, EVOLUTION_URL: 'http://ana:100%@x' },
    ['EVOLUTION_URL has a user or a password with a % that encodes nothing: a % itself is written %25'],
  ],
  [
    { ...whatsapp, EVOLUTION_TOKEN: 'a b' },
    ['EVOLUTION_TOKEN holds spaces or characters that no HTTP header can carry'],
  ],
  [{ ...whatsapp, NOTIFY_NUMBER: '11988887777' }, [`NOTIFY_NUMBER ${noCountry}`]],
  [{ ...whatsapp, NOTIFY_NUMBER: '(11) 8888-7777' }, [`NOTIFY_NUMBER ${noCountry}`]],
  [{ ...whatsapp, NOTIFY_NUMBER: '011988887777' }, [`NOTIFY_NUMBER ${noCountry}`]],
  [{ ...whatsapp, NOTIFY_NUMBER: '5511988887777,11988887777' }, [`NOTIFY_NUMBER (entry 2 of 2) ${noCountry}`]],
  [{ ...whatsapp, NOTIFY_NUMBER: '+5511' }, ['NOTIFY_NUMBER has not the length of a telephone number']],
  [{ ...whatsapp, NOTIFY_NUMBER: '120363041234567890' }, ['NOTIFY_NUMBER has not the length of a telephone number']],
  [{ ...whatsapp, NOTIFY_NUMBER: 'ana@g.us' }, ['NOTIFY_NUMBER is neither a telephone number nor a group']],
  [{ ...whatsapp, NOTIFY_NUMBER: ',' }, ['NOTIFY_NUMBER names nobody']],
  [
    { ...whatsapp, EVOLUTION_TOKEN: ' ', CHANNELS: 'console' },
    ['EVOLUTION_TOKEN is missing or empty, but EVOLUTION_URL, EVOLUTION_INSTANCE, NOTIFY_NUMBER are set'],
  ],
  [{ ...whatsapp, EVOLUTION_TOKEN_FILE: '/token' }, ['EVOLUTION_TOKEN is set twice: EVOLUTION_TOKEN_FILE is set too']],
])('%o', (env, expected) => {
  expect(problemsOf(env)).toEqual(expected)
})

test('whatsapp wanted and nothing of it set: all four are named', () => {
  expect(problemsOf({ CHANNELS: 'whatsapp' })).toEqual(
    Object.keys(whatsapp).map((name) => `${name} is missing or empty, but CHANNELS names whatsapp`),
  )
})

test('in production, what is set up is what CHANNELS is asked to name', () => {
  const env = { NODE_ENV: 'production', TELEGRAM_TOKEN: '1:a', TELEGRAM_CHAT: '1', NTFY_URL: 'https://ntfy.sh/a' }
  const loaded = loadConfig(env, readersOf())
  expect('problems' in loaded && loaded.problems.map(({ accepted }) => accepted.en)).toEqual([
    'CHANNELS=telegram,ntfy, which is set up, or CHANNELS=console where the terminal is meant',
  ])
})

test('a secret file that cannot be read, or is empty, is the only thing said of its secret', () => {
  const env = { ...whatsapp, EVOLUTION_TOKEN: undefined, EVOLUTION_TOKEN_FILE: '/token' }
  expect(problemsOf(env)).toEqual(['EVOLUTION_TOKEN_FILE names a file that cannot be read'])
  expect(problemsOf(env, { '/token': '\n' })).toEqual(['EVOLUTION_TOKEN_FILE names a file that is empty'])
  expect(problemsOf(env, { '/token': '"a"\n' })).toEqual([
    'EVOLUTION_TOKEN_FILE names a file whose text is in quotes, which are part of it',
  ])
})

test.each(['en', 'pt-BR'] as const)('the whole message: %s', async (language) => {
  const loaded = loadConfig(
    {
      EVOLUTION_URL: 'evolution.example.com',
      EVOLUTION_TOKEN_FILE: '/run/secrets/nowhere',
      NOTIFY_NUMBER: '+55 11 98888-7777, 11977776666',
      TZ: 'Brazil/Rio',
      CHECK_INTERVAL: '10s',
      CPU_TRESHOLD: '80',
      DISK_THRESHOLD: '900',
      DOCKER_HOST: 'ssh://me@box',
      LOG_LEVEL: 'loud',
    },
    readersOf(),
  )
  const message = 'problems' in loaded ? renderProblems(loaded, language) : ''
  await expect(message).toMatchFileSnapshot(`problems.golden.${language}.txt`)
})

const markers = ['zqx', '7777777'] as const

const value = fc.oneof(
  fc.constantFrom('', ' ', '1', '60', 'true', 'console', 'whatsapp', '/', 'UTC', 'http://localhost', '5511988887777'),
  fc
    .tuple(
      fc.constantFrom('', '+', '-', 'http://', 'tcp://', 'ssh://', 'unix:///', '/', 'a,', '\n'),
      fc.constantFrom(...markers),
      fc.string(),
    )
    .map((parts) => parts.join('')),
)

const names = Object.keys(variables).flatMap((name) => [name, `${name}_FILE`])
const environment = fc.dictionary(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...names, 'NODE_ENV') },
    { weight: 1, arbitrary: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toString', 'PATH')) },
  ),
  value,
  { maxKeys: 30 },
)

test('whatever the environment, it never throws and no value is ever shown', () => {
  fc.assert(
    fc.property(environment, fc.option(value, { nil: null }), (env, content) => {
      const loaded = loadConfig(env, { ...readersOf(), file: () => content })
      const shown =
        'problems' in loaded
          ? renderProblems(loaded, 'en') + renderProblems(loaded, 'pt-BR')
          : loaded.warnings
              .flatMap(({ en, pt }) => [en, pt])
              .filter((line) => !/CONTAINERS/.test(line))
              .join()
      expect(markers.filter((marker) => shown.includes(marker))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

/** Words that no Portuguese sentence has: names, values and units are the same in both. */
const english = /\b(?:is|has|are|not|the|which|that|with|for|names|holds|begins|and|of|only)\b/i

test('each problem is said in Portuguese, whatever the environment', () => {
  fc.assert(
    fc.property(environment, (env) => {
      const loaded = loadConfig(env, readersOf())
      const said = 'problems' in loaded ? loaded.problems.flatMap(({ what, accepted }) => [what, accepted]) : []
      for (const { en, pt } of [...said, ...loaded.warnings]) {
        expect(pt.replace(/, por exemplo .*/, '')).not.toMatch(english)
        if (/\b(?:is|has|the)\b/.test(en)) expect(pt).not.toBe(en)
      }
    }),
    { numRuns: 2000 },
  )
})
