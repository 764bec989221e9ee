import { Invalid } from '../invalid.ts'
import { isDecodable } from '../addresses.ts'
import { group } from '../group.ts'
import type { Proxies } from '../types.ts'
import { optional, withDefault } from '../variable.ts'

/** As other programs take it: without a scheme it is http://. */
const proxy = () =>
  optional(
    (text) => {
      const url = URL.parse(/^\w[\w+.-]*:\/\//.test(text) ? text : `http://${text}`)
      if (url === null) throw new Invalid({ en: 'is not a valid address', pt: 'não é um endereço válido' })
      if (!/^https?:$/.test(url.protocol))
        throw new Invalid({
          en: `begins with ${url.protocol}//: only http:// and https:// proxies are used`,
          pt: `começa com ${url.protocol}//: só proxies http:// e https:// são usados`,
        })
      if (!isDecodable(`${url.username}:${url.password}`))
        throw new Invalid({
          en: 'has a user or a password with a % that encodes nothing: a % itself is written %25',
          pt: 'tem um usuário ou uma senha com um % que não codifica nada: o próprio % se escreve %25',
        })
      return url.href
    },
    {
      accepted: {
        en: 'an address that begins with http:// or https://',
        pt: 'um endereço que começa com http:// ou https://',
      },
      example: 'http://proxy.example.com:3128',
    },
  )

const none: readonly string[] = []

const hosts = () =>
  withDefault((text): readonly string[] => text.split(/[\s,]+/).filter((one) => one !== ''), none, {
    accepted: {
      en: 'names, addresses or networks as in 10.0.0.0/8, with commas between them; * for everybody',
      pt: 'nomes, endereços ou redes como 10.0.0.0/8, separados por vírgula; * para todos',
    },
    example: 'evolution,.example.com,10.0.0.0/8',
  })

/** The proxies of the environment, whose names other programs know too: in small letters they are read as well. */
export const proxies = group({
  title: { en: 'Proxies', pt: 'Proxies' },
  variables: {
    HTTP_PROXY: {
      ...proxy(),
      secret: true,
      en: 'Proxy for messages and heartbeats that go to http:// addresses. Probes of SERVICES use no proxy.',
      pt: 'Proxy para mensagens e heartbeats com endereço http://. As sondas de SERVICES não usam proxy.',
    },
    HTTPS_PROXY: {
      ...proxy(),
      secret: true,
      en: 'Proxy for messages and heartbeats that go to https:// addresses.',
      pt: 'Proxy para mensagens e heartbeats com endereço https://.',
    },
    NO_PROXY: {
      ...hosts(),
      en: 'Whom no proxy is used for: a name stands for what is below it, too.',
      pt: 'Para quem não se usa proxy: um nome vale também para o que está abaixo dele.',
    },
  },
  configOf: (values) => {
    const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = values
    const proxies: Proxies = { http: HTTP_PROXY ?? null, https: HTTPS_PROXY ?? null, none: NO_PROXY }
    return { proxies }
  },
})

/** Of other programs, and not misspelt. */
export const proxiesOfOthers: readonly string[] = ['ALL_PROXY', 'FTP_PROXY', 'RSYNC_PROXY']

export const isProxyName = (name: string): boolean => name in proxies.variables || proxiesOfOthers.includes(name)
