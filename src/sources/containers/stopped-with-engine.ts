import { asksForTheEnd } from '../../model/ending-signal.ts'
import type { Knowledge, Known } from './known.ts'

/**
 * An engine that stops itself gives containers 15 s (dockerd, `shutdown-timeout`), then kills them, and tells of all of it as if
 * somebody had asked for it.
 */
const shutdownTakes = 30_000

/**
 * What is known once the engine is lost: where each container that ran of late had been asked to end, the engine stopped
 * them as it stopped itself, and nobody meant them to stay away. Where one goes on, a person stopped the others. Pure.
 *
 * @param at  now, in milliseconds since the epoch
 */
export const stoppedWithEngine = (knowledge: Knowledge, at: number): Knowledge => {
  const asked = new Map([...knowledge.containers].filter(([, known]) => isAsked(known, at)))
  const since = Math.min(...[...asked.values()].map(({ signal }) => signal?.at ?? at))
  const ran = [...knowledge.containers].filter(
    ([, { container }]) => isRunning(container.state) || (container.end !== null && container.end.at >= since),
  )
  if (asked.size === 0 || !ran.every(([id]) => asked.has(id))) return knowledge
  const containers = new Map(knowledge.containers)
  for (const [id, known] of asked) containers.set(id, withEngine(known))
  return { ...knowledge, containers }
}

const isAsked = ({ signal, container }: Known, at: number): boolean =>
  signal !== null && at - signal.at <= shutdownTakes && asksForTheEnd(signal.name, container)

const isRunning = (state: string): boolean => state === 'running' || state === 'paused'

const withEngine = (known: Known): Known => {
  const { container } = known
  const end =
    container.end && !isRunning(container.state) ? { ...container.end, stop: 'engine' as const } : container.end
  return { ...known, signal: null, leftWithEngine: isRunning(container.state), container: { ...container, end } }
}
