import type { Ending } from '../model/check.ts'
import type { Container, ContainerEnd } from '../model/reading.ts'

const endingSignals = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL'])

/** What the engine may need beyond the time-out until it has told of the end, in milliseconds. */
const engineDelay = 2_000

/** How a container came to be not running; null while it runs. */
export const endingOf = (container: Container): Ending | null => {
  const { state, end } = container
  if (state === 'running') return null
  if (state === 'paused') return 'paused'
  if (end === null) return state === 'created' ? 'created' : 'unwitnessed'
  if (!end.witnessed) return 'unwitnessed'
  if (wasAskedFor(container, end)) return 'stopped'
  return end.exitCode === 0 ? 'completed' : 'crashed'
}

/** It ended within its stop time-out after a signal that ends containers was sent through the engine. */
const wasAskedFor = ({ stopSignal, stopTimeoutSeconds }: Container, { signal, at }: ContainerEnd): boolean =>
  signal !== null &&
  (signal.name === stopSignal || endingSignals.has(signal.name)) &&
  at - signal.at <= stopTimeoutSeconds * 1_000 + engineDelay
