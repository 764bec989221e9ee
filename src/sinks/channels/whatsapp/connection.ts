import type { ConnectionTest } from '../../../model/notification.ts'
import type { Answer } from '../../http.ts'
import { outcomeOf } from './answer.ts'

/** What the answer to `connectionState` means: only the state `open` can send, and 200 alone says nothing. */
export const connectionOf = (answer: Answer): ConnectionTest['result'] => {
  const instance = answer.kind === 'answered' && answer.status === 200 ? instanceIn(answer.body) : null
  if (instance !== null) {
    const state = 'state' in instance ? instance.state : undefined
    return state === 'open' ? { ok: true } : { ok: false, reason: whatToDo(state) }
  }
  const outcome = outcomeOf(answer, 2)
  const reason = 'reason' in outcome ? outcome.reason : 'not the answer of an Evolution API: check EVOLUTION_URL'
  return { ok: false, reason }
}

const whatToDo = (state: unknown): string => {
  switch (state) {
    case 'close':
      return 'WhatsApp is disconnected: scan the QR code again in Evolution'
    case 'connecting':
      return 'WhatsApp is connecting: if that lasts, scan the QR code again in Evolution'
    default:
      return 'WhatsApp was never connected: scan the QR code in Evolution'
  }
}

const instanceIn = (body: unknown): object | null => {
  if (typeof body !== 'object' || body === null || !('instance' in body)) return null
  return typeof body.instance === 'object' ? body.instance : null
}
