import { isEnd, isOpenAlert, type Alert, type OpenAlert } from '../model/alert.ts'
import type { Message } from '../model/message.ts'
import type { AlertsNotification } from '../model/notification.ts'
import { capitalize, maxItems, sign, type Context } from './context.ts'
import { detailsOf, mainCause, occurrenceDetails } from './details.ts'
import { headline, isOfLaterLife, stateOf, subjectOf } from './headline.ts'
import { historyOf } from './history.ts'
import { join, withoutStop, words, type Words } from './words.ts'

/** Most names of those that a list has no room for. */
const maxNames = 20

/** One alert with what is behind it, or a list of several. What tells of a trouble ends with its time. */
export const alertsMessage = ({ alerts, cameAndWent }: AlertsNotification, context: Context): Message => {
  const [first] = alerts
  const isAlone = alerts.length === 1
  // In a list those are counted together.
  const untold = cameAndWent + (isAlone ? 0 : alerts.reduce((sum, alert) => sum + missedOf(alert), 0))
  const gone = context.language.cameAndWent(untold)
  if (first === undefined) return [words`${sign('⚪', context)}: ${gone}`]
  const lines = [
    ...(isAlone ? single(first, context) : several(alerts, context)),
    ...(untold > 0 ? [[`${capitalize(gone, context)}.`]] : []),
  ]
  return alerts.every(isEnd) ? lines : [...lines, [context.figures.clock(context.at)]]
}

/** What came and went untold before it; an end that says that it was several has said so. */
const missedOf = (alert: Alert): number =>
  alert.word === 'happened' || (isEnd(alert) && isOfLaterLife(alert)) ? 0 : alert.missed

const single = (alert: Alert, context: Context): Message => [
  words`${sign(iconOf(alert), context)}: ${headline(alert, 'alone', context)}`,
  ...historyOf(alert, context),
  ...(alert.word === 'happened' ? occurrenceDetails(alert.occurrence, context) : []),
  ...(isOpenAlert(alert) ? openLines(alert, context) : []),
  ...(missedOf(alert) > 0 ? [[context.language.missed(missedOf(alert))]] : []),
]

const openLines = (alert: OpenAlert, context: Context): Message =>
  alert.life.state === 'unstable' ? unstableLines(alert, context) : detailsOf(alert, context)

/** What it is now; and at the first time, that not each change is told. */
const unstableLines = ({ life, before }: OpenAlert, context: Context): Message => [
  ...(life.state === 'unstable' && life.now === 'firing' ? [stateOf(life, context)] : []),
  ...(before?.state === 'unstable' ? [] : [[context.language.quietUntilSettled]]),
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
    ...subjectOf(alert.word === 'happened' ? alert.occurrence : alert.life.check, context),
  ])

/** In one line, as a list has it. */
export const item = (alert: Alert, context: Context): Words => {
  const sentence = headline(alert, 'list', context)
  const cause = isOpenAlert(alert) && alert.life.state === 'firing' ? mainCause(alert.life, context) : []
  const said = cause.length > 0 ? words`${sentence}: ${cause}` : sentence
  const history = historyOf(alert, context)
  return history.length > 0 ? words`${withoutStop(said)}. ${join(history, ' ')}` : said
}

/** `2 problemas, 1 resolvido` */
const summaryOf = (alerts: readonly Alert[], { language }: Context): string => {
  const countOf = (is: (alert: Alert) => boolean): number => alerts.filter(is).length
  const isUnstable = (alert: Alert): boolean => isOpenAlert(alert) && alert.life.state === 'unstable'
  const parts: readonly (readonly [number, (count: number) => string])[] = [
    [countOf((alert) => isOpenAlert(alert) && !isUnstable(alert)), language.problems],
    [countOf(isUnstable), language.unstableCount],
    [countOf(({ word }) => word === 'happened'), language.notices],
    [countOf(({ word }) => word === 'resolved'), language.resolved],
    [countOf(({ word }) => word === 'removed'), language.removed],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, say]) => say(count))
    .join(', ')
}

/** The worst first: a list begins with what somebody has to do something about. */
export const order = ['🔴', '🟡', '🟢', '⚪'] as const

export type Icon = (typeof order)[number]

export const iconOf = (alert: Alert): Icon => {
  if (alert.word === 'happened') return '🟡'
  if (isEnd(alert)) return alert.word === 'resolved' ? '🟢' : '⚪'
  const { life } = alert
  if (life.state === 'unstable' && life.now === 'ended') return '🟡'
  return life.severity === 'critical' ? '🔴' : '🟡'
}

const rankOf = (alert: Alert): number => order.indexOf(iconOf(alert))
