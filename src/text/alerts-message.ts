import { hasEnded, type Alert } from '../model/alert.ts'
import type { Message } from '../model/message.ts'
import type { AlertsNotification } from '../model/notification.ts'
import { maxItems, sign, type Context } from './context.ts'
import { detailsOf, mainCause } from './details.ts'
import { headline, subjectOf } from './headline.ts'
import { words, type Words } from './words.ts'

/** One alert with what is behind it, or a list of several. What tells of a trouble ends with its time. */
export const alertsMessage = ({ alerts }: AlertsNotification, context: Context): Message => {
  const [first] = alerts
  const lines = alerts.length === 1 ? single(first, context) : several(alerts, context)
  return alerts.every(hasEnded) ? lines : [...lines, [context.figures.clock(context.at)]]
}

const single = (alert: Alert, context: Context): Message => [
  words`${sign(iconOf(alert), context)}: ${headline(alert, 'alone', context)}`,
  ...(hasEnded(alert) ? [] : detailsOf(alert, context)),
]

const several = (alerts: readonly Alert[], context: Context): Message => {
  const { language } = context
  const ordered = alerts.toSorted((a, b) => rankOf(a) - rankOf(b))
  const icon = ordered.slice(0, 1).map(iconOf).join('')
  const rest = ordered.length - maxItems
  return [
    words`${sign(icon, context)}: ${summaryOf(alerts, context)}`,
    ...ordered.slice(0, maxItems).map((alert) => {
      const mark = iconOf(alert) === icon ? '•' : iconOf(alert)
      return words`${mark} ${item(alert, context)}`
    }),
    ...(rest > 0 ? [words`${language.more(rest)}: ${namesOf(ordered.slice(maxItems), icon, context)}`] : []),
  ]
}

/** Nobody is hidden by a long list: those beyond it are named, and how they are. */
const namesOf = (alerts: readonly Alert[], icon: string, context: Context): Words =>
  alerts.flatMap((alert, index) => [
    ...(index === 0 ? [] : [', ']),
    ...(iconOf(alert) === icon ? [] : [`${iconOf(alert)} `]),
    ...subjectOf(alert.check, context),
  ])

const item = (alert: Alert, context: Context): Words => {
  const sentence = headline(alert, 'list', context)
  const cause = hasEnded(alert) ? [] : mainCause(alert, context)
  return cause.length > 0 ? words`${sentence}: ${cause}` : sentence
}

/** `2 problemas, 1 resolvido` */
const summaryOf = (alerts: readonly Alert[], { language }: Context): string => {
  const countOf = (...reasons: readonly Alert['reason'][]): number =>
    alerts.filter(({ reason }) => reasons.includes(reason)).length
  const parts: readonly (readonly [number, (count: number) => string])[] = [
    [countOf('firing', 'reminder'), language.problems],
    [countOf('resolved'), language.resolved],
    [countOf('removed'), language.removed],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, say]) => say(count))
    .join(', ')
}

/** The worst first: a list begins with what somebody has to do something about. */
const order = ['🔴', '🟡', '🟢', '⚪'] as const

const iconOf = (alert: Alert): (typeof order)[number] => {
  if (hasEnded(alert)) return alert.reason === 'resolved' ? '🟢' : '⚪'
  return alert.severity === 'critical' ? '🔴' : '🟡'
}

const rankOf = (alert: Alert): number => order.indexOf(iconOf(alert))
