import type { Ending } from '../../model/check.ts'
import { asksForTheEnd } from '../../model/ending-signal.ts'
import type { Container, ContainerEnd } from '../../model/reading.ts'

/** What the engine may need beyond the time-out until it has told of the end, in milliseconds. */
const engineDelay = 2_000

/** How a container came to be not running; null while it runs. */
export const endingOf = (container: Container): Ending | null => {
  const { state, end } = container
  if (state === 'running') return null
  if (state === 'paused') return 'paused'
  if (container.startError !== null) return 'notStarted'
  if (end === null) return state === 'created' ? 'created' : 'unwitnessed'
  if (!end.witnessed || end.stop === 'engine') return 'unwitnessed'
  if (end.stop === 'asked' || wasAskedFor(container, end)) return 'stopped'
  return end.exitCode === 0 ? 'completed' : 'crashed'
}

/** It ended within its stop time-out after a signal that ends containers was sent through the engine. */
const wasAskedFor = (container: Container, { signal, at }: ContainerEnd): boolean =>
  signal !== null &&
  asksForTheEnd(signal.name, container) &&
  at - signal.at <= container.stopTimeoutSeconds * 1_000 + engineDelay
