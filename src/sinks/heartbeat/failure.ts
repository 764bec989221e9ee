import type { Answer } from '../../clients/http.ts'
import type { Reason } from '../../model/reason.ts'

/** Why a heartbeat was not accepted, and what to do; null where it was. Source: answers of n8n 2.41.1. */
export const failureOf = (answer: Answer): Reason | null => {
  if (answer.kind === 'unanswered') return answer.reason
  const { status, isPage } = answer
  // Whoever stands before it has answered, as a sign-in page does.
  if (isPage && status < 300) return { code: 'otherAnswer', by: 'webhook', status, check: 'N8N_HEARTBEAT_URL' }
  switch (status) {
    case 200:
    case 201:
    case 204:
      return null
    case 401:
    case 403:
      return { code: 'keyRefused', by: 'webhook', status, check: 'N8N_HEARTBEAT_TOKEN' }
    case 404:
      return { code: 'noSuchWebhook', check: 'N8N_HEARTBEAT_URL' }
    case 500:
      return { code: 'workflowFailed' }
    default:
      return { code: 'answered', by: 'webhook', status, check: 'N8N_HEARTBEAT_URL' }
  }
}
