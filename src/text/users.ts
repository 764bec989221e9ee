import type { ContainerUsage, Evidence } from '../model/life.ts'
import { nameOf, type Context } from './context.ts'
import { foreign } from './foreign.ts'
import { words, type Words } from './words.ts'

export type Measure = 'cpu' | 'memory'

type Usage = Pick<ContainerUsage, 'cpuPercent' | 'memoryBytes'>

/** Who uses less of a core than this, in percent, is the cause of nothing. */
const minCpuPercent = 1

/** `ffmpeg 180%, no container *transcoder*` */
export const processUsers = (processes: Evidence['processes'], measure: Measure, context: Context): readonly Words[] =>
  processes.filter(counts(measure)).map((user): Words => {
    const usage = `${foreign(user.name)} ${used(user, measure, context)}`
    return user.container === null ? [usage] : context.language.inContainer(usage, nameOf(user.container))
  })

/** `*transcoder* 181%` */
export const containerUsers = (
  containers: readonly ContainerUsage[],
  measure: Measure,
  context: Context,
): readonly Words[] =>
  containers
    .filter(counts(measure))
    .map((container) => words`${nameOf(container.name)} ${used(container, measure, context)}`)

const counts =
  (measure: Measure) =>
  ({ cpuPercent, memoryBytes }: Usage): boolean =>
    measure === 'cpu' ? cpuPercent >= minCpuPercent : memoryBytes > 0

const used = ({ cpuPercent, memoryBytes }: Usage, measure: Measure, { figures }: Context): string =>
  measure === 'cpu' ? figures.percent(cpuPercent) : figures.size(memoryBytes)
