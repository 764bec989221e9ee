import type { FiringAlert } from '../model/alert.ts'
import type { Message } from '../model/message.ts'
import type { DeliveryCounts, Report } from '../model/notification.ts'
import { containersLines } from './containers-lines.ts'
import { capitalize, reasonOf, maxItems, since, type Context } from './context.ts'
import { stillSo } from './headline.ts'
import { hostLines } from './host-lines.ts'
import { servicesLines } from './services-lines.ts'
import { words } from './words.ts'

/** What a report and a start-up notice have in common: what fires, the host, the containers, what was since. */
export const reportLines = (report: Report, context: Context): Message => [
  ...firingLines(report.firing, context),
  ...hostPart(report, context),
  ...containersLines(report.containers, report.firing, context),
  ...servicesLines(report.services, context),
  ...periodLines(report, context),
]

const firingLines = (firing: readonly FiringAlert[], context: Context): Message => {
  const rest = firing.length - maxItems
  return [
    ...firing
      .slice(0, maxItems)
      .map((alert) => words`${alert.severity === 'critical' ? '🔴' : '🟡'} ${stillSo(alert, context)}`),
    ...(rest > 0 ? [[context.language.more(rest)]] : []),
  ]
}

/** Figures from before the host was lost would be taken for new ones. */
const hostPart = ({ host, hostUnavailable }: Report, context: Context): Message => {
  const { unseen, host: name } = context.language.report
  if (hostUnavailable !== null) return [[unseen(name, reasonOf(hostUnavailable, context))]]
  return host ? hostLines(host, context) : []
}

const periodLines = ({ since: begin, alerts, firing, deliveries, heartbeats }: Report, context: Context): Message => {
  const { language } = context
  const { report } = language
  const nothingYet = begin === null && alerts.fired + alerts.ended + deliveries.sent + deliveries.queued === 0
  if (nothingYet) return []
  const period = capitalize(begin === null ? report.sinceStart : since(begin, context), context)
  return [
    words`${period}: ${alertsWords(alerts, firing.length, context)}. ${deliveriesWords(deliveries, context)}`,
    ...heartbeatLines(heartbeats, context),
  ]
}

const alertsWords = ({ fired, ended }: Report['alerts'], firing: number, { language }: Context): string => {
  const { report, resolved } = language
  if (fired === 0) return ended === 0 ? report.noAlerts : `${report.noNewAlerts}, ${resolved(ended)}`
  if (firing === 0 && fired === ended) return `${report.alerts(fired)}, ${report.allResolved(fired)}`
  return [report.alerts(fired), ...(ended > 0 ? [resolved(ended)] : [])].join(', ')
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
