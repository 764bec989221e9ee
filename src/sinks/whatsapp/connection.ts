import type { ConnectionTest } from '../../model/notification.ts'
import type { Answer } from '../http.ts'
import { outcomeOf } from './answer.ts'

/** What the answer to `connectionState` means: only the state `open` sends, whatever the status is. */
export const connectionOf = (answer: Answer): ConnectionTest['result'] => {
  if (answer.kind === 'answered' && answer.status === 200) {
    const state = stateIn(answer.body)
    return state === 'open' ? { ok: true } : { ok: false, reason: whatToDo(state) }
  }
  const outcome = outcomeOf(answer, 2)
  return { ok: false, reason: outcome.kind === 'sent' ? whatToDo(undefined) : outcome.reason }
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

const stateIn = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null || !('instance' in body)) return undefined
  const { instance } = body
  return typeof instance === 'object' && instance !== null && 'state' in instance ? instance.state : undefined
}
