/**
 * Why nobody was reached: by its code alone, since messages hold addresses. Nothing was asked of anybody yet.
 *
 * `code`: as Node, OpenSSL or the kernel have it, as in `ECONNREFUSED`.
 */
export class Unreached extends Error {
  readonly code: string
  constructor(code: string, message = 'nobody was reached') {
    super(message)
    this.code = code
  }
}

/** As in `ECONNREFUSED`; empty where an error has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** What says less than another reason does: a host without IPv6 has no route to half of the addresses of a name. */
const weakest: readonly string[] = ['EADDRNOTAVAIL', 'ENETDOWN', 'ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT']

/** Of the codes of all attempts, the one that says most. */
export const strongest = (codes: readonly string[]): string =>
  codes.reduce((one, other) => (strengthOf(other) > strengthOf(one) ? other : one), codes[0] ?? '')

const strengthOf = (code: string): number => {
  const index = weakest.indexOf(code)
  return index < 0 ? weakest.length : index
}
