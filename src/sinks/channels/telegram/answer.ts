import type { Answer } from '../../../clients/http.ts'
import type { Outcome } from '../../../model/delivery.ts'
import type { Reason } from '../../../model/reason.ts'
import { outcomeOfStatus } from '../../retry-policy.ts'

/**
 * What is refused and is not what a text says is its chat's own fault (it is not there, does not want the bot, its topic is
 * closed): other chats get theirs. 404 is what a token gets that is none.
 */
export const outcomeOf = (answer: Answer): Outcome => {
  const outcome = outcomeOfStatus(answer, {
    by: 'telegram',
    checkKey: 'TELEGRAM_TOKEN',
    checkAddress: null,
    messageId: messageIdIn,
    isTheirs: (body) => isRecord(body) && body.ok === true,
  })
  if (answer.kind === 'unanswered' || answer.isPage) return outcome
  const { status } = answer
  const said = descriptionOf(answer.body)
  switch (status) {
    case 400:
    case 403:
      if (said === '' && status === 400) return outcome
      return isOfTheText(said)
        ? { kind: 'refused', reason: { code: 'telegramRefuses', said, status, check: null } }
        : { kind: 'refused', reason: refusalOf(said, status), of: 'recipient' }
    case 404:
      return {
        kind: 'channel-refused',
        cause: 'key',
        reason: { code: 'keyRefused', by: 'telegram', status: 404, check: 'TELEGRAM_TOKEN' },
      }
    default:
      return outcome.kind === 'again'
        ? { ...outcome, afterMilliseconds: later(outcome.afterMilliseconds, retryAfterIn(answer.body)) }
        : outcome
  }
}

const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

export const isOk = (answer: Answer): boolean =>
  answer.kind === 'answered' && answer.status === 200 && isRecord(answer.body) && answer.body.ok === true

const refusalOf = (said: string, status: number): Reason => {
  const check = 'TELEGRAM_CHAT'
  return said === ''
    ? { code: 'answered', by: 'telegram', status, check }
    : { code: 'telegramRefuses', said, status, check }
}

/** In its own words, without the name of the status before them. */
const descriptionOf = (body: unknown): string =>
  isRecord(body) && typeof body.description === 'string'
    ? body.description.replace(/^(Bad Request|Forbidden): /, '')
    : ''

const isOfTheText = (said: string): boolean => /pars|entit|too long|empty|encoded/i.test(said)

/** The number of the supergroup that a group has become; null where the answer says nothing of the kind. */
export const newChatIn = (answer: Answer): string | null => {
  if (answer.kind === 'unanswered' || answer.status !== 400 || !isRecord(answer.body)) return null
  const { parameters } = answer.body
  return isRecord(parameters) && typeof parameters.migrate_to_chat_id === 'number'
    ? String(parameters.migrate_to_chat_id)
    : null
}

const messageIdIn = (body: unknown): string | null =>
  isRecord(body) && isRecord(body.result) && typeof body.result.message_id === 'number'
    ? String(body.result.message_id)
    : null

/** Milliseconds; more than five minutes count as five minutes. */
const retryAfterIn = (body: unknown): number | null =>
  isRecord(body) && isRecord(body.parameters) && typeof body.parameters.retry_after === 'number'
    ? Math.min(Math.max(body.parameters.retry_after, 0), 300) * 1_000
    : null
