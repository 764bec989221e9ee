import { Invalid } from './invalid.ts'
import { splitList } from './lists.ts'
import { parsePath } from './paths.ts'
import { optional, withDefault } from './variable.ts'

/** On which fetch sends nothing. Source: https://fetch.spec.whatwg.org/#port-blocking */
const blockedPorts = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])

/** Throws `Invalid` for what is no web address, or one that no message can be sent to. */
export const parseHttpUrl = (text: string): string => {
  if (!/^https?:\/\//i.test(text))
    throw new Invalid({ en: 'is not an http:// or https:// address', pt: 'não é um endereço http:// ou https://' })
  const url = URL.parse(text)
  if (url === null) throw new Invalid({ en: 'is not a valid address', pt: 'não é um endereço válido' })
  if (!isDecodable(`${url.username}:${url.password}`))
    throw new Invalid({
      en: 'has a user or a password with a % that encodes nothing: a % itself is written %25',
      pt: 'tem um usuário ou uma senha com um % que não codifica nada: o próprio % se escreve %25',
    })
  if (blockedPorts.has(Number(url.port)))
    throw new Invalid({
      en: `has port ${url.port}, which fetch blocks: use another one`,
      pt: `tem a porta ${url.port}, que o fetch bloqueia: use outra`,
    })
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
      if (/[?#]/.test(url))
        throw new Invalid({
          en: 'has a part after ? or #, which a base address cannot have',
          pt: 'tem algo depois de ? ou #, o que um endereço base não pode ter',
        })
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
      if (!valid) throw new Invalid({ en: 'is not tcp:// with a host and a port', pt: 'não é tcp:// com host e porta' })
      return `tcp://${authority}`
    }
    case 'ssh':
    case 'npipe':
      throw new Invalid({
        en: `begins with ${scheme}://, which is not supported`,
        pt: `começa com ${scheme}://, que não é suportado`,
      })
    default:
      throw new Invalid({ en: 'begins with neither unix:// nor tcp://', pt: 'não começa com unix:// nem tcp://' })
  }
}

/** Where the Docker engine listens. */
export const dockerHost = (fallback: string) =>
  withDefault(parseDockerHost, fallback, {
    accepted: { en: 'unix:///path or tcp://host:port', pt: 'unix:///caminho ou tcp://host:porta' },
    example: 'tcp://docker-proxy:2375',
    fallback,
  })
