import type { ProbeFailure } from '../../model/service.ts'

const reasons: Readonly<Partial<Record<string, ProbeFailure['reason']>>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'resolver',
  ECONNREFUSED: 'refused',
  ENETUNREACH: 'noRoute',
  ENETDOWN: 'noRoute',
  EADDRNOTAVAIL: 'noRoute',
  EHOSTUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
}

/** The codes of OpenSSL and of Node's own check of names. */
const isOfTls = (code: string): boolean => /CERT|SELF_SIGNED|^ERR_TLS|^ERR_SSL|UNABLE_TO|EPROTO/.test(code)

/** Why a connection failed, by the code of its error: messages hold addresses. */
export const failureOf = (error: unknown): ProbeFailure => {
  const code = codeOf(error)
  const reason = reasons[code]
  if (reason !== undefined) return { reason, detail: '' }
  if (isOfTls(code)) return { reason: 'tls', detail: code }
  return { reason: 'other', detail: code }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
