import type { ServiceWords } from './language.ts'
import { bracketed, words } from './words.ts'

/** What is said of services, their certificates and the network. */
export const brazilianServices: ServiceWords = {
  troubles: {
    service: {
      firing: ({ subject, why }) => words`${subject} está fora do ar: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} continua fora do ar ${ago}: ${why}`,
    },
    certificate: {
      firing: ({ subject, value, limit }) => words`o certificado de ${subject} ${value} (${limit})`,
      reminder: ({ subject, value, limit }) => words`o certificado de ${subject} ${value} (${limit})`,
    },
    network: {
      firing: ({ ago }) => words`o host está sem rede ${ago}`,
      reminder: ({ ago }) => words`o host continua sem rede ${ago}`,
    },
  },
  topics: {
    service: (subject) => subject,
    certificate: (subject) => words`o certificado de ${subject}`,
    network: () => words`a rede`,
  },
  ends: {
    service: {
      resolved: ({ subject }) => words`${subject} voltou a responder.`,
      removed: ({ subject }) => words`${subject} deixou de ser monitorado.`,
      lasted: (duration) => `Ficou fora do ar por ${duration}.`,
      during: (period) => `fora do ar ${period}`,
    },
    certificate: {
      resolved: ({ subject, limit }) => words`o certificado de ${subject} foi renovado e vale até ${limit}.`,
      removed: ({ subject }) => words`o certificado de ${subject} deixou de ser monitorado.`,
      lasted: () => '',
      during: (period) => `perto de vencer ${period}`,
    },
    network: {
      resolved: () => words`a rede voltou.`,
      removed: () => words`a rede deixou de ser monitorada.`,
      lasted: (duration) => `O host ficou sem rede por ${duration}.`,
      during: (period) => `sem rede ${period}`,
    },
  },
  failures: {
    dns: 'nome não encontrado no DNS',
    resolver: 'o DNS não responde',
    refused: 'conexão recusada',
    noRoute: 'sem rota',
    unreachable: 'inalcançável',
    timeout: 'sem resposta',
    reset: 'conexão interrompida',
    text: 'sem o texto esperado',
    redirects: 'redirecionamentos demais',
    status: (status) => `respondeu ${status}`,
    other: (code) => `falha na conexão ${bracketed(code)}`.trimEnd(),
    tls: (fault) =>
      ({
        expired: 'o certificado venceu',
        untrusted: 'o certificado não é confiável',
        name: 'o certificado é de outro nome',
        other: 'falha de TLS',
      })[fault],
  },
  expiresIn: (duration) => `vence em ${duration}`,
  expired: 'já venceu',
}
