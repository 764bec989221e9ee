import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foreign, foreignLines } from '../../src/text/foreign.ts'
import { propertyRuns } from '../support/property-runs.ts'

const escape = '\u001b'

test.each([
  [`${escape}[1;31mERROR${escape}[0m disk full`, 'ERROR disk full'],
  [`${escape}]0;title\u0007ready`, 'ready'],
  [`${escape}]8;;http://x${escape}\\link`, 'link'],
  [`a\u009b31mb`, 'a31mb'],
  ['a\tb\u0000c\u0008d', 'a bcd'],
  ['run `rm -rf`', "run 'rm -rf'"],
  ['safe\u202etxt.exe\u200b', 'safetxt.exe'],
  ['half \ud83d of a pair', 'half of a pair'],
  ['  one  \n\n two ', 'one two'],
  ['12%\r34%\r100%', '12% 34% 100%'],
  ['olá, ação 🎉', 'olá, ação 🎉'],
  ['', ''],
])('%j is shown as %j', (text, shown) => {
  expect(foreign(text)).toBe(shown)
})

describe('a long line', () => {
  test('is cut at 200 characters', () => {
    expect(foreign('x'.repeat(200))).toBe('x'.repeat(200))
    expect(foreign('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`)
  })

  test('is not cut in the middle of a character', () => {
    expect(foreign('🎉'.repeat(201))).toBe(`${'🎉'.repeat(199)}…`)
  })

  test('shows no half of a secret that was cut', () => {
    const line = `${'x '.repeat(90)}postgres://app:${'hunter2'.repeat(10)}@db/app`
    expect(foreign(line)).not.toContain('hunter')
  })
})

test('lines stay lines, with their indentation, and empty ones go', () => {
  expect(foreignLines('Error: no\n    at main\r\n\r\n \nend\u2028.')).toEqual(['Error: no', '    at main', 'end', '.'])
})

const character = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('password', '=', ':', '"', "'", '\\', '--', '://', '@', '`', escape, '[', ']', '\n', ' ', 'Bearer '),
)
const anyText = fc.array(character, { maxLength: 60 }).map((parts) => parts.join(''))

test('whatever comes, what is shown is short, printable and cannot end a code block', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const line of [foreign(text), ...foreignLines(text)]) {
        expect(line).not.toMatch(/[`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(Array.from(line).length).toBeLessThanOrEqual(200)
      }
    }),
    { numRuns: propertyRuns(3_000) },
  )
})

test('what was shown once is shown the same again', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(foreign(foreign(text))).toBe(foreign(text))
    }),
    { numRuns: propertyRuns(3_000) },
  )
})

const long = 300_000
const repeated = (part: string): string => part.repeat(Math.ceil(long / part.length))

/** A regular expression that is not linear takes minutes here, and runs into the time-out. */
test.each([
  'a',
  ' ',
  '-',
  '\\',
  '"',
  "'",
  '.a',
  'a=',
  'a:',
  'a=b&',
  'a=b&c',
  '--p ',
  '--p "',
  '--password "',
  'p=\\"',
  "password='",
  "password '",
  'password\\',
  'token1',
  '://',
  '://a:',
  'authorization:',
  'cookie',
  'basic ',
  'basic a',
  'eyJ',
  'eyJaaaaaa.',
  'sk_',
  'ghp_',
  'AKIA',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  escape,
  `${escape}]`,
  `${escape}[0`,
  '🎉',
  '550e8400-',
  'a1',
])('%j over and over does not take long', (part) => {
  const text = repeated(part)
  for (const line of [text, `-----BEGIN PRIVATE KEY-----${text}`, `password="${text}`, `${text}=x`, `://${text}`])
    foreignLines(line)
})
