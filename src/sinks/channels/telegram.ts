import { map } from 'rxjs'
import type { Answer } from '../../clients/http.ts'
import type { Telegram } from '../../config.ts'
import type { Channel } from '../../model/channel.ts'
import type { Outcome } from '../../model/delivery.ts'
import type { Reason } from '../../model/reason.ts'
import { outcomeOfStatus } from '../retry-policy.ts'
import type { ChannelContext } from './channel-context.ts'
import { markRepeated } from './repeated.ts'
import { toHtml } from './telegram/html.ts'

/** Telegram's own is 4,096 characters once the markup is read; this one counts the markup too. */
const textLimit = 4_000

/**
 * Telegram through a bot. The token is a part of every address, so no address is ever shown.
 *
 * Source: https://core.telegram.org/bots/api (`sendMessage`, `getMe`, HTML style, `ResponseParameters`) and
 * https://core.telegram.org/bots/faq (about one message a second to a chat; short bursts may go beyond).
 *
 * @param api        where the Bot API is served
 * @param timeLimit  milliseconds until an answer must have begun
 */
export const createTelegram = ({
  telegram: { token, recipients },
  http,
  text,
  repeated: mark,
  api = 'https://api.telegram.org',
  timeLimit = 20_000,
}: Pick<ChannelContext, 'http' | 'text' | 'repeated'> & {
  telegram: Telegram
  api?: string
  timeLimit?: number
}): Channel => ({
  name: 'telegram',
  recipients,
  host: { name: new URL(api).hostname, isAsked: true },
  pace: { burst: 3, every: 1_000 },
  render: (notification, { repeated }) => {
    const texts = toHtml(text(notification), textLimit)
    return repeated ? markRepeated(texts, mark) : texts
  },
  send: (words, chat) =>
    http({
      method: 'POST',
      url: `${api}/bot${token}/sendMessage`,
      // A preview would have Telegram fetch what a URL in the text names.
      json: { chat_id: chat, text: words, parse_mode: 'HTML', link_preview_options: { is_disabled: true } },
      timeLimit,
    }).pipe(map(outcomeOf)),
  test: () =>
    http({ method: 'GET', url: `${api}/bot${token}/getMe`, timeLimit: timeLimit / 2 }).pipe(
      map((answer) => {
        const outcome = isOk(answer) ? null : outcomeOf(answer)
        if (outcome === null) return { name: 'telegram', result: { ok: true } }
        const other: Reason = { code: 'otherAnswer', by: 'telegram', status: null, check: null }
        return { name: 'telegram', result: { ok: false, reason: 'reason' in outcome ? outcome.reason : other } }
      }),
    ),
})

/**
 * A chat that is not there, or that does not want the bot, is that chat's own fault: its message is refused, and other
 * chats get theirs. 404 is what a token gets that is none.
 */
const outcomeOf = (answer: Answer): Outcome => {
  const outcome = outcomeOfStatus(answer, {
    by: 'telegram',
    checkKey: 'TELEGRAM_TOKEN',
    checkAddress: null,
    messageId: messageIdIn,
    isTheirs: (body) => isRecord(body) && body.ok === true,
  })
  if (answer.kind === 'unanswered' || answer.isPage) return outcome
  switch (answer.status) {
    case 400:
      return /chat not found|upgraded to a supergroup/.test(descriptionOf(answer.body))
        ? { kind: 'refused', reason: { code: 'noSuchChat', check: 'TELEGRAM_CHAT' }, of: 'recipient' }
        : outcome
    case 403:
      return { kind: 'refused', reason: { code: 'chatClosed' }, of: 'recipient' }
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

const isOk = (answer: Answer): boolean =>
  answer.kind === 'answered' && answer.status === 200 && isRecord(answer.body) && answer.body.ok === true

const descriptionOf = (body: unknown): string =>
  isRecord(body) && typeof body.description === 'string' ? body.description : ''

const messageIdIn = (body: unknown): string | null =>
  isRecord(body) && isRecord(body.result) && typeof body.result.message_id === 'number'
    ? String(body.result.message_id)
    : null

/** Milliseconds; more than five minutes count as five minutes. */
const retryAfterIn = (body: unknown): number | null =>
  isRecord(body) && isRecord(body.parameters) && typeof body.parameters.retry_after === 'number'
    ? Math.min(Math.max(body.parameters.retry_after, 0), 300) * 1_000
    : null
