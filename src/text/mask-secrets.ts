import { endOfHeader, endOfValue, mask } from './end-of-value.ts'
import { looksRandom } from './looks-random.ts'
import { namesSecret, namesSecretHeader } from './secret-names.ts'

/** What may stand before a secret: a name and a sign, an option, a phrase, an XML element. */
const lead = new RegExp(
  [
    /(?<![\w.-])(?<name>[\w.-]+)(?:\\{0,16}["'`]){0,4}\s{0,20}(?:=>|:=|==?|:)\s{0,20}/,
    /(?<![\w.-])(?<option>--[\w-]+)\s{1,20}(?=[^\s-])/,
    /\b(?<phrase>(?:password|senha|api[ _-]?key|token) (?:is|é|was|era)\s{1,20})/,
    /\b(?<sql>(?:password|senha|identified by)\s{1,20})(?=\\{0,16}["'`])/,
    /(?<user>(?<!\S)(?:-u|--user)\s{1,2}["'`]?[\w.-]{1,64}:)(?=\S)/,
    /<(?<element>[\w.:-]{1,64})>/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
)

/** What is a secret by its form. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]*(?:PRIVATE KEY|CERTIFICATE)[^-]*-----(?:[^-]|-(?!----END))*(?:-----END[^-\n]*-----)?/g, mask],
  [/(:\/\/[^\s/:@]*:)(?!\d{1,5}(?:[^\w@]|$))(?:(?!:\/\/)(?:[^\s"'`]|["'`](?![\s,;:)\]}>]|$)))*@/g, `$1${mask}@`],
  [/((?<![^\s"'=])[\w.-]{1,64}:)[^\s@]{1,128}(?=@(?:tcp|unix)\()/g, `$1${mask}`],
  [/\b((?:[Bb]earer|BEARER|[Bb]asic|BASIC)\s{1,2})(?=[a-z]*[^a-z\s])[\w+/.~=-]{6,}/g, `$1${mask}`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, mask],
  [/\b(?:gh[opsru]_|github_pat_|glpat-|npm_|hf_|dop_v1_|whsec_|xox[a-z]-|ya29\.|AIza|SG\.)[\w.-]{10,}/g, mask],
  [/\b(?:sk|pk|rk)[-_][\w-]{10,}/g, mask],
  [/\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g, mask],
]

/** A run that may be base64 or hexadecimal; a digest with its algorithm before it is public. */
const run = /(?<!sha256:|[\w+/-])[\w+/-]{32,}={0,2}/g

/** What is hidden may leave something that is to be hidden, too; more often than so nobody writes it. */
const mostPasses = 8

/**
 * Hides what looks like a key, a token or a password. Errs on the side of hiding: a full container id or a commit's
 * hash may go too; UUIDs, short ids and image digests stay. Its time is linear in the length of the text. What was masked
 * stays the same when it is masked again.
 */
export const maskSecrets = (text: string): string => {
  let masked = text
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const next = maskOnce(masked)
    if (next === masked) return masked
    masked = next
  }
  return masked
}

const maskOnce = (text: string): string =>
  rules
    .reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), maskValues(text))
    .replace(run, (whole) => (looksRandom(whole) ? mask : whole))

/** Reads leads from left to right, and hides the value behind each that names a secret. */
const maskValues = (text: string): string => {
  const parts: string[] = []
  const leads = new RegExp(lead)
  let written = 0
  for (let found = leads.exec(text); found !== null; found = leads.exec(text)) {
    const from = leads.lastIndex
    const end = endOfSecret(text, found, from)
    if (end === null || end === from) continue
    parts.push(text.slice(written, from), mask)
    written = end
    leads.lastIndex = end
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(written)
}

/** Null where no secret follows. */
const endOfSecret = (text: string, { index, groups = {} }: RegExpExecArray, from: number): number | null => {
  const { name, option, element } = groups
  if (name !== undefined && namesSecretHeader(name)) return endOfHeader(text, index, from)
  if (name !== undefined) return namesSecret(name) ? endOfValue(text, from) : null
  if (option !== undefined) return namesSecret(option) ? endOfValue(text, from) : null
  if (element === undefined) return endOfValue(text, from)
  if (!namesSecret(element)) return null
  const end = text.indexOf('<', from)
  return end === -1 ? text.length : end
}
