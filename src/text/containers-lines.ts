import type { FiringAlert } from '../model/alert.ts'
import type { ContainersReport } from '../model/notification.ts'
import type { Message } from '../model/message.ts'
import { causeOf, containerTrouble } from './container-trouble.ts'
import { reasonOf, maxItems, nameOf, since, type Context } from './context.ts'
import { lastWords } from './details.ts'
import { foreign } from './foreign.ts'
import { containerUsers } from './users.ts'
import { bracketed, join, words, type Words } from './words.ts'

type Seen = Extract<ContainersReport, { kind: 'seen' }>

/** How many run, what is wrong with those that are not well, who uses the most. What fires is told elsewhere. */
export const containersLines = (
  report: ContainersReport,
  firing: readonly FiringAlert[],
  context: Context,
): Message => {
  const { language } = context
  switch (report.kind) {
    case 'absent':
      return []
    case 'unavailable':
      return [[language.report.unseen('Docker', reasonOf(report.reason, context))]]
    case 'seen':
      return [...stateLines(report, firing, context), ...labelLines(report, context), ...usageLines(report, context)]
  }
}

const stateLines = (report: Seen, firing: readonly FiringAlert[], context: Context): Message => {
  const { language } = context
  const { running, total, watched } = report
  const counts = words`${[
    language.report.containers(running, total),
    ...(watched === total ? [] : [language.report.watched(watched)]),
  ].join(', ')}.`
  const unwell = unwellItems(report, firing, context)
  if (unwell.length <= 1) return [words`${counts} ${unwell[0] ?? ''}`]
  const rest = unwell.length - maxItems
  return [counts, ...unwell.slice(0, maxItems), ...(rest > 0 ? [[language.more(rest)]] : [])]
}

const unwellItems = ({ unwell, missing }: Seen, firing: readonly FiringAlert[], context: Context): readonly Words[] => {
  const told = new Set(firing.filter(({ type }) => type.startsWith('CONTAINER_')).map(({ subject }) => subject))
  return [
    ...unwell.filter(({ container }) => !told.has(container.name)).map((item) => unwellItem(item, context)),
    ...missing
      .filter((name) => !told.has(name))
      .map((name) => words`⚠️ ${nameOf(name)} ${context.language.report.unwell.missing({ since: '', note: '' })}`),
  ]
}

const unwellItem = ({ container, ending }: Seen['unwell'][number], context: Context): Words => {
  const { language } = context
  const { name, end } = container
  const trouble = containerTrouble(ending)
  const why = trouble === 'unhealthy' ? lastWords(container) : causeOf(container, trouble, language)
  const icon = trouble === 'stopped' || trouble === 'paused' || trouble === 'created' ? '•' : '⚠️'
  const state = language.report.unwell[trouble]({
    since: end === null ? '' : since(end.at, context),
    note: bracketed(why),
  })
  return words`${icon} ${nameOf(name)} ${state}`
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
