import type { ProbeFailure } from '../../model/service.ts'

const reasons: Readonly<Partial<Record<string, ProbeFailure['reason']>>> = {
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
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

/** What says less of a service than another reason does: a host without IPv6 has no route to half of its addresses. */
const weakest: readonly ProbeFailure['reason'][] = ['noRoute', 'unreachable', 'timeout']

/**
 * Why a connection failed, by the code of its error: messages hold addresses. Where each address of a name failed in its
 * own way, the reason that says most.
 */
export const failureOf = (error: unknown): ProbeFailure => {
  if (error instanceof AggregateError && error.errors.length > 0) return strongest(error.errors.map(failureOf))
  const code = codeOf(error)
  const reason = reasons[code]
  if (reason !== undefined) return { reason, detail: '' }
  if (isOfTls(code)) return { reason: 'tls', detail: code }
  return { reason: 'other', detail: code === '' ? 'connection failed' : code }
}

const strongest = (failures: readonly ProbeFailure[]): ProbeFailure =>
  failures.reduce((one, other) => (strength(other) > strength(one) ? other : one))

const strength = ({ reason }: ProbeFailure): number => {
  const index = weakest.indexOf(reason)
  return index < 0 ? weakest.length : index
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
