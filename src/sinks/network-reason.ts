/**
 * Why there was no answer, in a few words. The messages of errors hold whole URLs: only their codes are used.
 *
 * @param timeLimit  milliseconds
 */
export const networkReason = (error: unknown, timeLimit: number): string => {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeLimit / 1_000} s`
  const code = codeOf(error)
  if (code === null) return 'no connection'
  return `${wordsOf(code)} (${code})`
}

const wordsOf = (code: string): string => {
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection was refused'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return "the host's name was not found"
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return 'the connection broke off'
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'the host does not respond'
    default:
      return isInsecure(code) ? 'no secure connection: check the certificate' : 'no connection'
  }
}

/** Whether the request may have reached the other side: not where there never was a connection. */
export const mayHaveArrived = (error: unknown): boolean => {
  const code = codeOf(error)
  return !(code !== null && (neverConnected.has(code) || isInsecure(code)))
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const isInsecure = (code: string): boolean => /CERT|SIGNATURE|TLS|SSL/.test(code)

/** The code of the innermost cause that has one. */
const codeOf = (error: unknown): string | null => {
  if (!(error instanceof Error)) return null
  const code =
    'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(error.code) ? error.code : null
  return codeOf(error.cause) ?? code
}
