import { createHash, createHmac } from 'node:crypto'
import { asyncScheduler, defer, map, of } from 'rxjs'
import type { Webhook } from '../../config.ts'
import { aboutOf, type Alert, type LifeWord } from '../../model/alert.ts'
import type { Channel } from '../../model/channel.ts'
import { hasEnded, type Severity } from '../../model/life.ts'
import { alertsIn, type Notification } from '../../model/notification.ts'
import { outcomeOfStatus } from '../retry-policy.ts'
import type { ChannelContext } from './channel-context.ts'
import { plainLines } from './plain.ts'

/** What a webhook gets. New members may come; those that are here keep their meaning while `version` is 1. */
export interface WebhookBody {
  readonly version: 1
  /** The same each time that the same is said: of what waited, however often it is put into words anew. */
  readonly id: string
  readonly agent: string
  readonly kind: Notification['kind']
  /** ISO 8601, in UTC, like all times. */
  readonly at: string
  /** Whether an earlier attempt may have arrived. */
  readonly repeated: boolean
  /** What people read, in the language of the messages. */
  readonly text: string
  /** Empty where it tells of none. */
  readonly alerts: readonly WebhookAlert[]
}

export interface WebhookAlert {
  /** The id of the host that it is about. */
  readonly host: string
  readonly type: string
  readonly subject: string
  readonly severity: Severity
  /** `notice`: it has happened, and is over. */
  readonly reason: LifeWord | 'notice'
  readonly startsAt: string
  /** Null while it lasts. */
  readonly endsAt: string | null
}

/**
 * JSON to an address of one's own, signed where there is a secret: `x-vigilo-signature` is `sha256=` and the HMAC, in
 * hexadecimal digits, of `x-vigilo-timestamp` (seconds since the epoch), a full stop and the body as it came. The
 * time is signed too, so that whoever overhears a message cannot send it again later.
 *
 * @param timeLimit  milliseconds until an answer must have begun
 */
export const createWebhook = ({
  webhook: { url, secret },
  config: { agentName },
  http,
  text,
  timeLimit = 20_000,
}: Pick<ChannelContext, 'http' | 'text'> & {
  webhook: Webhook
  config: Pick<ChannelContext['config'], 'agentName'>
  timeLimit?: number
}): Channel => ({
  name: 'webhook',
  recipients: ['webhook'],
  host: { name: new URL(url).hostname, isAsked: false },
  pace: null,
  render: (notification, { repeated }) => {
    const content = {
      agent: agentName,
      kind: notification.kind,
      at: iso(notification.at),
      text: plainLines(text(notification)).join('\n'),
      alerts: alertsIn(notification).map(alertOf),
    }
    const id = createHash('sha256')
      .update(JSON.stringify(saidBy(notification, content)))
      .digest('hex')
      .slice(0, 32)
    return [JSON.stringify({ version: 1, id, repeated, ...content } satisfies WebhookBody)]
  },
  send: (body) =>
    defer(() =>
      http({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...signature(body, secret) },
        body,
        timeLimit,
      }),
    ).pipe(
      map((answer) =>
        outcomeOfStatus(answer, { by: 'webhook', checkKey: 'WEBHOOK_SECRET', checkAddress: 'WEBHOOK_URL' }),
      ),
    ),
  // Whatever is sent there is a message to whoever listens: nothing can be tried.
  test: () => of({ name: 'webhook', result: { ok: true } }),
})

/** Without its words: they tell the times of the attempt. What was late is made anew at each one, and begins with the same. */
const saidBy = (
  notification: Notification,
  { agent, kind, at, alerts }: Pick<WebhookBody, 'agent' | 'kind' | 'at' | 'alerts'>,
): unknown => {
  if (notification.kind !== 'catch-up') return { agent, kind, at, alerts }
  const { since, cameAndWent, reports, starts } = notification
  return { agent, kind, since, alerts, cameAndWent, reports, starts }
}

const signature = (body: string, secret: string | null): Readonly<Record<string, string>> => {
  if (secret === null) return {}
  const timestamp = String(Math.floor(asyncScheduler.now() / 1_000))
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return { 'x-vigilo-timestamp': timestamp, 'x-vigilo-signature': `sha256=${digest}` }
}

const iso = (time: number): string => new Date(time).toISOString()

const alertOf = (alert: Alert): WebhookAlert => {
  const { host, type, subject, severity } = aboutOf(alert)
  const about = { host, type, subject, severity }
  if (alert.word === 'happened') return { ...about, reason: 'notice', startsAt: iso(alert.occurrence.at), endsAt: null }
  const { life, word } = alert
  return {
    ...about,
    reason: word,
    startsAt: iso(life.startsAt),
    endsAt: hasEnded(life) ? iso(life.endsAt) : null,
  }
}
