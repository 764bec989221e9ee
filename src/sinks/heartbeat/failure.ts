import type { Answer } from '../http.ts'

/** Why a heartbeat was not accepted, and what to do; null where it was. Source: answers of n8n 2.41.1. */
export const failureOf = (answer: Answer): string | null => {
  if (answer.kind === 'unanswered') return answer.reason
  switch (answer.status) {
    case 200:
    case 201:
    case 204:
      return null
    case 401:
    case 403:
      return `the webhook refuses the token (${answer.status}): check N8N_HEARTBEAT_TOKEN`
    case 404:
      return 'no such webhook (404): check N8N_HEARTBEAT_URL, and that the workflow is active'
    case 500:
      return 'the workflow failed (500): see its executions in n8n'
    default:
      return `the webhook answered ${answer.status}: check N8N_HEARTBEAT_URL`
  }
}
