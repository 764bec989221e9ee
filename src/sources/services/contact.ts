import { isIP, isIPv6 } from 'node:net'
import type { Reach } from '../../clients/connect.ts'
import { noContact, type Contact } from './probe-result.ts'

/** Who is reached before anything was tried: an address needs no resolver. */
export const contactOf = (host: string): Contact => {
  const bare = host.replaceAll(/[[\]]/g, '')
  return isIP(bare) === 0 ? noContact : { address: bare, isConnected: false }
}

/**
 * Whom a connection reaches. Of several addresses of one name, the same one is said each time, whatever their order: an IPv4
 * one where there is one.
 */
export const contactIn = ({ addresses, socket }: Reach): Contact => {
  const first = addresses.toSorted(byFamily)[0] ?? null
  return socket === null
    ? { address: first, isConnected: false }
    : { address: socket.remoteAddress ?? first, isConnected: true }
}

const byFamily = (one: string, other: string): number =>
  Number(isIPv6(one)) - Number(isIPv6(other)) || (one < other ? -1 : 1)
