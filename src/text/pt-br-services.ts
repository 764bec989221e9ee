import type { ServiceWords } from './language.ts'
import { words } from './words.ts'

/** What is said of services, their certificates and the network. */
export const brazilianServices: ServiceWords = {
  troubles: {
    service: {
      firing: ({ subject, why }) => words`${subject} está fora: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} continua fora ${ago}: ${why}`,
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
      removed: ({ subject }) => words`${subject} não é mais vigiado.`,
      lasted: (duration) => `Ficou fora por ${duration}.`,
    },
    certificate: {
      resolved: ({ subject, limit }) => words`o certificado de ${subject} foi renovado, vale até ${limit}.`,
      removed: ({ subject }) => words`o certificado de ${subject} não é mais vigiado.`,
      lasted: () => '',
    },
    network: {
      resolved: () => words`a rede voltou.`,
      removed: () => words`a rede não é mais vigiada.`,
      lasted: (duration) => `O host ficou sem ela por ${duration}.`,
    },
  },
  failures: {
    dns: 'nome não encontrado no DNS',
    resolver: 'o DNS não responde',
    refused: 'conexão recusada',
    noRoute: 'sem rota até lá',
    unreachable: 'não se chega até lá',
    timeout: 'sem resposta',
    reset: 'conexão interrompida',
    text: 'o texto esperado não veio',
    redirects: 'redirecionamentos demais',
    status: (status) => `respondeu ${status}`,
    tls: (fault) =>
      ({
        expired: 'certificado vencido',
        untrusted: 'certificado não confiável',
        name: 'certificado de outro nome',
        other: 'falha de TLS',
      })[fault],
  },
  expiresIn: (duration) => `vence em ${duration}`,
  expired: 'já venceu',
}
