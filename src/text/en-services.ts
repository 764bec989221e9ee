import type { ServiceWords } from './language.ts'
import { bracketed, words } from './words.ts'

/** What is said of services, their certificates and the network. */
export const englishServices: ServiceWords = {
  troubles: {
    service: {
      firing: ({ subject, why }) => words`${subject} is down: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} still down ${ago}: ${why}`,
    },
    certificate: {
      firing: ({ subject, value, limit }) => words`the certificate of ${subject} ${value} (${limit})`,
      reminder: ({ subject, value, limit }) => words`the certificate of ${subject} ${value} (${limit})`,
    },
    network: {
      firing: ({ ago }) => words`the host has no network ${ago}`,
      reminder: ({ ago }) => words`the host still has no network ${ago}`,
    },
  },
  topics: {
    service: (subject) => subject,
    certificate: (subject) => words`the certificate of ${subject}`,
    network: () => words`the network`,
  },
  ends: {
    service: {
      resolved: ({ subject }) => words`${subject} answers again.`,
      removed: ({ subject }) => words`${subject} is no longer watched.`,
      lasted: (duration) => `It was down for ${duration}.`,
      during: (period) => `down ${period}`,
    },
    certificate: {
      resolved: ({ subject, limit }) => words`the certificate of ${subject} was renewed, valid until ${limit}.`,
      removed: ({ subject }) => words`the certificate of ${subject} is no longer watched.`,
      lasted: () => '',
      during: (period) => `about to expire ${period}`,
    },
    network: {
      resolved: () => words`the network is back.`,
      removed: () => words`the network is no longer watched.`,
      lasted: (duration) => `The host had no network for ${duration}.`,
      during: (period) => `no network ${period}`,
    },
  },
  failures: {
    dns: 'name not found in the DNS',
    resolver: 'the DNS does not answer',
    refused: 'connection refused',
    noRoute: 'no route',
    unreachable: 'unreachable',
    timeout: 'no answer',
    reset: 'connection reset',
    text: 'the expected text is missing',
    redirects: 'too many redirects',
    status: (status) => `answered ${status}`,
    other: (code) => `connection failed ${bracketed(code)}`.trimEnd(),
    tls: (fault) =>
      ({
        expired: 'the certificate has expired',
        untrusted: 'the certificate is not trusted',
        name: 'the certificate is for another name',
        other: 'TLS failed',
      })[fault],
  },
  expiresIn: (duration) => `expires in ${duration}`,
  expired: 'has expired',
}
