import type { Config } from './types.ts'

/** From this length on, a part of a path is taken for a random name rather than a word. */
const randomLength = 16

const userInfo = (url: URL): readonly string[] =>
  [url.password, decoded(url.password), `${decoded(url.username)}:${decoded(url.password)}`].filter(
    () => url.password !== '',
  )

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whoever knows a webhook's path can call it, so its parts are secret too: libraries print them without the host. */
const webhookParts = (url: URL): readonly string[] =>
  [
    url.href,
    `${url.pathname}${url.search}`,
    url.pathname,
    ...url.pathname.split('/').filter((part) => part.length >= randomLength),
  ].filter((part) => part !== '/')

/** All that must not be seen in a log or a message. */
export const secretsOf = ({ evolution, heartbeat }: Pick<Config, 'evolution' | 'heartbeat'>): readonly string[] => {
  const evolutionUrl = evolution && URL.parse(evolution.url)
  const heartbeatUrl = heartbeat && URL.parse(heartbeat.url)
  return [
    ...new Set([
      ...(evolution ? [evolution.token] : []),
      ...(evolutionUrl ? userInfo(evolutionUrl) : []),
      ...(heartbeat?.token ? [heartbeat.token] : []),
      ...(heartbeatUrl ? [...webhookParts(heartbeatUrl), ...userInfo(heartbeatUrl)] : []),
    ]),
  ]
}
