import type { Container } from '../../model/reading.ts'
import { parseLabels } from './labels.ts'
import { signalName } from './signal-name.ts'

/**
 * What the engine told of one container. `at`: milliseconds since the epoch; `mayBeAsked`: this engine does not tell of
 * every request before the end that it leads to.
 */
export type ContainerEvent = {
  readonly id: string
  readonly at: number
  /** The name that it has after this. */
  readonly name: string
  readonly image: string
} & Pick<Container, 'compose' | 'service' | 'labels'> &
  (
    | { readonly action: 'create' | 'start' | 'stop' | 'pause' | 'unpause' | 'oom' | 'rename' | 'update' | 'destroy' }
    | { readonly action: 'kill'; readonly signal: string }
    | { readonly action: 'die'; readonly exitCode: number | null; readonly mayBeAsked: boolean }
    | { readonly action: 'health_status'; readonly health: Container['health'] }
  )

/**
 * What the engine is asked to tell. Podman says `died` and `remove` for `die` and `destroy`, and `stop` or `restart` before the
 * end that it asks for, which Docker tells after it.
 */
export const eventFilters = {
  type: ['container' as const],
  event: [
    ...['create', 'start', 'die', 'died', 'kill', 'oom', 'health_status'],
    ...['pause', 'unpause', 'rename', 'destroy', 'remove', 'stop', 'restart', 'update'],
  ],
}

/** Reads one line of the stream of events (Docker Engine API, `GET /events`). Null where it tells nothing of use. */
export const parseContainerEvent = (line: string): ContainerEvent | null => {
  const message = parseJson(line)
  const actor = objectIn(message, 'Actor')
  const attributes = objectIn(actor, 'Attributes')
  const id = textIn(actor, 'ID') ?? textIn(message, 'id')
  const action = textIn(message, 'Action') ?? textIn(message, 'status')
  if (id === null || action === null || textIn(message, 'Type') !== 'container') return null
  const labels = Object.fromEntries(Object.keys(attributes).map((key) => [key, textIn(attributes, key) ?? '']))
  const origin = {
    id,
    at: timeOf(message),
    name: textIn(attributes, 'name') ?? id.slice(0, 12),
    image: textIn(attributes, 'image') ?? textIn(message, 'from') ?? '',
    ...parseLabels(labels),
  }
  const health = textIn(message, 'HealthStatus') ?? textIn(attributes, 'health_status')
  return withAction(origin, health === null ? action : `health_status: ${health}`, attributes)
}

type Origin = Pick<ContainerEvent, 'id' | 'at' | 'name' | 'image' | 'compose' | 'service' | 'labels'>

/** Podman puts every container in a pod, if only in one without a name. */
const isOfPodman = (attributes: Json): boolean => 'podId' in attributes

const withAction = (origin: Origin, action: string, attributes: Json): ContainerEvent | null => {
  switch (action) {
    case 'create':
    case 'start':
    case 'stop':
    case 'pause':
    case 'unpause':
    case 'oom':
    case 'rename':
    case 'update':
    case 'destroy':
      return { ...origin, action }
    case 'restart':
      // Docker tells of a restart once it is over.
      return isOfPodman(attributes) ? { ...origin, action: 'stop' } : null
    case 'remove':
      return { ...origin, action: 'destroy' }
    case 'kill':
      return { ...origin, action, signal: signalName(textIn(attributes, 'signal') ?? 'SIGKILL') }
    case 'die':
    case 'died':
      return { ...origin, action: 'die', exitCode: exitCodeIn(attributes), mayBeAsked: isOfPodman(attributes) }
    case 'health_status: starting':
      return { ...origin, action: 'health_status', health: 'starting' }
    case 'health_status: healthy':
      return { ...origin, action: 'health_status', health: 'healthy' }
    case 'health_status: unhealthy':
      return { ...origin, action: 'health_status', health: 'unhealthy' }
    default:
      return null
  }
}

const exitCodeIn = (attributes: Json): number | null => {
  const text = textIn(attributes, 'exitCode') ?? textIn(attributes, 'containerExitCode')
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : null
}

/** As a double, nanoseconds since the epoch are 256 ns apart: near enough for milliseconds. */
const timeOf = (message: Json): number => {
  const { timeNano, time } = message
  if (typeof timeNano === 'number' && timeNano > 0) return Math.floor(timeNano / 1e6)
  return typeof time === 'number' ? time * 1_000 : 0
}

type Json = Readonly<Record<string, unknown>>

const parseJson = (text: string): Json => {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : {}
  } catch {
    return {}
  }
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

const objectIn = (json: Json, key: string): Json => {
  const value = json[key]
  return isJson(value) ? value : {}
}

const textIn = (json: Json, key: string): string | null => {
  const value = json[key]
  return typeof value === 'string' ? value : null
}
