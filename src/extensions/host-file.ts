import { posix } from 'node:path'

/** What procfs shows each process of its own, and where the first process, which is the host's, shows the same. */
const ofTheReader: readonly (readonly [RegExp, string])[] = [
  [/^\/etc\/mtab$/, '/proc/1/mounts'],
  [/^\/proc\/(?:thread-)?self(?=\/|$)/, '/proc/1'],
  [/^\/proc\/(?=(?:net|mounts)(?:\/|$))/, '/proc/1/'],
]

/** Of these there is no other way to see the host's. */
const onlyOfTheReader = /^\/proc\/(?:sysvipc|sys\/net|sys\/fs\/mqueue|sys\/kernel\/(?:hostname|domainname))(?=\/|$)/

/**
 * Where a file of the host is found, in a container too: `hostFile('/host')('proc/net/tcp')` is `/host/proc/1/net/tcp`, since
 * `/host/proc/net` is the network of whoever looks (proc(5), namespaces(7)). It asks no disk; an absolute link in the path
 * leads to the agent's own files.
 *
 * Throws an Error for what a container cannot see of its host, as `proc/sys/net`.
 *
 * @param hostRoot  where the host's `/` is mounted
 */
export const hostFile =
  (hostRoot: string) =>
  (path: string): string => {
    const whole = posix.resolve('/', path)
    if (hostRoot === '/') return whole
    if (onlyOfTheReader.test(whole)) throw new Error(`${whole} cannot be seen of the host from a container`)
    return posix.join(
      hostRoot,
      ofTheReader.reduce((found, [of, instead]) => found.replace(of, instead), whole),
    )
  }
