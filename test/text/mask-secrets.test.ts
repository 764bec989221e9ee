import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskSecrets } from '../../src/text/mask-secrets.ts'
import { propertyRuns } from '../support/property-runs.ts'

// None of these was ever a secret. Those that a scanner would take for one are put together here.
const letters = 'ABCDEFGHIJKL'
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', 'c2lnbmF0dXJl_-ab'].join('.')
const hexKey = '9f86d081884c7d659a2feaa0c55ad015'
const base64Key = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA='

describe('is hidden', () => {
  test.each([
    ['POSTGRES_PASSWORD=hunter2 host=db', 'POSTGRES_PASSWORD=••• host=db'],
    ['password: hunter2', 'password: •••'],
    ['senha=abc123', 'senha=•••'],
    ['{"senha":"abc 123"}', '{"senha":•••}'],
    ['DB_SENHA=abc', 'DB_SENHA=•••'],
    ['chave_api=abc', 'chave_api=•••'],
    ['a senha é abc123', 'a senha é •••'],
    ['the password is hunter2', 'the password is •••'],
    ["db_pass = 'two words' next", 'db_pass = ••• next'],
    ['clientSecret => abc', 'clientSecret => •••'],
    ['{"user":"x","password":"a\\"b","port":1}', '{"user":"x","password":•••,"port":1}'],
    ["{'api_key': 'k-1', 'n': 2}", "{'api_key': •••, 'n': 2}"],
    ['SECRET_KEY_BASE=0a1b', 'SECRET_KEY_BASE=•••'],
    ['STRIPE_KEY=abc', 'STRIPE_KEY=•••'],
    ['PASSWORD=a&b;c,d', 'PASSWORD=•••'],
    ['GET /x?token=abc&page=2', 'GET /x?token=•••&page=2'],
    ['https://x.io/?page=2&API_KEY=abc#top', 'https://x.io/?page=2&API_KEY=•••'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: •••'],
    ['-H "authorization: Basic dXNlcjpwYXNz" -v', '-H "authorization: •••" -v'],
    ['Set-Cookie: sid=1; Path=/', 'Set-Cookie: •••'],
    ['sent Bearer abc123 to it', 'sent Bearer ••• to it'],
    ['proxy says basic dXNlcjpwYXNz', 'proxy says basic •••'],
    ['postgres://app:hunter2@db:5432/app', 'postgres://app:•••@db:5432/app'],
    ['redis://:hunter2@cache:6379', 'redis://:•••@cache:6379'],
    ['amqp://u:p@ss:w/rd@mq', 'amqp://u:•••@mq'],
    ['mysql --password hunter2 -u root', 'mysql --password ••• -u root'],
    ['app --api-key="k 1" run', 'app --api-key=••• run'],
    ["ALTER USER app PASSWORD 'hunter2'", 'ALTER USER app PASSWORD •••'],
    ["IDENTIFIED BY 'hunter2'", 'IDENTIFIED BY •••'],
    [`AKIA${letters}1234 used`, '••• used'],
    [`ghp_${'a1B2'.repeat(9)}`, '•••'],
    [`github_pat_${'a1B2'.repeat(9)}`, '•••'],
    [`sk-proj-${letters}`, '•••'],
    [`sk_live_${letters}`, '•••'],
    [`xoxb-${letters}`, '•••'],
    [jwt, '•••'],
    [`id ${hexKey} done`, 'id ••• done'],
    [base64Key, '•••'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----\nnext', '•••\nnext'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----', '•••'],
    ["password:''hunter2secret", 'password:•••'],
    ['DB_PASSWORD=""x next', 'DB_PASSWORD=••• next'],
    ["password=`'hunter2'` next", 'password=••• next'],
    ["password='''hunter 2''' next", "password=•••'' next"],
    ['password=hun"ter 2"x next', 'password=••• next'],
    ['password: “hunter 2” next', 'password: ••• next'],
    ["password: don't tell\nnext", 'password: •••\nnext'],
    ['password="hunter 2', 'password=•••'],
    ['password:        hunter2', 'password:        •••'],
    ['`password`: `hunter 2`', '`password`: •••'],
    ['password := hunter2', 'password := •••'],
    ['{"msg":"login password=hunter2","code":500}', '{"msg":"login password=•••","code":500}'],
    [`{"msg":"dsn password='hunter 2'","code":500}`, '{"msg":"dsn password=•••","code":500}'],
    ['Authorization: Digest username="ana", response="abc"', 'Authorization: •••'],
    ["{ authorization: 'Bearer abc', page: 2 }", '{ authorization: •••, page: 2 }'],
    ['dbPass=hunter2 userPwd=x', 'dbPass=••• userPwd=•••'],
    ['<password>hunter 2</password>', '<password>•••</password>'],
    ['curl -u ana:hunter2 https://x.io', 'curl -u ana:••• https://x.io'],
    [`mysql://u:p'w"x@db/app`, 'mysql://u:•••@db/app'],
    ['app:hunter2@tcp(db:3306)/app', 'app:•••@tcp(db:3306)/app'],
    ['["postgres://u:pw@db","ana@x.io"]', '["postgres://u:•••@db","ana@x.io"]'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked)
  })

  test('what is in JSON that is in JSON', () => {
    expect(maskSecrets('{\\"password\\":\\"hunter2\\",\\"n\\":1}')).toBe('{\\"password\\":•••,\\"n\\":1}')
  })
})

/** A price that is paid: these are no secrets, but nothing tells them from one. */
test.each([
  ['HEAD is 3f2b8a7c9d1e4f5a6b7c8d9e0f1a2b3c4d5e6f7a', 'HEAD is •••'],
  [`container ${hexKey}${hexKey}`, 'container •••'],
  ['token: expired', 'token: •••'],
])('is hidden too: %s', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked)
})

