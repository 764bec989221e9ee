import type { OpenAlert } from '../model/alert.ts'
import type { OpenLife } from '../model/life.ts'
import type { Message } from '../model/message.ts'
import type { DeliveryCounts, Report } from '../model/notification.ts'
import { containersLines } from './containers-lines.ts'
import { capitalize, reasonOf, maxItems, since, type Context } from './context.ts'
import { iconOf, item } from './alerts-message.ts'
import { stillSo, topicOf } from './headline.ts'
import { linksOf } from './history.ts'
import { hostLines } from './host-lines.ts'
import { servicesLines } from './services-lines.ts'
import { join, withoutStop, words, type Words } from './words.ts'

/** What a report and a start-up notice have in common: what fires, the host, the containers, what was since. */
export const reportLines = (report: Report, context: Context): Message => [
  ...firingLines(report.firing, context),
  ...silencedLines(report.silenced, context),
  ...hostPart(report, context),
  ...containersLines(report.containers, context),
  ...servicesLines(report.services, context),
  ...periodLines(report, context),
]

const firingLines = (firing: readonly OpenAlert[], context: Context): Message => {
  const rest = firing.length - maxItems
  return [
    ...firing.slice(0, maxItems).map((alert) => words`${iconOf(alert)} ${firingWords(alert, context)}`),
    ...(rest > 0 ? [[context.language.more(rest)]] : []),
  ]
}

/** Whoever was told of it is told how it is, and anybody else that it began. */
const firingWords = (alert: OpenAlert, context: Context): Words => {
  if (alert.word !== 'reminder') return item(alert, context)
  const links = linksOf(alert, context)
  const said = stillSo(alert, context)
  return links.length > 0 ? words`${withoutStop(said)}. ${join(links, ' ')}` : said
}

const silencedLines = (silenced: readonly OpenLife[], context: Context): Message => {
  if (silenced.length === 0) return []
  const { language } = context
  const rest = silenced.length - maxItems
  const names = silenced.slice(0, maxItems).map(({ check }) => topicOf(check, context))
  return [language.report.silenced([...names, ...(rest > 0 ? [[language.more(rest)]] : [])])]
}

/** Figures from before the host was lost would be taken for new ones. */
const hostPart = ({ host, hostUnavailable }: Report, context: Context): Message => {
  const { unseen, host: name } = context.language.report
  if (hostUnavailable !== null) return [[unseen(name, reasonOf(hostUnavailable, context))]]
  return host ? hostLines(host, context) : []
}

const periodLines = (
  { since: begin, alerts, firing, silenced, deliveries, heartbeats }: Report,
  context: Context,
): Message => {
  const { language } = context
  const { report } = language
  const nothingYet =
    begin === null && alerts.told + alerts.ended + alerts.untold + deliveries.sent + deliveries.queued === 0
  if (nothingYet) return []
  const period = capitalize(begin === null ? report.sinceStart : since(begin, context), context)
  return [
    words`${period}: ${alertsWords(alerts, firing.length + silenced.length, context)}. ${deliveriesWords(deliveries, context)}`,
    ...heartbeatLines(heartbeats, context),
  ]
}

const alertsWords = (counts: Report['alerts'], open: number, context: Context): string => {
  const { untold } = counts
  const told = toldWords(counts, open, context)
  return untold === 0 ? told : `${told}. ${capitalize(context.language.cameAndWent(untold), context)}`
}

const toldWords = ({ told, ended }: Report['alerts'], open: number, { language }: Context): string => {
  const { report, resolved } = language
  if (told === 0) return ended === 0 ? report.noAlerts : `${report.noNewAlerts}, ${resolved(ended)}`
  if (open === 0 && told === ended) return `${report.alerts(told)}, ${report.allResolved(told)}`
  return [report.alerts(told), ...(ended > 0 ? [resolved(ended)] : [])].join(', ')
}

const deliveriesWords = ({ sent, failed, lost, queued }: DeliveryCounts, { language }: Context): string => {
  const { report } = language
  if (failed + lost + queued === 0) return sent === 0 ? '' : report.allDelivered
  return report.messages(
    [
      report.delivered(sent),
      ...(failed > 0 ? [report.attemptsFailed(failed)] : []),
      ...(lost > 0 ? [report.lost(lost)] : []),
      ...(queued > 0 ? [report.queued(queued)] : []),
    ].join(', '),
  )
}

const heartbeatLines = (heartbeats: DeliveryCounts | null, { language }: Context): Message => {
  const { report } = language
  if (heartbeats === null) return []
  const failed = heartbeats.failed + heartbeats.lost
  if (heartbeats.sent + failed === 0) return []
  const counts = [report.heartbeatsSent(heartbeats.sent), ...(failed > 0 ? [report.heartbeatsFailed(failed)] : [])]
  return [[report.heartbeats(counts.join(', '))]]
}
