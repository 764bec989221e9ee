import { BlockList, isIP, isIPv6 } from 'node:net'
import type { Proxies } from '../config.ts'

/**
 * The proxy through which an address is reached; null: directly. `none` has names with what is below them, addresses and
 * networks as in `10.0.0.0/8`, each with a port or without; `*` is everybody.
 */
export const proxyOf = ({ http, https, none }: Proxies, url: URL): URL | null => {
  const proxy = url.protocol === 'https:' ? https : http
  return proxy === null || none.some((one) => isMeant(one, url)) ? null : new URL(proxy)
}

const isMeant = (one: string, url: URL): boolean => {
  if (one === '*') return true
  const host = url.hostname.replaceAll(/[[\]]/g, '')
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const [, named = '', wantedPort = port] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(one.toLowerCase()) ?? []
  if (wantedPort !== port) return false
  const name = named.replaceAll(/[[\]]/g, '')
  if (isIP(host) !== 0) return name === host || isWithin(host, name)
  const domain = name.replace(/^\*?\.?/, '')
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`))
}

const isWithin = (address: string, network: string): boolean => {
  const [, base = '', bits = ''] = /^([^/]+)\/(\d+)$/.exec(network) ?? []
  if (isIP(base) === 0 || isIPv6(base) !== isIPv6(address) || Number(bits) > (isIPv6(base) ? 128 : 32)) return false
  const family = isIPv6(base) ? 'ipv6' : 'ipv4'
  const networks = new BlockList()
  networks.addSubnet(base, Number(bits), family)
  return networks.check(address, family)
}

/** What a proxy is told of who asks, where its address names a user. */
export const proxyAuthorization = ({ username, password }: URL): string | null => {
  if (username === '' && password === '') return null
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(user).toString('base64')}`
}
