import type { Service } from '../model/service.ts'
import type { Apprise, Evolution, HeartbeatConfig, Ntfy, Proxies, Telegram, Webhook } from './types.ts'

/** Everybody whom the agent speaks to over the network, all keys among it; null who is not set up. */
export interface Others {
  readonly evolution: Evolution | null
  readonly telegram: Telegram | null
  readonly ntfy: Ntfy | null
  readonly webhook: Webhook | null
  readonly apprise: Apprise | null
  readonly heartbeat: HeartbeatConfig | null
  readonly services: readonly Service[]
  readonly proxies: Proxies
}

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

const hostName = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i

/** Keys stand anywhere in an Apprise URL: as user, password, host, path or option. */
const ofAppriseUrl = (url: string): readonly string[] => [
  url,
  ...url
    .replace(/^\w+:\/\//, '')
    .split(/[/?&=@,:]+/)
    .filter((part) => part.length >= tokenLength && !hostName.test(part)),
]

/** Of what extensions are set to, the name says whether it is a secret. */
const secretSetting = /(?:TOKEN|SECRET|PASSWORD|PASS|KEY)$/

/** All that must not be seen in a log or a message. */
export const secretsOf = (
  { evolution, telegram, ntfy, webhook: hook, apprise, heartbeat, services, proxies }: Others,
  settings: Readonly<Record<string, string>>,
): readonly string[] => {
  const evolutionUrl = URL.parse(evolution?.url ?? '')
  const appriseUrl = URL.parse(apprise?.url ?? '')
  // What one needs to know to speak there, or to listen.
  const webhooks = [heartbeat?.url, ntfy?.url, hook?.url, ...(heartbeat?.pings ?? [])].flatMap((url) =>
    url ? [new URL(url)] : [],
  )
  const secrets = [
    evolution?.token ?? '',
    ...(evolutionUrl ? userInfo(evolutionUrl) : []),
    telegram?.token ?? '',
    ntfy?.token ?? '',
    hook?.secret ?? '',
    ...(appriseUrl ? userInfo(appriseUrl) : []),
    ...(apprise?.urls ?? []).flatMap(ofAppriseUrl),
    heartbeat?.token ?? '',
    ...services.flatMap(({ target }) => (target.kind === 'http' ? ofAddress(new URL(target.url)) : [])),
    ...[proxies.http, proxies.https].flatMap((proxy) => (proxy === null ? [] : userInfo(new URL(proxy)))),
    ...webhooks.flatMap((url) => [...webhook(url), ...userInfo(url)]),
    ...Object.entries(settings).flatMap(([name, value]) => (secretSetting.test(name) ? value : [])),
  ]
  return [...new Set(secrets)].filter((secret) => secret !== '')
}
