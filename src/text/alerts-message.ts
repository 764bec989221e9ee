import { hasEnded, isFiring, type Alert, type UnstableAlert } from '../model/alert.ts'
import type { Message } from '../model/message.ts'
import type { AlertsNotification } from '../model/notification.ts'
import { capitalize, maxItems, sign, since, type Context } from './context.ts'
import { detailsOf, mainCause, noticeDetails } from './details.ts'
import { headline, stateOf, subjectOf } from './headline.ts'
import { words, type Words } from './words.ts'

/** Most names of those that a list has no room for. */
const maxNames = 20

/** One alert with what is behind it, or a list of several. What tells of a trouble ends with its time. */
export const alertsMessage = (notification: AlertsNotification, context: Context): Message => {
  const { cameAndWent } = notification
  const alerts = notification.alerts.filter(isLastWord)
  const [first] = alerts
  const gone = context.language.cameAndWent(cameAndWent)
  if (first === undefined) return [words`${sign('⚪', context)}: ${gone}`]
  const lines = [
    ...(alerts.length === 1 ? single(first, context) : several(alerts, context)),
    ...(cameAndWent > 0 ? [[`${capitalize(gone, context)}.`]] : []),
  ]
  return alerts.every(hasEnded) ? lines : [...lines, [context.figures.clock(context.at)]]
}

/** Of what changed more than once within a message, only what is so in the end: an end says how long it lasted. */
const isLastWord = ({ fingerprint }: Alert, index: number, alerts: readonly Alert[]): boolean =>
  alerts.findLastIndex((other) => other.fingerprint === fingerprint) === index

const single = (alert: Alert, context: Context): Message => [
  words`${sign(iconOf(alert), context)}: ${headline(alert, 'alone', context)}`,
  ...(isFiring(alert) ? detailsOf(alert, context) : alert.reason === 'unstable' ? unstableLines(alert, context) : []),
  ...(alert.reason === 'notice' ? noticeDetails(alert, context) : []),
  ...historyLines(alert, context),
]

/** What it is now, and when it is spoken of again. */
const unstableLines = (alert: UnstableAlert, context: Context): Message => [
  ...(alert.now === 'firing' ? [stateOf(alert, context)] : []),
  [context.language.quietUntilSettled],
]

/** How it went to and fro before, and what was not told of it. */
const historyLines = (alert: Alert, context: Context): Message => {
  const { language } = context
  const { instability, withheld, reason } = alert
  return [
    ...(instability && reason !== 'unstable'
      ? [[language.settledAfter(instability.changes, since(instability.since, context))]]
      : []),
    ...(withheld > 0 ? [[language.withheld(withheld)]] : []),
  ]
}

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
    ...(rest > 0
      ? [
          words`${language.more(rest)}: ${namesOf(ordered.slice(maxItems, maxItems + maxNames), icon, context)}${rest > maxNames ? ', …' : ''}`,
        ]
      : []),
  ]
}

/** Those beyond a long list are named, and how they are. */
const namesOf = (alerts: readonly Alert[], icon: string, context: Context): Words =>
  alerts.flatMap((alert, index) => [
    ...(index === 0 ? [] : [', ']),
    ...(iconOf(alert) === icon ? [] : [`${iconOf(alert)} `]),
    ...subjectOf(alert.check, context),
  ])

const item = (alert: Alert, context: Context): Words => {
  const sentence = headline(alert, 'list', context)
  const cause = isFiring(alert) ? mainCause(alert, context) : []
  return cause.length > 0 ? words`${sentence}: ${cause}` : sentence
}

/** `2 problemas, 1 resolvido` */
const summaryOf = (alerts: readonly Alert[], { language }: Context): string => {
  const countOf = (...reasons: readonly Alert['reason'][]): number =>
    alerts.filter(({ reason }) => reasons.includes(reason)).length
  const parts: readonly (readonly [number, (count: number) => string])[] = [
    [countOf('firing', 'reminder', 'settled'), language.problems],
    [countOf('unstable'), language.unstableCount],
    [countOf('notice'), language.notices],
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
  if (alert.reason === 'notice' || (alert.reason === 'unstable' && alert.now === 'ended')) return '🟡'
  return alert.severity === 'critical' ? '🔴' : '🟡'
}

const rankOf = (alert: Alert): number => order.indexOf(iconOf(alert))
