import type { ServiceWords } from './language.ts'
import { words } from './words.ts'

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
      removed: ({ subject }) => words`${subject} no longer watched.`,
      lasted: (duration) => `It was down for ${duration}.`,
    },
    certificate: {
      resolved: ({ subject, limit }) => words`the certificate of ${subject} was renewed, valid until ${limit}.`,
      removed: ({ subject }) => words`the certificate of ${subject} no longer watched.`,
      lasted: () => '',
    },
    network: {
      resolved: () => words`the network is back.`,
      removed: () => words`the network is no longer watched.`,
      lasted: (duration) => `The host was without it for ${duration}.`,
    },
  },
  failures: {
    dns: 'name not found in the DNS',
    resolver: 'the DNS does not answer',
    refused: 'connection refused',
    noRoute: 'no route to it',
    unreachable: 'it cannot be reached',
    timeout: 'no answer',
    reset: 'connection reset',
    text: 'the expected text did not come',
    redirects: 'too many redirects',
    status: (status) => `answered ${status}`,
    tls: (fault) =>
      ({
        expired: 'certificate expired',
        untrusted: 'certificate not trusted',
        name: "another name's certificate",
        other: 'TLS failed',
      })[fault],
  },
  expiresIn: (duration) => `expires in ${duration}`,
  expired: 'has expired',
}
