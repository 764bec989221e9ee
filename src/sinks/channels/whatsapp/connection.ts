import type { ConnectionTest } from '../../../model/notification.ts'
import type { Answer } from '../../../clients/http.ts'
import type { Reason } from '../../../model/reason.ts'
import { outcomeOf } from './answer.ts'

/** What the answer to `connectionState` means: only the state `open` can send, and 200 alone says nothing. */
export const connectionOf = (answer: Answer): ConnectionTest['result'] => {
  const instance = answer.kind === 'answered' && answer.status === 200 ? instanceIn(answer.body) : null
  if (instance !== null) {
    const state = 'state' in instance ? instance.state : undefined
    return state === 'open' ? { ok: true } : { ok: false, reason: whatToDo(state) }
  }
  const outcome = outcomeOf(answer, 2)
  const other: Reason = { code: 'otherAnswer', by: 'evolution', status: null, check: 'EVOLUTION_URL' }
  return { ok: false, reason: 'reason' in outcome ? outcome.reason : other }
}

const whatToDo = (state: unknown): Reason => {
  switch (state) {
    case 'close':
      return { code: 'whatsAppDisconnected' }
    case 'connecting':
      return { code: 'whatsAppConnecting' }
    default:
      return { code: 'whatsAppNeverConnected' }
  }
}

const instanceIn = (body: unknown): object | null => {
  if (typeof body !== 'object' || body === null || !('instance' in body)) return null
  return typeof body.instance === 'object' ? body.instance : null
}
