import type { Evidence, FiringAlert } from '../model/alert.ts'
import type { Ending } from '../model/check.ts'
import type { Message } from '../model/message.ts'
import type { Container } from '../model/reading.ts'
import { containerUsers, processUsers, type Measure } from './users.ts'
import { capitalize, type Context } from './context.ts'
import { foreignLines } from './foreign.ts'
import { inodesOf, loadOf, swapOf } from './host-lines.ts'
import { join, type Words } from './words.ts'

const maxForeignLines = 5

/** What is behind a trouble: who uses what, the last words of a container that died. */
export const detailsOf = ({ reason, check: { type, details }, evidence }: FiringAlert, context: Context): Message => {
  const { language, figures } = context
  switch (details.kind) {
    case 'cpu':
      return [[capitalize(loadOf(details.host, context), context)], ...users(evidence, 'cpu', context)]
    case 'memory': {
      const usage = language.inUse(figures.usage(details.host.memory))
      return [[[usage, ...swapOf(details.host, context)].join(', ')], ...users(evidence, 'memory', context)]
    }
    case 'disk':
      return [[[language.inUse(figures.usage(details.disk)), ...inodesOf(details.disk, context)].join(', ')]]
    case 'container':
      if (type === 'CONTAINER_UNHEALTHY') return code(healthLines(details.container))
      return reason === 'firing' ? [...lifeOf(details, context), ...code(evidence.logLines.flatMap(foreignLines))] : []
    case 'blind':
      return []
    case 'text':
    case 'none':
      return type === 'DOCKER_CONNECTION_ERROR' ? [[language.containersUnseen]] : []
  }
}

/** The one thing that is most likely behind it, to follow its sentence in a list; nothing where it is not known. */
export const mainCause = ({ check: { type, details }, evidence }: FiringAlert, context: Context): Words => {
  if (details.kind === 'cpu' || details.kind === 'memory')
    return processUsers(evidence.processes, details.kind, context)[0] ?? []
  return details.kind === 'container' && type === 'CONTAINER_UNHEALTHY' ? healthLines(details.container).slice(-1) : []
}

const users = (evidence: Evidence, measure: Measure, context: Context): Message => {
  const processes = processUsers(evidence.processes, measure, context)
  const containers = containerUsers(evidence.containers, measure, context)
  return [
    ...(processes.length > 0 ? [context.language.processes(join(processes, '; '))] : []),
    ...(containers.length > 0 ? [context.language.containers(join(containers, ', '))] : []),
  ]
}

/** The last line of a failed probe's output: what went before is mostly its progress. */
export const lastWords = (container: Container): string => healthLines(container).at(-1) ?? ''

const healthLines = ({ healthOutput }: Container): readonly string[] => foreignLines(healthOutput ?? '')

/** How long it was up, what it was allowed, whether it is being started again. */
const lifeOf = ({ container, ending }: { container: Container; ending: Ending | null }, context: Context): Message => {
  const { language, figures } = context
  const { startedAt, end, memoryLimitBytes, state } = container
  if (ending === 'stopped' || end === null) return []
  const uptime = startedAt === null ? '' : figures.duration(end.at - startedAt)
  const limit =
    memoryLimitBytes === null ? language.noMemoryLimit : language.memoryLimit(figures.size(memoryLimitBytes))
  const sentences = [
    ...(uptime === '' ? [] : [language.wasUpFor(uptime)]),
    ...(end.oomKilled ? [limit] : []),
    ...(state === 'restarting' ? [language.beingRestarted] : []),
  ]
  return sentences.length > 0 ? [[sentences.join(' ')]] : []
}

const code = (lines: readonly string[]): Message => (lines.length > 0 ? [{ code: lines.slice(-maxForeignLines) }] : [])
