import type { ContainersReport } from '../model/notification.ts'
import type { Message } from '../model/message.ts'
import { causeOf } from './container-trouble.ts'
import { reasonOf, maxItems, nameOf, since, type Context } from './context.ts'
import { foreign } from './foreign.ts'
import { containerUsers } from './users.ts'
import { bracketed, join, words, type Words } from './words.ts'

type Seen = Extract<ContainersReport, { kind: 'seen' }>

/** How many run, which do not and need not, who uses the most. What fires is told elsewhere. */
export const containersLines = (report: ContainersReport, context: Context): Message => {
  const { language } = context
  switch (report.kind) {
    case 'absent':
      return []
    case 'unavailable':
      return [[language.report.unseen('Docker', reasonOf(report.reason, context))]]
    case 'seen':
      return [...stateLines(report, context), ...labelLines(report, context), ...usageLines(report, context)]
  }
}

const stateLines = (report: Seen, context: Context): Message => {
  const { language } = context
  const { running, total, watched } = report
  const counts = words`${[
    language.report.containers(running, total),
    ...(watched === total ? [] : [language.report.watched(watched)]),
  ].join(', ')}.`
  const down = report.down.map((item) => downItem(item, context))
  if (down.length <= 1) return [words`${counts} ${down[0] ?? ''}`]
  const rest = down.length - maxItems
  return [counts, ...down.slice(0, maxItems), ...(rest > 0 ? [[language.more(rest)]] : [])]
}

const downItem = ({ container, ending }: Seen['down'][number], context: Context): Words => {
  const { language } = context
  const { name, end } = container
  const state = language.report.down[ending]({
    since: end === null ? '' : since(end.at, context),
    note: bracketed(causeOf(container, ending, language)),
  })
  return words`• ${nameOf(name)} ${state}`
}

const labelLines = ({ labelProblems }: Seen, context: Context): Message => {
  const { language } = context
  const rest = labelProblems.length - maxItems
  return [
    ...labelProblems
      .slice(0, maxItems)
      .map(
        ({ name, problem: { label, reason } }) =>
          words`⚠️ ${nameOf(name)}: ${language.labelProblem(foreign(label), reason)}`,
      ),
    ...(rest > 0 ? [[language.more(rest)]] : []),
  ]
}

const usageLines = ({ topByCpu, topByMemory }: Seen, context: Context): Message => {
  const { mostCpu, mostMemory } = context.language.report
  const byCpu = containerUsers(topByCpu, 'cpu', context)
  const byMemory = containerUsers(topByMemory, 'memory', context)
  return [
    ...(byCpu.length > 0 ? [mostCpu(join(byCpu, ', '))] : []),
    ...(byMemory.length > 0 ? [mostMemory(join(byMemory, ', '))] : []),
  ]
}
