import type { Reason } from '../../model/reason.ts'
import { ReasonedError } from '../../reasoned-error.ts'

/**
 * Why the engine cannot be seen; nothing of a library's own message is in it.
 *
 * @param host  `unix:///path` or `tcp://host:port`
 */
export const failureReason = (error: unknown, host: string): Reason => {
  if (error instanceof EngineError) return error.reason
  const status = propertyOf(error, 'statusCode')
  if (typeof status === 'number') return { code: 'engineStatus', status }
  return codeReason(codeOf(error), host)
}

/** `code`: that of the system's error behind it. */
export class EngineError extends ReasonedError {
  readonly code: string | null

  constructor(reason: Reason, code: string | null = null) {
    super(reason)
    this.code = code
  }
}

/** The system's code of an error, as in `EACCES`; null where it has none. */
export const codeOf = (error: unknown): string | null => {
  const code = propertyOf(error, 'code')
  return typeof code === 'string' ? code : null
}

const codeReason = (code: string | null, host: string): Reason => {
  switch (code) {
    case 'ENOENT':
      return { code: 'noSocket', path: host.replace(/^unix:\/\//, '') }
    case 'EACCES':
    case 'EPERM':
      return { code: 'socketForbidden' }
    case 'ECONNREFUSED':
      return { code: 'connectionRefused', system: null }
    case 'ECONNRESET':
    case 'EPIPE':
      return { code: 'connectionLost', system: null }
    case 'ENOTFOUND':
      return { code: 'noSuchName', system: null }
    case 'EAI_AGAIN':
      return { code: 'noNameServer', system: null }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { code: 'noRoute', system: null }
    case 'ETIMEDOUT':
      return { code: 'noAnswer', seconds: null }
    default:
      return { code: 'noConnection', system: code }
  }
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined

/** The container is not there any more. */
export const isNotFound = (error: unknown): boolean => propertyOf(error, 'statusCode') === 404
