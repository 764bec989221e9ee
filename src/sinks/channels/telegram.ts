import { defer, map, mergeMap, of, tap, type Observable } from 'rxjs'
import type { Answer } from '../../clients/http.ts'
import type { Telegram } from '../../config.ts'
import type { Channel } from '../../model/channel.ts'
import type { Reason } from '../../model/reason.ts'
import type { ChannelContext } from './channel-context.ts'
import { markRepeated } from './repeated.ts'
import { isOk, newChatIn, outcomeOf } from './telegram/answer.ts'
import { toHtml } from './telegram/html.ts'
import { chatOf, topicOf } from './telegram/recipient.ts'

const name = 'telegram'

/** Telegram's own is 4,096 characters once the markup is read; this one counts the markup too. */
const textLimit = 4_000

/**
 * Telegram through a bot. The token is a part of every address, so no address is ever shown. A group that has become a
 * supergroup has another number: it is followed there, and told so once.
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
  moved,
  moves,
  api = 'https://api.telegram.org',
  timeLimit = 20_000,
}: Pick<ChannelContext, 'http' | 'text' | 'repeated' | 'moved' | 'moves'> & {
  telegram: Telegram
  api?: string
  timeLimit?: number
}): Channel => ({
  name,
  recipients,
  host: { name: new URL(api).hostname, isAsked: true },
  pace: { burst: 3, every: 1_000 },
  render: (notification, { repeated }) => {
    const texts = toHtml(text(notification), textLimit)
    return repeated ? markRepeated(texts, mark) : texts
  },
  send: (words, recipient) =>
    defer(() => {
      const chat = chatOf(recipient)
      const topic = topicOf(recipient)
      const post = (to: string, html: string): Observable<Answer> =>
        http({
          method: 'POST',
          url: `${api}/bot${token}/sendMessage`,
          json: {
            ...{ chat_id: to, text: html, parse_mode: 'HTML' },
            ...(topic === null ? {} : { message_thread_id: topic }),
            // For a preview Telegram would fetch what a URL in the text names.
            link_preview_options: { is_disabled: true },
          },
          timeLimit,
        })
      return post(moves.to(name, chat) ?? chat, words).pipe(
        mergeMap((answer) => {
          const to = newChatIn(answer)
          if (to === null) return of(outcomeOf(answer))
          return post(to, `${words}\n${moved(to)}`).pipe(
            map(outcomeOf),
            tap(({ kind }) => {
              if (kind === 'sent') moves.note(name, chat, to)
            }),
          )
        }),
      )
    }),
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
