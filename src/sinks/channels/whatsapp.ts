import { map, mergeMap, tap } from 'rxjs'
import type { Http } from '../../clients/http.ts'
import type { Evolution } from '../../config.ts'
import type { Log } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import type { Outcome } from '../../model/delivery.ts'
import type { Message } from '../../model/message.ts'
import type { Notification } from '../../model/notification.ts'
import { createAfterwards } from './whatsapp/afterwards.ts'
import { outcomeOf, type Version } from './whatsapp/answer.ts'
import { connectionOf } from './whatsapp/connection.ts'
import { markRepeated } from './repeated.ts'
import { toMarkup } from './whatsapp/markup.ts'
import { rememberVersion } from './whatsapp/version.ts'

/** WhatsApp's own limit is reported as 65,536 characters, and that of its official API as 4,096. */
const textLimit = 4_000

/** WhatsApp through an Evolution API, 1.x or 2.x. */
export const createWhatsApp = ({
  evolution: { url, token, instance, recipients },
  http,
  text,
  repeated: mark,
  log,
  timeLimit = 20_000,
}: {
  evolution: Evolution
  http: Http
  /** The word for what people may have already. */
  repeated: string
  text: (notification: Notification) => Message
  log: Log
  /** Milliseconds until an answer must have begun. */
  timeLimit?: number
}): Channel => {
  const headers = { apikey: token }
  const name = encodeURIComponent(instance)
  const { version$, forget } = rememberVersion(http, url, timeLimit / 4)
  const addressOf = (question: string): string => `${url}/chat/${question}/${name}`
  return {
    name: 'whatsapp',
    recipients,
    host: { name: new URL(url).hostname, isAsked: true },
    pace: { burst: 3, every: 3_000 },
    render: (notification, { repeated }) => {
      const texts = toMarkup(text(notification), textLimit)
      return repeated ? markRepeated(texts, mark) : texts
    },
    send: (words, number) =>
      version$.pipe(
        tap((version) => log.debug(`sends as Evolution ${version}.x wants it`)),
        mergeMap((version) =>
          http({
            method: 'POST',
            url: `${url}/message/sendText/${name}`,
            headers,
            json: bodyOf[version](number, words),
            timeLimit,
          }).pipe(map((answer) => patient(outcomeOf(answer, version), timeLimit))),
        ),
        tap(({ kind }) => {
          if (kind !== 'sent') forget()
        }),
      ),
    afterwards: createAfterwards({ http, addressOf, headers, version$, timeLimit: timeLimit / 4 }),
    test: () =>
      http({
        method: 'GET',
        url: `${url}/instance/connectionState/${name}`,
        headers,
        timeLimit: timeLimit / 2,
      }).pipe(map((answer) => ({ name: 'whatsapp', result: connectionOf(answer) }))),
  }
}

/** Evolution may still be at it: it is not asked again before it had as long once more, so that what it sent late is found. */
const patient = (outcome: Outcome, timeLimit: number): Outcome =>
  outcome.kind === 'again' && outcome.reason.code === 'noAnswer' && outcome.mayHaveArrived
    ? { ...outcome, afterMilliseconds: timeLimit }
    : outcome

/** Without a preview: for one, the server would fetch what a URL in the text names. */
const bodyOf = {
  1: (number: string, text: string) => ({ number, textMessage: { text }, options: { linkPreview: false } }),
  2: (number: string, text: string) => ({ number, text, linkPreview: false }),
} satisfies Readonly<Record<Version, (number: string, text: string) => unknown>>
