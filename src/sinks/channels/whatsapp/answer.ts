import type { Outcome } from '../../../model/delivery.ts'
import type { Answer } from '../../../clients/http.ts'
import type { Reason } from '../../../model/reason.ts'
import { isOfTheWay, mayHaveBeenHandled } from '../../retry-policy.ts'

const by = 'evolution'

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
  const { status, body, isPage, retryAfterMilliseconds } = answer
  switch (status) {
    case 400:
      return badRequest(messagesOf(body), version)
    case 401:
    case 403:
      if (isPage) return channelRefused({ code: 'refusedBefore', by, status, check: 'EVOLUTION_URL' })
      return channelRefused({ code: 'keyRefused', by, status, check: 'EVOLUTION_TOKEN' }, 'key')
    case 404:
      return channelRefused(notFound(body))
    case 413:
      return refused({ code: 'messageTooLarge' })
    case 429:
      return again({ code: 'tooManyMessages' }, { afterMilliseconds: retryAfterMilliseconds })
    case 503:
      if (isRecord(body) && body.code === 'LICENSE_REQUIRED') return channelRefused({ code: 'noLicence' })
  }
  // Of a message that was accepted the body may break off; anybody may answer 200.
  const messageId = messageIdIn(body)
  if (status >= 200 && status < 300 && messageId !== null) return { kind: 'sent', messageId }
  if (status === 201 && body === undefined && !isPage) return { kind: 'sent', messageId }
  if (status < 400) return channelRefused({ code: 'otherAnswer', by, status, check: 'EVOLUTION_URL' })
  if (messagesOf(body).some(isDisconnection)) return channelRefused({ code: 'notConnected', status })
  return again(
    { code: 'answered', by, status, check: null },
    {
      afterMilliseconds: retryAfterMilliseconds,
      mayHaveArrived: mayHaveBeenHandled(status),
      ...(isOfTheWay(status) ? {} : { mayBeItsFault: true }),
    },
  )
}

const again = (
  reason: Reason,
  known: { afterMilliseconds?: number | null; mayHaveArrived?: boolean; mayBeItsFault?: true } = {},
): Outcome => ({ kind: 'again', reason, afterMilliseconds: null, mayHaveArrived: false, ...known })
const refused = (reason: Reason, of?: 'recipient'): Outcome => ({ kind: 'refused', reason, ...(of && { of }) })
const channelRefused = (reason: Reason, cause: 'key' | 'closed' = 'closed'): Outcome => ({
  kind: 'channel-refused',
  cause,
  reason,
})

/** Evolution answers 400 to what is wrong with the message, and to much that is not. */
const badRequest = (messages: readonly unknown[], version: Version): Outcome => {
  const unknownNumber = messages.find((message) => isRecord(message) && message.exists === false)
  if (isRecord(unknownNumber))
    return refused({ code: 'notOnWhatsApp', number: masked(unknownNumber.number) }, 'recipient')
  if (messages.includes(`instance requires property "${version === 1 ? 'text' : 'textMessage'}"`))
    return again({ code: 'otherVersion' })
  if (messages.some(isValidation)) return refused({ code: 'messageInvalid' })
  if (messages.some(isDisconnection)) return channelRefused({ code: 'notConnected', status: 400 })
  // Evolution says so too of what breaks once the text is on its way.
  return again({ code: 'couldNotSend' }, { mayHaveArrived: !messages.some(isBeforeSending), mayBeItsFault: true })
}

const notFound = (body: unknown): Reason =>
  messagesOf(body).some((message) => typeof message === 'string' && message.endsWith('instance does not exist'))
    ? { code: 'noSuchInstance', check: 'EVOLUTION_INSTANCE' }
    : { code: 'notThere', by, status: 404, check: 'EVOLUTION_URL' }

/** A number as a log may hold it. */
const masked = (number: unknown): string => (typeof number === 'string' ? `…${number.slice(-4)}` : '…')

const isValidation = (message: unknown): boolean =>
  typeof message === 'string' && /^instance(\.\S+)? |^Invalid format$|^Text is required$/.test(message)

const isDisconnection = (message: unknown): boolean =>
  typeof message === 'string' && /Connection Closed|'onWhatsApp'|^\[object Object\]$/.test(message)

/** WhatsApp refuses the chat, or there is nothing to send with. */
const isBeforeSending = (message: unknown): boolean =>
  typeof message === 'string' &&
  /'sendMessage'|: (forbidden|not-authorized|item-not-found|not-acceptable)$/.test(message)

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
