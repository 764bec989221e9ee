import type { OpenAlert } from '../model/alert.ts'
import type { ContainerUsageDetails, Ending } from '../model/check.ts'
import { noEvidence, type Evidence, type OpenLife } from '../model/life.ts'
import type { Message } from '../model/message.ts'
import type { Occurrence } from '../model/occurrence.ts'
import type { Container } from '../model/reading.ts'
import { containerUsers, processUsers, type Measure } from './users.ts'
import { capitalize, type Context } from './context.ts'
import { diskLines } from './disk-lines.ts'
import { foreignLines } from './foreign.ts'
import { inodesOf, loadOf, swapOf } from './host-lines.ts'
import { join, type Words } from './words.ts'

const maxForeignLines = 5

/** What is behind a trouble: who uses what, the last words of a container that died. */
export const detailsOf = ({ word, life }: OpenAlert, context: Context): Message => {
  const { language, figures } = context
  const { details } = life.check
  const { type } = life
  const evidence = life.evidence ?? noEvidence
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
      if (word !== 'firing') return []
      if (details.ending === 'notStarted') return code(foreignLines(details.container.startError ?? ''))
      return [...lifeOf(details, type, context), ...code(evidence.logLines.flatMap(foreignLines))]
    case 'crash-loop':
      return word === 'firing' ? code(evidence.logLines.flatMap(foreignLines)) : []
    case 'container-usage':
      return [...memoryInUse(details, context), ...users(evidence, details.measure, context)]
    case 'service':
    case 'certificate':
    case 'channel':
    case 'blind':
    case 'reboot':
      return []
    case 'text':
    case 'reason':
    case 'none':
      return type === 'DOCKER_CONNECTION_ERROR' ? [[language.containersUnseen]] : []
  }
}

/** The one thing that is most likely behind it, to follow its sentence in a list; nothing where it is not known. */
export const mainCause = ({ type, check: { details }, evidence: known }: OpenLife, context: Context): Words => {
  const evidence = known ?? noEvidence
  if (details.kind === 'cpu' || details.kind === 'memory')
    return processUsers(evidence.processes, details.kind, context)[0] ?? []
  if (details.kind === 'container-usage') return processUsers(evidence.processes, details.measure, context)[0] ?? []
  if (details.kind !== 'container') return []
  if (details.ending === 'notStarted') return foreignLines(details.container.startError ?? '').slice(0, 1)
  return type === 'CONTAINER_UNHEALTHY' ? healthLines(details.container).slice(-1) : []
}

const users = (evidence: Evidence, measure: Measure, context: Context): Message => {
  const processes = processUsers(evidence.processes, measure, context)
  const containers = containerUsers(evidence.containers, measure, context)
  return [
    ...(processes.length > 0 ? [context.language.processes(join(processes, '; '))] : []),
    ...(containers.length > 0 ? [context.language.containers(join(containers, ', '))] : []),
  ]
}

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
    ...(type === 'CONTAINER_OOM' ? memoryLimitOf(container, context) : []),
    ...(uptime === '' ? [] : [language.wasUpFor(uptime)]),
    ...(state === 'restarting' ? [language.beingRestarted] : []),
  ]
  return sentences.length > 0 ? [[sentences.join(' ')]] : []
}

/** What its memory was limited to, as far as that is known, and the most that it was seen to use. */
const memoryLimitOf = (container: Container, { language, figures }: Context): readonly string[] => {
  const { memoryLimitBytes } = container
  if (memoryLimitBytes === null) return []
  if (memoryLimitBytes === 'none') return [language.noMemoryLimit]
  const peak = peakOf(container.peakMemoryBytes, memoryLimitBytes)
  return [language.memoryLimit(figures.size(memoryLimitBytes), peak === null ? '' : figures.size(peak))]
}

/**
 * A peak that tells something of how the memory ran out: not one above a limit that was lowered since, nor one far below it,
 * seen before the use jumped.
 */
const peakOf = (peak: number | null, limit: number): number | null =>
  peak !== null && peak <= limit && peak >= limit / 2 ? peak : null

/** What the kill of a process for memory goes by. */
export const occurrenceDetails = ({ details }: Occurrence, context: Context): Message =>
  details.kind === 'container' ? memoryLimitOf(details.container, context).map((sentence) => [sentence]) : []

const memoryInUse = ({ measure, container }: ContainerUsageDetails, context: Context): Message => {
  const { usage, memoryLimitBytes } = container
  if (measure === 'cpu' || usage === null || typeof memoryLimitBytes !== 'number') return []
  const { language, figures } = context
  return [[language.inUse(figures.usage({ usedBytes: usage.memoryBytes, totalBytes: memoryLimitBytes }))]]
}

const code = (lines: readonly string[]): Message => (lines.length > 0 ? [{ code: lines.slice(-maxForeignLines) }] : [])
