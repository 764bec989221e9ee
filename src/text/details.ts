import type { Evidence, FiringAlert, NoticeAlert } from '../model/alert.ts'
import type { ContainerUsageDetails, Ending } from '../model/check.ts'
import type { Message } from '../model/message.ts'
import type { Container } from '../model/reading.ts'
import { containerUsers, processUsers, type Measure } from './users.ts'
import { capitalize, type Context } from './context.ts'
import { diskLines } from './disk-lines.ts'
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
      return [
        [[language.inUse(figures.usage(details.disk)), ...inodesOf(details.disk, context)].join(', ')],
        ...diskLines(evidence, context),
      ]
    case 'inodes':
    case 'forecast':
      return [[language.inUse(figures.usage(details.disk))], ...diskLines(evidence, context)]
    case 'container':
      if (type === 'CONTAINER_UNHEALTHY') return code(healthLines(details.container))
      return reason === 'firing'
        ? [...lifeOf(details, type, context), ...code(evidence.logLines.flatMap(foreignLines))]
        : []
    case 'crash-loop':
      return reason === 'firing' ? code(evidence.logLines.flatMap(foreignLines)) : []
    case 'container-usage':
      return [...memoryInUse(details, context), ...users(evidence, details.measure, context)]
    case 'service':
    case 'certificate':
    case 'channel':
    case 'blind':
    case 'reboot':
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
  if (details.kind === 'container-usage') return processUsers(evidence.processes, details.measure, context)[0] ?? []
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
const lifeOf = (
  { container, ending }: { container: Container; ending: Ending | null },
  type: string,
  context: Context,
): Message => {
  const { language, figures } = context
  const { startedAt, end, state } = container
  if (ending === 'stopped' || end === null) return []
  const uptime = startedAt === null ? '' : figures.duration(end.at - startedAt)
  const sentences = [
    ...(type === 'CONTAINER_OOM' ? [memoryLimitOf(container, context)] : []),
    ...(uptime === '' ? [] : [language.wasUpFor(uptime)]),
    ...(state === 'restarting' ? [language.beingRestarted] : []),
  ]
  return sentences.length > 0 ? [[sentences.join(' ')]] : []
}

/** What its memory was limited to, and the most that it was seen to use. */
const memoryLimitOf = ({ memoryLimitBytes, peakMemoryBytes }: Container, { language, figures }: Context): string =>
  memoryLimitBytes === null
    ? language.noMemoryLimit
    : language.memoryLimit(
        figures.size(memoryLimitBytes),
        peakMemoryBytes === null ? '' : figures.size(peakMemoryBytes),
      )

/** What a notice of a process that was killed for memory goes by. */
export const noticeDetails = ({ check: { details } }: NoticeAlert, context: Context): Message =>
  details.kind === 'container' ? [[memoryLimitOf(details.container, context)]] : []

const memoryInUse = ({ measure, container }: ContainerUsageDetails, context: Context): Message => {
  const { usage, memoryLimitBytes } = container
  if (measure === 'cpu' || usage === null || memoryLimitBytes === null) return []
  const { language, figures } = context
  return [[language.inUse(figures.usage({ usedBytes: usage.memoryBytes, totalBytes: memoryLimitBytes }))]]
}

const code = (lines: readonly string[]): Message => (lines.length > 0 ? [{ code: lines.slice(-maxForeignLines) }] : [])
