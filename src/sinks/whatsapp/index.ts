import { map, mergeMap, tap } from 'rxjs'
import type { Evolution } from '../../config.ts'
import type { Log } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import type { Message } from '../../model/message.ts'
import type { Notification } from '../../model/notification.ts'
import { request } from '../http.ts'
import { outcomeOf, type Version } from './answer.ts'
import { connectionOf } from './connection.ts'
import { toMarkup } from './markup.ts'
import { rememberVersion } from './version.ts'

const sendTimeLimit = 20_000
const testTimeLimit = 10_000
/** WhatsApp's own limit is reported as 65,536 characters, and that of its official API as 4,096. */
const textLimit = 4_000

/** WhatsApp through an Evolution API, 1.x or 2.x. */
export const createWhatsApp = ({
  evolution: { url, token, instance, recipients },
  text,
  log,
}: {
  evolution: Evolution
  text: (notification: Notification) => Message
  log: Log
}): Channel => {
  const headers = { apikey: token }
  const name = encodeURIComponent(instance)
  const { version$, forget } = rememberVersion(url)
  return {
    name: 'whatsapp',
    recipients,
    render: (notification) => toMarkup(text(notification), textLimit),
    send: (words, number) =>
      version$.pipe(
        tap((version) => log.debug(`sends as Evolution ${version}.x wants it`)),
        mergeMap((version) =>
          request({
            method: 'POST',
            url: `${url}/message/sendText/${name}`,
            headers,
            json: bodyOf[version](number, words),
            timeLimit: sendTimeLimit,
          }).pipe(map((answer) => outcomeOf(answer, version))),
        ),
        tap(({ kind }) => {
          if (kind !== 'sent') forget()
        }),
      ),
    test: () =>
      request({
        method: 'GET',
        url: `${url}/instance/connectionState/${name}`,
        headers,
        timeLimit: testTimeLimit,
      }).pipe(map((answer) => ({ name: 'whatsapp', result: connectionOf(answer) }))),
  }
}

/** Without a preview: for one, the server would fetch what a URL in the text names. */
const bodyOf = {
  1: (number: string, text: string) => ({ number, textMessage: { text }, options: { linkPreview: false } }),
  2: (number: string, text: string) => ({ number, text, linkPreview: false }),
} satisfies Readonly<Record<Version, (number: string, text: string) => unknown>>
