import { isIP } from 'node:net'

/** Whom to ask for names, and how a short name is completed. */
export interface ResolverConfiguration {
  readonly servers: readonly string[]
  /** What is appended to a name. */
  readonly search: readonly string[]
  /** A name with so many dots is tried as it is first. */
  readonly ndots: number
}

/** As many as a libc takes. */
const mostServers = 3
const mostDots = 15

/**
 * Reads a file as in resolv.conf(5): `nameserver`, the last of `search` and `domain`, and `ndots`. Where it names no server,
 * this host is asked.
 *
 * @param hostName  its own domain is searched where the file names none
 */
export const parseResolverConfiguration = (text: string, hostName: string): ResolverConfiguration => {
  const lines = text.split('\n').map((line) =>
    line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/),
  )
  const valuesOf = (...names: readonly string[]) => lines.filter(([name = '']) => names.includes(name))
  const servers = valuesOf('nameserver').flatMap(([, server = '']) => (isIP(server) === 0 ? [] : [server]))
  const [, ...search] = valuesOf('search', 'domain').at(-1) ?? ['', hostName.split('.').slice(1).join('.')]
  const dots = valuesOf('options').flatMap(([, ...options]) =>
    options.flatMap((option) => /^ndots:(\d+)$/.exec(option)?.[1] ?? []),
  )
  return {
    servers: servers.length === 0 ? ['127.0.0.1'] : servers.slice(0, mostServers),
    search: search.map((domain) => domain.replace(/\.$/, '')).filter((domain) => domain !== ''),
    ndots: Math.min(Number(dots.at(-1) ?? 1), mostDots),
  }
}

/** The names to ask for, in order. One that ends with a dot is whole. */
export const candidatesOf = (
  name: string,
  { search, ndots }: Pick<ResolverConfiguration, 'search' | 'ndots'>,
): readonly string[] => {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const completed = search.map((domain) => `${name}.${domain}`)
  return name.split('.').length > ndots ? [name, ...completed] : [...completed, name]
}