test.each([
  'LOG: server process (PID 71) was terminated by signal 9',
  'GET /health → 503',
  'FATAL: password authentication failed for user "app"',
  'SyntaxError: Unexpected token } in JSON at position 4',
  'usage: prompt_tokens=152 max_tokens: 4096',
  'duplicate key value violates unique constraint "users_pkey"',
  'Key (id)=(42) already exists, key: id',
  'PUBLIC_KEY=abc',
  'POSTGRES_PASSWORD_FILE=/run/secrets/db',
  'auth-token-service: started',
  'author: Ana, keyboard=br, tokenizer: fast',
  'Basic authentication is required',
  'container 4f9d0c51a2b3 exited',
  'request 550e8400-e29b-41d4-a716-446655440000 failed',
  'trace a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d began',
  'GET /orders/550e8400-e29b-41d4-a716-446655440000/items',
  'image postgres@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'at /usr/local/lib/node_modules/Express4/lib/router/layer2/index.js:95:5',
  'org.springframework.boot.autoconfigure.Http2ConnectionHandlerInitializerException',
  '2025-11-30T14:30:00.123456789Z INFO ready on http://0.0.0.0:8080/ for admin@example.com',
  '================================================',
  '0000000000000000000000000000000000000000',
])('is left as it is: %s', (text) => {
  expect(maskSecrets(text)).toBe(text)
})

const pick = (...of: readonly string[]) => fc.constantFrom(...of)
const names = pick('password', 'DB_PASSWORD', 'senha', 'api-key', 'clientSecret', 'x.token', 'dbPass', 'STRIPE_KEY')
const quotes = (most: number) =>
  fc.array(pick("'", '"', '`', '\\', '“', '‘'), { maxLength: most }).map((all) => all.join(''))
const signs = pick('=', ':', ': ', ' = ', '=>', ' => ', ':=', '==', ':\n  ', '=    ', '":"', "': '", '`:`', '\\":\\"')
/** What follows in the text, or stood before it. */
const around = fc
  .array(pick('a', ' ', '\n', ',', '{', '}', '[', '"', "'", '`', '\\', '=', ':', '&', 'x=1', '://', '@', '•••'), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''))
const secret = fc.stringMatching(/^S3[a-z]{3,12}9Z$/)

/** Each way to write a secret, with any quotes around it. */
const written = fc.oneof(
  fc.tuple(names, signs, quotes(4), secret, quotes(4)).map(([name, sign, before, value, after]) => ({
    value,
    text: `${name}${sign}${before}${value}${after}`,
  })),
  fc
    .tuple(pick('--password ', '--api-key=', '--token  ', '-u ana:'), quotes(2), secret, quotes(2))
    .map(([option, before, value, after]) => ({ value, text: ` ${option}${before}${value}${after}` })),
  fc
    .tuple(
      pick('Authorization', 'Proxy-Authorization', 'Set-Cookie', 'cookie'),
      pick(': ', ':', '=', '": "', "': '"),
      secret,
    )
    .map(([header, sign, value]) => ({ value, text: `${header}${sign}Digest a=1; b=${value}` })),
  fc.tuple(pick('postgres', 'redis', 'https'), quotes(3), secret, quotes(3)).map(([scheme, before, value, after]) => ({
    value,
    text: `${scheme}://ana:p${before}${value}${after}p@db:5432/x`,
  })),
  fc
    .tuple(pick('password', 'passwd', 'db-secret'), secret)
    .map(([name, value]) => ({ value, text: `<${name}>${value}</${name}>` })),
)

describe('whatever stands around it', () => {
  test('no secret passes', () => {
    const before = around.filter((text) => !/[\w.=-]$/.test(text))
    fc.assert(
      fc.property(before, written, around, (start, { text, value }, rest) => {
        expect(maskSecrets(`${start}${text}${rest}`)).not.toContain(value)
      }),
      { numRuns: propertyRuns(3_000) },
    )
  })

  test('what was masked stays as it is', () => {
    fc.assert(
      fc.property(around, written, around, (start, { text }, rest) => {
        const masked = maskSecrets(`${start}${text}${rest}`)
        expect(maskSecrets(masked)).toBe(masked)
      }),
      { numRuns: propertyRuns(3_000) },
    )
  })
})
