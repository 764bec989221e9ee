import { NameError } from './names/names.ts'
import { Unreached } from './unreached.ts'
import type { NetworkReason, Reason } from '../model/reason.ts'

/**
 * Why there was no answer. The messages of errors hold whole URLs: only their codes are used.
 *
 * @param timeLimit  milliseconds
 */
export const networkReason = (error: unknown, timeLimit: number): Reason => {
  if (error instanceof Error && error.name === 'TimeoutError') return { code: 'noAnswer', seconds: timeLimit / 1_000 }
  const system = codeIn(error)
  if (system === null) return { code: 'noConnection', system }
  const status = /^PROXY_(\d+)$/.exec(system)?.[1]
  return status === undefined ? { code: meaningOf(system), system } : proxyReason(Number(status))
}

/** What a proxy answers in the place of whom it should have reached. */
const proxyReason = (status: number): Reason =>
  status === 407 ? { code: 'proxyUnauthorized' } : { code: 'proxyFailed', status }

const meaningOf = (system: string): NetworkReason => {
  switch (system) {
    case 'ECONNREFUSED':
      return 'connectionRefused'
    case 'ENOTFOUND':
      return 'noSuchName'
    case 'EAI_AGAIN':
      return 'noNameServer'
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'EHOSTUNREACH':
      return 'noRoute'
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return 'connectionLost'
    case 'ETIMEDOUT':
      return 'notReached'
    default:
      return isInsecure(system) ? 'insecure' : 'noConnection'
  }
}

const isInsecure = (code: string): boolean => /CERT|SIGNATURE|TLS|SSL/.test(code)

/** Whether the request may have reached the other side: not where there never was a connection. */
export const mayHaveArrived = (error: unknown): boolean => !isUnreached(error)

const isUnreached = (error: unknown): boolean =>
  error instanceof Unreached || error instanceof NameError || (error instanceof Error && isUnreached(error.cause))

/** The code of the innermost cause that has one. */
const codeIn = (error: unknown): string | null => {
  if (!(error instanceof Error)) return null
  const code =
    'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(error.code) ? error.code : null
  return codeIn(error.cause) ?? code
}
