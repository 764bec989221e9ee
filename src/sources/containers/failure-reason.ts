/**
 * Why the engine cannot be seen, in a few words for the owner; nothing of a library's own message is in it.
 *
 * @param host  `unix:///path` or `tcp://host:port`
 */
export const failureReason = (error: unknown, host: string): string => {
  if (error instanceof EngineError) return error.message
  const status = propertyOf(error, 'statusCode')
  if (typeof status === 'number') return `the engine answered with status ${status}`
  return codeReason(propertyOf(error, 'code'), host)
}

/** An error whose message is already in words for the owner. */
export class EngineError extends Error {}

const codeReason = (code: unknown, host: string): string => {
  switch (code) {
    case 'ENOENT':
      return `no socket at ${host.replace(/^unix:\/\//, '')}`
    case 'EACCES':
    case 'EPERM':
      return 'permission denied on the socket'
    case 'ECONNREFUSED':
      return 'connection refused'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'connection lost'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'host name not found'
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'host not reachable'
    case 'ETIMEDOUT':
      return 'no answer'
    default:
      return typeof code === 'string' ? `connection failed (${code})` : 'connection failed'
  }
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined

/** The container is not there any more. */
export const isNotFound = (error: unknown): boolean => propertyOf(error, 'statusCode') === 404
