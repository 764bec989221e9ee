/**
 * Whether to reach it takes a network beyond the host's own ones: by its address where that is known, else by its name.
 *
 * Near are loopback and link-local addresses, the private ones (RFC 1918, RFC 4193) and those behind a carrier's NAT
 * (RFC 6598), and names without a dot, which are of a container network, or of a domain that is only known nearby.
 *
 * @param name  a name or an address
 */
export const isElsewhere = (name: string, address: string | null = null): boolean => {
  const host = (address ?? name).replaceAll(/[[\]]/g, '').replace(/\.$/, '').toLowerCase()
  const mapped = mappedIn(host)
  if (mapped !== null) return !nearIPv4.test(mapped)
  if (host.includes(':')) return !nearIPv6.test(host)
  if (nearIPv4.test(host)) return false
  return host.includes('.') && !/\.(local|localhost|internal|lan|home|home\.arpa)$/.test(host)
}

const nearIPv4 =
  /^(0|10|127)\.\d+\.\d+\.\d+$|^192\.168\.\d+\.\d+$|^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$|^169\.254\.\d+\.\d+$|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+$/

const nearIPv6 = /^::1?(%|$)|^f[cd][\da-f]{2}:|^fe[89a-f][\da-f]:/

/** The IPv4 address that an IPv6 one stands for, as in `::ffff:10.0.0.1` or `::ffff:a00:1`. */
const mappedIn = (host: string): string | null => {
  const [, dotted, high, low] = /^::ffff:(?:([\d.]+)|([\da-f]{1,4}):([\da-f]{1,4}))$/.exec(host) ?? []
  if (dotted !== undefined) return dotted
  if (high === undefined || low === undefined) return null
  return [high, low]
    .map((group) => parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.')
}
