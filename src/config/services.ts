import { Invalid } from './invalid.ts'
import type { Service, Target } from '../model/service.ts'
import { isDecodable } from './addresses.ts'
import { withDefault, type Translated } from './variable.ts'

const none: readonly Service[] = []

/**
 * Services to probe: an address each, with options behind it, parted by commas or lines. All that is wrong with all of them
 * is told at once, by the numbers of the entries: an address may hold a password.
 */
export const services = () =>
  withDefault(parseServices, none, {
    accepted: {
      en: 'addresses as in https://…, tcp://host:port or tls://host:port, each with options behind it, and commas or lines between them',
      pt: 'endereços como https://…, tcp://host:porta ou tls://host:porta, cada um com opções depois, separados por vírgulas ou linhas',
    },
    example: 'https://app.example.com/health name=shop contains=ok, tcp://db:5432',
  })

/** Throws `Invalid` with every problem. */
export const parseServices = (text: string): readonly Service[] => {
  const written = withoutComments(text)
  if (written.replaceAll(/[^"]/g, '').length % 2 !== 0)
    throw new Invalid({ en: 'has a quote that is not closed', pt: 'tem aspas que não fecham' })
  const parsed = entriesOf(written).map(parseEntry)
  const problems = parsed.flatMap((entry, index) =>
    'problems' in entry ? entry.problems.map((problem) => ofEntry(index, problem)) : [],
  )
  const names = parsed.map((entry) => ('problems' in entry ? null : entry.name))
  for (const [index, name] of names.entries())
    if (name !== null && names.indexOf(name) < index)
      problems.push(
        ofEntry(index, {
          en: 'has the name of another: give it one with name=',
          pt: 'tem o nome de outro: dê-lhe um com name=',
        }),
      )
  const listed = (language: keyof Translated): string => problems.map((problem) => problem[language]).join('; ')
  if (problems.length > 0)
    throw new Invalid({ en: `has problems: ${listed('en')}`, pt: `tem problemas: ${listed('pt')}` })
  return parsed.flatMap((entry) => ('problems' in entry ? [] : [entry]))
}

const ofEntry = (index: number, { en, pt }: Translated): Translated => ({
  en: `entry ${index + 1} ${en}`,
  pt: `item ${index + 1} ${pt}`,
})

/** A line that begins with # is a comment. */
const withoutComments = (text: string): string => text.replaceAll(/^\s*#.*$/gm, '')

/** Commas and lines part entries, but for those within quotes. */
const entriesOf = (text: string): readonly string[] =>
  text
    .split(/[,\n](?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

const knownOptions = ['name', 'interval', 'timeout', 'status', 'contains', 'failures'] as const
type Option = (typeof knownOptions)[number]
const isOption = (name: string): name is Option => knownOptions.some((known) => known === name)

const parseEntry = (entry: string): Service | { readonly problems: readonly Translated[] } => {
  const problems: Translated[] = []
  const [address = '', ...words] = entry.match(/(?:[^\s"]|"[^"]*")+/g) ?? []
  const options = new Map<Option, string>()
  for (const word of words) {
    const [, name = '', value = ''] = /^(\w+)=(.+)$/s.exec(word) ?? []
    const option = value.replaceAll('"', '')
    if (isOption(name) && options.has(name)) problems.push({ en: `has ${name}= twice`, pt: `tem ${name}= duas vezes` })
    else if (isOption(name) && option === '')
      problems.push({ en: `has ${name}= without a value`, pt: `tem ${name}= sem valor` })
    else if (isOption(name)) options.set(name, option)
    else
      problems.push({
        en: `has an option that is none of ${knownOptions.join('=, ')}=`,
        pt: `tem uma opção que não é nenhuma de ${knownOptions.join('=, ')}=`,
      })
  }
  const whole = (name: Option, fallback: number, min: number, max: number): number => {
    const text = options.get(name)
    if (text === undefined) return fallback
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max)
      problems.push({
        en: `has ${name}= without a whole number from ${min} to ${max}`,
        pt: `tem ${name}= sem um número inteiro de ${min} a ${max}`,
      })
    return value
  }
  const interval = whole('interval', 30, 1, 86_400) * 1_000
  const timeout = whole('timeout', 5, 1, 300) * 1_000
  const failures = whole('failures', 2, 1, 100)
  const target = parseTarget(address, options, problems)
  if (target === null || problems.length > 0) return { problems }
  return { name: options.get('name') ?? target.name, target: target.target, interval, timeout, failures }
}

const parseTarget = (
  address: string,
  options: ReadonlyMap<Option, string>,
  problems: Translated[],
): { readonly name: string; readonly target: Target } | null => {
  const url = URL.parse(address)
  const kind = /^(https?|tcp|tls):\/\//.exec(address)?.[1]
  if (url === null || kind === undefined || url.hostname === '') {
    problems.push({
      en: 'is no address that begins with https://, http://, tcp:// or tls://',
      pt: 'não é um endereço que começa com https://, http://, tcp:// ou tls://',
    })
    return null
  }
  if (kind === 'tcp' || kind === 'tls') {
    const port = Number(url.port)
    if (port === 0) problems.push({ en: 'has no port', pt: 'não tem porta' })
    if (url.href.replace(/\/$/, '') !== `${kind}://${url.host}`)
      problems.push({ en: 'has more than a host and a port', pt: 'tem mais que um host e uma porta' })
    for (const name of ['status', 'contains'] as const)
      if (options.has(name))
        problems.push({
          en: `has ${name}=, which is for https:// and http:// alone`,
          pt: `tem ${name}=, que só vale para https:// e http://`,
        })
    const host = url.hostname.replaceAll(/[[\]]/g, '')
    return { name: `${url.hostname}:${port}`, target: { kind, host, port } }
  }
  const [, from = '', to = from] = /^([1-5]\d{2})(?:-([1-5]\d{2}))?$/.exec(options.get('status') ?? '200-299') ?? []
  if (from === '' || from > to)
    problems.push({
      en: 'has status= without one from 100 to 599, or two as in 200-299',
      pt: 'tem status= sem um valor de 100 a 599, ou dois, como em 200-299',
    })
  if (!isDecodable(`${url.username}:${url.password}`))
    problems.push({
      en: 'has a user or a password with a % that encodes nothing: a % itself is written %25',
      pt: 'tem um usuário ou uma senha com um % que não codifica nada: o próprio % se escreve %25',
    })
  const path = url.pathname === '/' ? '' : url.pathname
  return {
    name: `${url.host}${path}`,
    target: {
      kind: 'http',
      url: url.href,
      status: [Number(from), Number(to)],
      contains: options.get('contains') ?? null,
    },
  }
}
