import fc from 'fast-check'
import loglevel from 'loglevel'
import { expect, test } from 'vitest'
import { createLogs, type LogOptions } from '../src/log.ts'
import { propertyRuns } from './support/property-runs.ts'

const recorder = (options: Partial<LogOptions> = {}) => {
  const lines: string[] = []
  const logs = createLogs({
    level: 'debug',
    format: 'text',
    timeZone: 'America/Sao_Paulo',
    secrets: [],
    write: (line) => lines.push(line),
    now: () => Date.UTC(2025, 10, 30, 17, 30, 0, 250),
    ...options,
  })
  return { logs, lines }
}

test('text, in the time zone, with the names that Python gives the levels', () => {
  const { logs, lines } = recorder()
  const log = logs('docker')
  log.debug('one')
  log.info('two')
  log.warn('three')
  log.error('four')
  expect(lines).toEqual([
    '2025-11-30 14:30:00 - docker - DEBUG - one\n',
    '2025-11-30 14:30:00 - docker - INFO - two\n',
    '2025-11-30 14:30:00 - docker - WARNING - three\n',
    '2025-11-30 14:30:00 - docker - ERROR - four\n',
  ])
})

test('midnight is 00', () => {
  const { logs, lines } = recorder({ now: () => Date.UTC(2025, 0, 1, 3) })
  logs('main').info('new year')
  expect(lines).toEqual(['2025-01-01 00:00:00 - main - INFO - new year\n'])
})

test('JSON lines', () => {
  const { logs, lines } = recorder({ format: 'json' })
  logs('docker').warn('two\nlines')
  expect(lines).toEqual([
    '{"time":"2025-11-30T17:30:00.250Z","level":"WARNING","part":"docker","message":"two\\nlines"}\n',
  ])
})

test.each([
  ['trace', 4],
  ['debug', 4],
  ['info', 3],
  ['warn', 2],
  ['error', 1],
] as const)('level %s writes %i of the four', (level, count) => {
  const { logs, lines } = recorder({ level })
  const log = logs('main')
  for (const method of ['debug', 'info', 'warn', 'error'] as const) log[method]('hello')
  expect(lines).toHaveLength(count)
})

test('two agents in one process share nothing, nor with loglevel itself', () => {
  const quiet = recorder({ level: 'error' })
  const loud = recorder({ level: 'debug' })
  quiet.logs('docker').info('unheard')
  loud.logs('docker').info('heard')
  expect([quiet.lines.length, loud.lines.length]).toEqual([0, 1])
  expect(Object.keys(loglevel.getLoggers())).toEqual([])
})

test('the log of a part is made once', () => {
  const { logs } = recorder()
  expect(logs('docker')).toBe(logs('docker'))
})

test('foreign text stays on its line', () => {
  const { logs, lines } = recorder()
  logs('docker').info('a\r\n2025-11-30 - main - INFO - forged\u001b[31m\u2028')
  expect(lines).toEqual([
    '2025-11-30 14:30:00 - docker - INFO - a\\u000d\\n2025-11-30 - main - INFO - forged\\u001b[31m\\u2028\n',
  ])
})

test('a secret is masked as it is and as others encode it, the longest first', () => {
  const { logs, lines } = recorder({ secrets: ['/webhook/x', 'https://n8n/webhook/x', 'ana:p"s', ''] })
  logs('heartbeat').info(
    'https://n8n/webhook/x, /webhook/x, ana:p"s, ana%3Ap%22s, {"a":"ana:p\\"s"}, Basic YW5hOnAicw==',
  )
  expect(lines).toEqual(['2025-11-30 14:30:00 - heartbeat - INFO - ***, ***, ***, ***, {"a":"***"}, Basic ***\n'])
})

test.each([
  [
    'guest',
    'a guesthouse, guests and guest_1: guest, amqp://guest:guest@mq',
    'a guesthouse, guests and guest_1: ***, amqp://***:***@mq',
  ],
  ['ção', 'ação, ção', 'ação, ***'],
  ['p@ss', 'xp@ss p@ssx p@ss.', 'xp@ss p@ssx ***.'],
  ['long-enough-key', 'xlong-enough-keyx', 'x***x'],
])('a short secret is not cut out of other words, as %s', (secret, text, masked) => {
  const { logs, lines } = recorder({ secrets: [secret] })
  logs('mq').info(text)
  expect(lines).toEqual([`2025-11-30 14:30:00 - mq - INFO - ${masked}\n`])
})

test('no secret passes, in either format, wherever it stands', () => {
  const secret = fc.string({ minLength: 8 }).map((text) => `key${text}`)
  const format = fc.constantFrom('text', 'json')
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 4 }),
      fc.string(),
      fc.string(),
      format,
      (secrets, before, after, as) => {
        const { logs, lines } = recorder({ secrets, format: as })
        for (const one of secrets) logs('main').error(before + one + after + encodeURIComponent(one))
        const output = lines.join('')
        expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
        for (const one of secrets)
          expect([output.includes(one), output.includes(JSON.stringify(one).slice(1, -1))]).toEqual([false, false])
      },
    ),
    { numRuns: propertyRuns(3_000) },
  )
})
