import { EnvError } from 'envalid'
import { splitList } from './lists.ts'
import { parsePath } from './paths.ts'
import { optional, withDefault } from './variable.ts'

/** Throws `EnvError` for what is no web address. */
export const parseHttpUrl = (text: string): string => {
  if (!/^https?:\/\//i.test(text)) throw new EnvError('is not an http:// or https:// address')
  const url = URL.parse(text)
  if (url === null) throw new EnvError('is not a valid address')
  if (!isDecodable(`${url.username}:${url.password}`))
    throw new EnvError('has a user or a password with a % that encodes nothing: a % itself is written %25')
  return url.href
}

/** Whether each % in it encodes something. */
export const isDecodable = (text: string): boolean => {
  try {
    return decodeURIComponent(text) !== ''
  } catch {
    return false
  }
}

/** A web address, as it is. */
export const httpUrl = (example: string) =>
  optional(parseHttpUrl, {
    accepted: {
      en: 'an address that begins with http:// or https://',
      pt: 'um endereço que começa com http:// ou https://',
    },
    example,
  })

/** Several web addresses, with commas between them. */
export const httpUrls = (example: string) =>
  withDefault((text): readonly string[] => splitList(text).map(parseHttpUrl), [], {
    accepted: {
      en: 'addresses that begin with http:// or https://, with commas between them',
      pt: 'endereços que começam com http:// ou https://, separados por vírgula',
    },
    example,
  })

/** A web address to which paths are appended: without the slash at its end. */
export const baseUrl = (example: string) =>
  optional(
    (text) => {
      const url = parseHttpUrl(text)
      if (/[?#]/.test(url)) throw new EnvError('has a part after ? or #, which a base address cannot have')
      return url.replace(/\/+$/, '')
    },
    {
      accepted: {
        en: 'an address that begins with http:// or https://',
        pt: 'um endereço que começa com http:// ou https://',
      },
      example,
    },
  )

const parseDockerHost = (text: string): string => {
  const [scheme, rest = ''] = text.split('://', 2)
  switch (scheme) {
    case 'unix':
      return `unix://${parsePath(rest)}`
    case 'tcp': {
      const authority = rest.replace(/\/$/, '')
      const valid = /^[^\s/@?#]+:\d+$/.test(authority) && URL.canParse(`http://${authority}`)
      if (!valid) throw new EnvError('is not tcp:// with a host and a port')
      return `tcp://${authority}`
    }
    case 'ssh':
    case 'npipe':
      throw new EnvError(`begins with ${scheme}://, which is not supported`)
    default:
      throw new EnvError('begins with neither unix:// nor tcp://')
  }
}

/** Where the Docker engine listens. */
export const dockerHost = (fallback: string) =>
  withDefault(parseDockerHost, fallback, {
    accepted: { en: 'unix:///path or tcp://host:port', pt: 'unix:///caminho ou tcp://host:porta' },
    example: 'tcp://docker-proxy:2375',
    fallback,
  })
