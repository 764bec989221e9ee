import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDotenv } from '../../src/config/dotenv.ts'
import { joinEnvironments } from '../../src/config/environment.ts'

const read = (text: string) => readDotenv(Buffer.from(text))

const problemsOf = (bytes: Uint8Array): readonly string[] =>
  readDotenv(bytes).problems.map(({ name, what }) => `${name} ${what.en}`)

test('what the environment and .env both set is the environment’s, though it be empty', () => {
  const { values } = read('TZ=UTC\nLOG_LEVEL="debug" # loud\nCPU_FOR=5\nexport RAM_FOR=6\n')
  expect(joinEnvironments({ TZ: 'America/Belem', CPU_FOR: '', LOG_LEVEL: undefined }, values)).toEqual({
    TZ: 'America/Belem',
    LOG_LEVEL: 'debug',
    CPU_FOR: '',
    RAM_FOR: '6',
  })
})

test('a # within a value is a part of it, as Docker Compose and python-dotenv read it', () => {
  const text = 'A=k#1\r\nB=k#1 # why\nexport C = it\'s#1\nD="k#1" # why\nE=k # why #1\nF= # why\n#G=k#1\n'
  expect(read(text)).toEqual({
    values: { A: 'k#1', B: 'k#1', C: "it's#1", D: 'k#1', E: 'k', F: '' },
    problems: [],
  })
})

test.each([
  ['a byte order mark', '\uFEFFA=1\nB=2\n'],
  ['lines as Windows ends them', 'A=1\r\nB=2\r\n'],
  ['lines as an old Mac ended them', 'A=1\rB=2\r'],
  ['comments, blanks and what a shell exports', '# A=0\n\n  export A = 1\n\t\nB=2 # two'],
  ['values in quotes', 'A="1"\nB=\'2\' # two\n'],
])('%s is no problem', (_, text) => {
  expect(read(text)).toEqual({ values: { A: '1', B: '2' }, problems: [] })
})

test('a value in quotes may have several lines', () => {
  expect(read('A="one\ntwo # 2\n\nthree" # all\nB=2\n')).toEqual({
    values: { A: 'one\ntwo # 2\n\nthree', B: '2' },
    problems: [],
  })
})

test.each<[string, readonly string[]]>([
  ['EVOLUTION_URL: https://x', ['(line 1) has a : in place of = after EVOLUTION_URL']],
  ['A=1\n\nTZ : UTC\nB=2', ['(line 3) has a : in place of = after TZ']],
  ['A=1\nEVOLUTION_TOKEN', ['(line 2) is no variable']],
  ['https://user:pass@x', ['(line 1) is no variable']],
  ['set A=1\nSET B=2', ['(line 1) is no variable', '(line 2) is no variable']],
  ['- A=1', ['(line 1) is no variable']],
  ['\u00a0A=1', ['(line 1) is no variable']],
  ['// comment\n; comment\n[section]', [1, 2, 3].map((line) => `(line ${line}) is no variable`)],
  ['{\n"A": "1"\n}', [1, 2, 3].map((line) => `(line ${line}) is no variable`)],
  ['A="1\nB=2', ['(line 1) opens a quote that nothing closes']],
  ['A="1\nB="2"', ['(line 2) has something after a closing quote']],
  ['A="1" 2', ['(line 1) has something after a closing quote']],
  ['A="say \\"hi\\""', ['(line 1) has something after a closing quote']],
])('%j is told', (text, expected) => {
  expect(problemsOf(Buffer.from(text))).toEqual(expected.map((what) => `.env ${what}`))
})

const utf16 = '.env is UTF-16, as some editors and PowerShell write it'

test.each<[string, Uint8Array, string]>([
  ['UTF-16', Buffer.from('\uFEFFA=1\n', 'utf16le'), utf16],
  ['UTF-16 without its mark', Buffer.from('A=1\n', 'utf16le'), utf16],
  ['UTF-16 of the other order', Buffer.from('\uFEFFA=1\n', 'utf16le').swap16(), utf16],
  ['UTF-16 of the other order without its mark', Buffer.from('A=1\n', 'utf16le').swap16(), utf16],
  ['Latin-1', Buffer.from('AGENT_NAME=Loja São João\n', 'latin1'), '.env is not UTF-8'],
])('%s is one problem, and what it sets is read all the same', (_, bytes, problem) => {
  expect(problemsOf(bytes)).toEqual([problem])
  expect(Object.keys(readDotenv(bytes).values)).toHaveLength(1)
})

test('no line is passed over in silence, and no value is told', () => {
  const line = fc.constantFrom(
    'A=zq1',
    'export B = zq2',
    '# zq',
    '',
    '  ',
    'zq',
    'C: zq',
    'D="zq3"',
    "E='zq4' # zq",
    '=zq',
  )
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { problems } = read(lines.join('\n'))
      const wrong = lines.flatMap((text, index) => (['zq', 'C: zq', '=zq'].includes(text) ? [index + 1] : []))
      expect(problems.map(({ what }) => Number(/\d+/.exec(what.en)?.[0]))).toEqual(wrong)
      expect(JSON.stringify(problems)).not.toContain('zq')
    }),
  )
})

test('whatever the bytes, it never throws', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => readDotenv(bytes).problems.length >= 0))
})
