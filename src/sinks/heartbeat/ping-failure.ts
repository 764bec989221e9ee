import type { Answer } from '../../clients/http.ts'
import type { Reason } from '../../model/reason.ts'

/**
 * Why a plain ping was not heard; null where it was. A success alone says little: who does not know the address may answer
 * 200 as well.
 *
 * Source: https://healthchecks.io/docs/http_api/ (`200 OK (not found)`) and Uptime Kuma's push monitor (`{"ok":false}`).
 */
export const pingFailureOf = (answer: Answer): Reason | null => {
  if (answer.kind === 'unanswered') return answer.reason
  const { status, body, text, isPage } = answer
  if (status >= 300) return { code: 'pingAnswered', status }
  return isPage || saysNo(body) || /not found|unknown|no such|invalid/i.test(text)
    ? { code: 'pingNotHeard', status }
    : null
}

const saysNo = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'ok' in body && body.ok === false
