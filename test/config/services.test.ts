import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseServices } from '../../src/config/services.ts'

const problemsOf = (text: string): string => {
  try {
    parseServices(text)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

test('addresses with their defaults, parted by commas or lines, with comments', () => {
  expect(
    parseServices('https://app.example.com/health, tcp://db:5432\n# the "old one, 1\ntls://example.com:443'),
  ).toEqual([
    {
      name: 'app.example.com/health',
      target: { kind: 'http', url: 'https://app.example.com/health', status: [200, 299], contains: null },
      interval: 30_000,
      timeout: 5_000,
      failures: 2,
    },
    { name: 'db:5432', target: { kind: 'tcp', host: 'db', port: 5432 }, interval: 30_000, timeout: 5_000, failures: 2 },
    {
      name: 'example.com:443',
      target: { kind: 'tls', host: 'example.com', port: 443 },
      interval: 30_000,
      timeout: 5_000,
      failures: 2,
    },
  ])
})

test('all options, with commas and spaces in quotes', () => {
  expect(
    parseServices('http://a/ name="my shop" interval=60 timeout=2 status=301 contains="yes, it is" failures=3'),
  ).toEqual([
    {
      name: 'my shop',
      target: { kind: 'http', url: 'http://a/', status: [301, 301], contains: 'yes, it is' },
      interval: 60_000,
      timeout: 2_000,
      failures: 3,
    },
  ])
})

test('every problem of every entry is told at once, and no address', () => {
  const message = problemsOf(
    'ftp://user:s3cret@host, https://a interval=0 timeout=long retries=3, tcp://db, tls://x:443 status=200, tcp://db:1 contains=ok, http://b status=2xx',
  )
  expect(message.split('; ')).toEqual([
    'has problems: entry 1 is no address that begins with https://, http://, tcp:// or tls://',
    'entry 2 has an option that is none of name=, interval=, timeout=, status=, contains=, failures=',
    'entry 2 has interval= without a whole number from 1 to 86400',
    'entry 2 has timeout= without a whole number from 1 to 300',
    'entry 3 has no port',
    'entry 4 has status=, which is for https:// and http:// alone',
    'entry 5 has contains=, which is for https:// and http:// alone',
    'entry 6 has status= without one from 100 to 599, or two as in 200-299',
  ])
  expect(message).not.toContain('s3cret')
})

test('each that has the name of another is a problem, beside the other problems', () => {
  expect(problemsOf('https://a/x?token=1, tcp://a, https://a/x?token=2, https://a/x').split('; ')).toEqual([
    'has problems: entry 2 has no port',
    'entry 3 has the name of another: give it one with name=',
    'entry 4 has the name of another: give it one with name=',
  ])
})

test.each([
  ['http://h status=299-200', 'has status= without one from 100 to 599, or two as in 200-299'],
  ['http://h status=999', 'has status= without one from 100 to 599, or two as in 200-299'],
  ['http://h name=a name=b', 'has name= twice'],
  ['http://h name=""', 'has name= without a value'],
  ['https://user:%zz@h', 'has a user or a password with a % that encodes nothing: a % itself is written %25'],
  ['tcp://user:password@h:1', 'has more than a host and a port'],
  ['tls://h:443/path', 'has more than a host and a port'],
])('%s is not what was meant', (text, problem) => {
  expect(problemsOf(text)).toBe(`has problems: entry 1 ${problem}`)
})

test('a quote that is not closed is told as that, wherever it is', () => {
  expect(problemsOf('tcp://a:1, tcp://b:1, http://c contains="ok')).toBe('has a quote that is not closed')
})

test('a slash at the end of an address is none of its own', () => {
  expect(parseServices('tls://h:443/').map(({ name }) => name)).toEqual(['h:443'])
})

test('what is written is what is read, in any order', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
  const service = fc.record({
    host: word,
    port: fc.integer({ min: 1, max: 65_535 }),
    interval: fc.integer({ min: 1, max: 86_400 }),
    timeout: fc.integer({ min: 1, max: 300 }),
    failures: fc.integer({ min: 1, max: 100 }),
    name: fc.stringMatching(/^[\p{L}\d ,=/.-]{1,12}$/u),
    separator: fc.constantFrom(',', '\n', ' ,\n'),
  })
  fc.assert(
    fc.property(fc.uniqueArray(service, { selector: ({ name }) => name, maxLength: 8 }), (given) => {
      const text = given
        .map(
          ({ host, port, interval, timeout, failures, name, separator }) =>
            `tcp://${host}:${port} failures=${failures} name="${name}" timeout=${timeout} interval=${interval}${separator}`,
        )
        .join('')
      expect(parseServices(text)).toEqual(
        given.map(({ host, port, interval, timeout, failures, name }) => ({
          name,
          target: { kind: 'tcp', host, port },
          interval: interval * 1_000,
          timeout: timeout * 1_000,
          failures,
        })),
      )
    }),
  )
})
