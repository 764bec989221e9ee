import { createHash } from 'node:crypto'
import { map, of } from 'rxjs'
import type { Answer } from '../../clients/http.ts'
import type { Apprise } from '../../config.ts'
import type { Channel } from '../../model/channel.ts'
import type { Outcome } from '../../model/delivery.ts'
import type { Reason } from '../../model/reason.ts'
import { outcomeOfStatus } from '../retry-policy.ts'
import { targetsOf } from './apprise/targets.ts'
import type { ChannelContext } from './channel-context.ts'
import { plainLines, splitTitled } from './plain.ts'
import { urgencyOf, type Urgency } from './urgency.ts'

/** Apprise passes a text on as it is: Discord, as one of many, takes 2,000 characters. */
const limits = { limit: 1_900, titleLimit: 200 }

const types: Readonly<Record<Urgency, string>> = {
  critical: 'failure',
  warning: 'warning',
  good: 'success',
  information: 'info',
}

/**
 * Whatever an Apprise API server reaches, e-mail included. Each target of each of Apprise's URLs is a recipient of its own:
 * where one fails, the others do not get their message twice. They hold keys, so a recipient is known by a hash of its URL.
 *
 * Source: https://github.com/caronc/apprise-api (README; `StatelessNotifyView` and `HealthCheckView` in `views.py`).
 *
 * @param timeLimit  milliseconds until an answer must have begun; the server first asks each service
 */
export const createApprise = ({
  apprise: { url, urls },
  config: { agentName },
  http,
  text,
  repeated: mark,
  timeLimit = 30_000,
}: Pick<ChannelContext, 'http' | 'text' | 'repeated'> & {
  apprise: Apprise
  config: Pick<ChannelContext['config'], 'agentName'>
  timeLimit?: number
}): Channel => {
  const urlsByRecipient = new Map(urls.flatMap(targetsOf).map((one) => [recipientOf(one), one]))
  return {
    name: 'apprise',
    recipients: [...urlsByRecipient.keys()],
    host: { name: new URL(url).hostname, isAsked: true },
    pace: { burst: 3, every: 3_000 },
    render: (notification, { repeated }) =>
      splitTitled(plainLines(text(notification)), { ...limits, mark: repeated ? mark : null }).map(({ title, body }) =>
        JSON.stringify({
          title: title ?? agentName,
          // A subject alone is no e-mail, and a body is required.
          body: body === '' ? agentName : body,
          type: types[urgencyOf(notification)],
          format: 'text',
        }),
      ),
    send: (words, recipient) => {
      const to = urlsByRecipient.get(recipient)
      if (to === undefined)
        return of<Outcome>({
          kind: 'refused',
          reason: { code: 'recipientRemoved', check: 'APPRISE_URLS' },
          of: 'recipient',
        })
      return http({
        method: 'POST',
        url: `${url}/notify`,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: withUrls(words, to),
        timeLimit,
      }).pipe(map(outcomeOf))
    },
    test: () =>
      http({ method: 'GET', url: `${url}/status`, timeLimit: timeLimit / 3 }).pipe(
        map((answer) => {
          if (isThere(answer)) return { name: 'apprise', result: { ok: true } }
          const outcome = outcomeOf(answer)
          const other: Reason = { code: 'otherAnswer', by: 'apprise', status: null, check: 'APPRISE_URL' }
          return { name: 'apprise', result: { ok: false, reason: 'reason' in outcome ? outcome.reason : other } }
        }),
      ),
  }
}

const recipientOf = (url: string): string => createHash('sha256').update(url).digest('hex').slice(0, 12)

/** Into the object that `render` has written. */
const withUrls = (words: string, urls: string): string => `{"urls":${JSON.stringify(urls)},${words.slice(1)}`

/** 417 says that the server cannot store a configuration of its own, which nothing here needs. */
const isThere = (answer: Answer): boolean =>
  answer.kind === 'answered' && (answer.status === 200 || answer.status === 417)

const outcomeOf = (answer: Answer): Outcome => {
  // It has found no URL that it understands, and done nothing.
  if (answer.kind === 'answered' && answer.status === 204)
    return {
      kind: 'channel-refused',
      cause: 'closed',
      reason: { code: 'urlNotUnderstood', check: 'APPRISE_URLS' },
    }
  // A service that is not there for a while is told from one that refuses its key by nothing.
  if (answer.kind === 'answered' && answer.status === 424)
    return {
      kind: 'again',
      reason: { code: 'notDelivered', check: 'APPRISE_URLS' },
      afterMilliseconds: answer.retryAfterMilliseconds,
      mayHaveArrived: true,
      mayBeItsFault: true,
    }
  return outcomeOfStatus(answer, { by: 'apprise', checkKey: 'APPRISE_URL', checkAddress: 'APPRISE_URL' })
}
