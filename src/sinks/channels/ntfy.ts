import { map, of, switchMap } from 'rxjs'
import type { Answer } from '../../clients/http.ts'
import type { Ntfy } from '../../config.ts'
import type { Channel } from '../../model/channel.ts'
import type { Outcome } from '../../model/delivery.ts'
import type { ConnectionTest } from '../../model/notification.ts'
import type { Reason } from '../../model/reason.ts'
import { outcomeOfStatus } from '../retry-policy.ts'
import type { ChannelContext } from './channel-context.ts'
import { plainLines, splitTitled } from './plain.ts'
import { urgencyOf, type Urgency } from './urgency.ts'

/**
 * A message of 4,096 bytes or more becomes an attachment, which most servers refuse. The JSON of one may have 8,192:
 * escaping can double every byte.
 */
const limits = { limit: 3_600, titleLimit: 200 }

/** From 1 to 5: 5 sounds through a telephone that is set to be quiet. */
const priorities: Readonly<Record<Urgency, number>> = { critical: 5, warning: 4, good: 3, information: 3 }

/**
 * ntfy, on ntfy.sh or a server of one's own. It is published as JSON: a title in a header could not hold UTF-8. What
 * is rendered lacks the topic, which is as good as a password, and gets it when it is sent.
 *
 * Source: https://docs.ntfy.sh/publish/ (JSON, priority, limitations) and ntfy's `server/errors.go`.
 *
 * @param timeLimit  milliseconds until an answer must have begun
 */
export const createNtfy = ({
  ntfy: { url, token },
  http,
  text,
  repeated: mark,
  timeLimit = 20_000,
}: Pick<ChannelContext, 'http' | 'text' | 'repeated'> & { ntfy: Ntfy; timeLimit?: number }): Channel => {
  const server = url.slice(0, url.lastIndexOf('/'))
  const topic = url.slice(server.length + 1)
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  return {
    name: 'ntfy',
    recipients: ['topic'],
    host: { name: new URL(server).hostname, isAsked: true },
    pace: { burst: 10, every: 5_000 },
    render: (notification, { repeated }) =>
      splitTitled(plainLines(text(notification)), { ...limits, mark: repeated ? mark : null }).map(({ title, body }) =>
        JSON.stringify({
          ...(title !== null && body !== '' ? { title } : {}),
          message: body === '' ? title : body,
          priority: priorities[urgencyOf(notification)],
        }),
      ),
    send: (words) =>
      http({
        method: 'POST',
        url: `${server}/`,
        headers: { ...headers, 'content-type': 'application/json' },
        body: withTopic(words, topic),
        timeLimit,
      }).pipe(map(outcomeOf)),
    test: () =>
      http({ method: 'GET', url: `${server}/v1/health`, headers, timeLimit: timeLimit / 4 }).pipe(
        switchMap((health) =>
          isHealthy(health)
            ? http({
                method: 'POST',
                url: `${server}/`,
                headers: { ...headers, 'content-type': 'application/json' },
                body: withTopic(refusedAtLast, topic),
                timeLimit: timeLimit / 4,
              }).pipe(map((answer) => (isPriorityRefused(answer) ? ({ ok: true } as const) : failureOf(answer))))
            : of(failureOf(health)),
        ),
        map((result) => ({ name: 'ntfy', result })),
      ),
  }
}

/**
 * A message that is never published: whether this token may write to the topic is judged before its priority, of which there
 * is none above 5 (ntfy's `handlePublishInternal`). To ask for the topic would be to read it, which a token that only writes
 * may not.
 */
const refusedAtLast = JSON.stringify({ message: 'Vigilo', priority: 9 })

/** As ntfy's `errHTTPBadRequestPriorityInvalid`. */
const isPriorityRefused = (answer: Answer): boolean =>
  answer.kind === 'answered' &&
  answer.status === 400 &&
  typeof answer.body === 'object' &&
  answer.body !== null &&
  'code' in answer.body &&
  answer.body.code === 40_007

/** Of a success, which is not the one that was waited for, somebody else stands there. */
const failureOf = (answer: Answer): ConnectionTest['result'] => {
  const outcome = outcomeOf(answer)
  const other: Reason = { code: 'otherAnswer', by: 'ntfy', status: null, check: 'NTFY_URL' }
  return { ok: false, reason: 'reason' in outcome ? outcome.reason : other }
}

/** Into the object that `render` has written. */
const withTopic = (words: string, topic: string): string => `{"topic":${JSON.stringify(topic)},${words.slice(1)}`

const outcomeOf = (answer: Answer): Outcome =>
  outcomeOfStatus(answer, {
    by: 'ntfy',
    checkKey: 'NTFY_TOKEN',
    checkAddress: 'NTFY_URL',
    messageId: messageIdIn,
    isTheirs: (body) => messageIdIn(body) !== null,
  })

const messageIdIn = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string' ? body.id : null

const isHealthy = (answer: Answer): boolean =>
  answer.kind === 'answered' &&
  answer.status === 200 &&
  typeof answer.body === 'object' &&
  answer.body !== null &&
  'healthy' in answer.body &&
  answer.body.healthy === true
