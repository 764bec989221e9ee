import { looksRandom } from './looks-random.ts'

const mask = '•••'

/** Names whose value is a secret, whatever stands before: `POSTGRES_PASSWORD`, `x-api-key`, `clientSecret`. */
const secretName = new RegExp(
  [
    /(?:passw(?:or)?d|passphrase|secret|credential|token|jwt|api[._-]?key|senha|segredo|credencial|chave)(?:[._-]?(?:base|hash|key|value|\d))*/,
    /(?:access|account|auth|encryption|license|master|private|service|signing)[._-]?key/,
    /(?:^|[._-])(?:auth|otp|pass|pin|pw|pwd|session[._-]?id|sid|sig|signature)/,
    /(?:^|[._-])chave[._-]?(?:api|secreta|privada|de[._-]acesso)/,
    /[._-](?<!(?:public|primary|foreign)[._-])key/,
  ]
    .map(({ source }) => `(?:${source})$`)
    .join('|'),
  'i',
)

/** A name, then `=` or `:` or `=>`, then the value, in quotes (escaped ones too) or up to the next blank. */
const assignment =
  /(?<![\w.-])([\w.-]+)(\\*["']?\s{0,2}(?:=>|[=:])\s{0,2})(\\*"(?:\\.|[^"\\])*\\*"?|\\*'(?:\\.|[^'\\])*\\*'?|[^\s"'&]+(?:&(?![\w.-]+=)[^\s"'&]*)*)/g

/** An option of a command line, then its value. */
const option = /(?<![\w-])(--[\w-]+)(\s+)("[^"]*"?|'[^']*'?|[^\s"'-][^\s"']*)/g

const rules: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]*(?:PRIVATE KEY|CERTIFICATE)[^-]*-----(?:[^-]|-(?!----END))*(?:-----END[^-\n]*-----)?/g, mask],
  [/(:\/\/[^\s/:@]*:)(?!\d{1,5}(?:[^\w@]|$))(?:(?!:\/\/)[^\s"'])*@/g, `$1${mask}@`],
  [/((?:authorization|cookie)\\*["']?\s{0,2}[=:]\s{0,2}\\*["']?)[^"'\r\n]+/gi, `$1${mask}`],
  [/\b((?:[Bb]earer|BEARER|[Bb]asic|BASIC)\s{1,2})(?=[a-z]*[^a-z\s])[\w+/.~=-]{6,}/g, `$1${mask}`],
  [/\b((?:password|senha|identified by)\s{1,2})(?:'[^']*'|"[^"]*")/gi, `$1${mask}`],
  [/\b((?:password|senha|api[ _-]?key|token) (?:is|é|was|era) )\S+/gi, `$1${mask}`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, mask],
  [/\b(?:gh[opsru]_|github_pat_|glpat-|npm_|hf_|dop_v1_|whsec_|xox[a-z]-|ya29\.|AIza|SG\.)[\w.-]{10,}/g, mask],
  [/\b(?:sk|pk|rk)[-_][\w-]{10,}/g, mask],
  [/\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g, mask],
]

/** A run that may be base64 or hexadecimal; a digest with its algorithm before it is public. */
const run = /(?<!sha256:|[\w+/-])[\w+/-]{32,}={0,2}/g

/**
 * Hides what looks like a key, a token or a password. Errs on the side of hiding: a full container id or a commit's
 * hash may go too; UUIDs, short ids and image digests stay. Its time is linear in the length of the text.
 */
export const maskSecrets = (text: string): string =>
  rules
    .reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
    .replace(assignment, (whole, name: string, sign: string) =>
      secretName.test(name) ? `${name}${sign}${mask}` : whole,
    )
    .replace(option, (whole, name: string, gap: string) => (secretName.test(name) ? `${name}${gap}${mask}` : whole))
    .replace(run, (whole) => (looksRandom(whole) ? mask : whole))
