import type { Config } from './types.ts'

/** From this length on, a part of a path is taken for a random name rather than a word. */
const randomLength = 16

/** `user:password@`, whole and the password alone; a user without a password is one itself. */
const userInfo = ({ username, password }: URL): readonly string[] =>
  [password === '' ? username : `${username}:${password}`, password].flatMap((text) => [text, decodeURIComponent(text)])

/** Whoever knows a webhook's path can call it, and libraries show a path without its host. */
const webhook = ({ href, pathname, search }: URL): readonly string[] => [
  href,
  ...[`${pathname}${search}`, pathname].filter((path) => path !== '/'),
  ...pathname.split('/').filter((part) => part.length >= randomLength),
]

/** What is shorter behind a question mark, as in `v=1`, is no token: masked by itself, it would be so in every line. */
const tokenLength = 8

/** A password before the host, a token behind the question mark. */
const ofAddress = (url: URL): readonly string[] => [
  ...userInfo(url),
  url.search,
  ...[...url.searchParams.values()].filter((value) => value.length >= tokenLength),
]

/** All that must not be seen in a log or a message. */
export const secretsOf = ({
  evolution,
  heartbeat,
  services,
}: Pick<Config, 'evolution' | 'heartbeat' | 'services'>): readonly string[] => {
  const evolutionUrl = URL.parse(evolution?.url ?? '')
  const heartbeatUrl = URL.parse(heartbeat?.url ?? '')
  const secrets = [
    evolution?.token ?? '',
    ...(evolutionUrl ? userInfo(evolutionUrl) : []),
    heartbeat?.token ?? '',
    ...services.flatMap(({ target }) => (target.kind === 'http' ? ofAddress(new URL(target.url)) : [])),
    ...(heartbeatUrl ? [...webhook(heartbeatUrl), ...userInfo(heartbeatUrl)] : []),
  ]
  return [...new Set(secrets)].filter((secret) => secret !== '')
}
