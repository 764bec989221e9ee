import type { Outcome } from '../../../model/delivery.ts'
import type { Answer } from '../../http.ts'
import { mayHaveBeenHandled } from '../../retry-policy.ts'

/** The version of the Evolution API, which decides on the form of the body. */
export type Version = 1 | 2

/**
 * What the answer to a sent text means. Only what is surely the message's own fault is refused, since that is lost;
 * what is not known is tried again.
 *
 * Source: answers of Evolution API 2.3.6 and 2.3.7, and their source code.
 *
 * @param version  the one whose form the body had
 */
export const outcomeOf = (answer: Answer, version: Version): Outcome => {
  if (answer.kind === 'unanswered') return again(answer.reason, { mayHaveArrived: answer.mayHaveArrived })
  const { status, body, retryAfterMilliseconds } = answer
  switch (status) {
    case 201:
      return { kind: 'sent', messageId: messageIdIn(body) }
    case 400:
      return badRequest(messagesOf(body), version)
    case 401:
    case 403:
      return channelRefused(`Evolution refuses the key (${status}): check EVOLUTION_TOKEN`, 'key')
    case 404:
      return channelRefused(notFound(body))
    case 413:
      return refused('the message is too large (413)')
    case 429:
      return again('too many messages (429)', { afterMilliseconds: retryAfterMilliseconds })
    case 503:
      if (isRecord(body) && body.code === 'LICENSE_REQUIRED')
        return channelRefused('Evolution has no licence (503): activate it in its manager')
  }
  if (status >= 200 && status < 300 && isRecord(body)) return { kind: 'sent', messageId: messageIdIn(body) }
  if (status < 400) return channelRefused(`not the answer of an Evolution API (${status}): check EVOLUTION_URL`)
  if (messagesOf(body).some(isDisconnection))
    return channelRefused(`Evolution is not connected to WhatsApp (${status})`)
  return again(`Evolution answered ${status}`, {
    afterMilliseconds: retryAfterMilliseconds,
    mayHaveArrived: mayHaveBeenHandled(status),
  })
}

const again = (
  reason: string,
  known: { afterMilliseconds?: number | null; mayHaveArrived?: boolean } = {},
): Outcome => ({ kind: 'again', reason, afterMilliseconds: null, mayHaveArrived: false, ...known })
const refused = (reason: string): Outcome => ({ kind: 'refused', reason })
const channelRefused = (reason: string, cause: 'key' | 'closed' = 'closed'): Outcome => ({
  kind: 'channel-refused',
  cause,
  reason,
})

/** Evolution answers 400 to what is wrong with the message, and to much that is not. */
const badRequest = (messages: readonly unknown[], version: Version): Outcome => {
  const unknownNumber = messages.find((message) => isRecord(message) && message.exists === false)
  if (isRecord(unknownNumber)) return refused(`the number ${masked(unknownNumber.number)} is not on WhatsApp (400)`)
  if (messages.includes(`instance requires property "${version === 1 ? 'text' : 'textMessage'}"`))
    return again('Evolution wants the body of another version (400)')
  if (messages.some(isValidation)) return refused('Evolution finds the message invalid (400)')
  if (messages.some(isDisconnection)) return channelRefused('Evolution is not connected to WhatsApp (400)')
  return again('Evolution could not send (400)', { mayHaveArrived: messages.some(isTimeOut) })
}

const notFound = (body: unknown): string =>
  messagesOf(body).some((message) => typeof message === 'string' && message.endsWith('instance does not exist'))
    ? 'Evolution has no such instance (404): check EVOLUTION_INSTANCE'
    : 'not found (404): check EVOLUTION_URL'

/** A number as a log may hold it. */
const masked = (number: unknown): string => (typeof number === 'string' ? `…${number.slice(-4)}` : '…')

const isValidation = (message: unknown): boolean =>
  typeof message === 'string' && /^instance(\.\S+)? |^Invalid format$|^Text is required$/.test(message)

const isDisconnection = (message: unknown): boolean =>
  typeof message === 'string' && /Connection Closed|'onWhatsApp'|^\[object Object\]$/.test(message)

const isTimeOut = (message: unknown): boolean => typeof message === 'string' && /Timed Out/.test(message)

const messageIdIn = (body: unknown): string | null =>
  isRecord(body) && isRecord(body.key) && typeof body.key.id === 'string' ? body.key.id : null

/** `response.message` is a string, or a list of strings, of lists of strings or of objects. */
const messagesOf = (body: unknown): readonly unknown[] => {
  if (!isRecord(body) || !isRecord(body.response)) return []
  const { message } = body.response
  return Array.isArray(message) ? message.flat() : [message]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
