import type { Container, ContainerEnd } from '../../model/reading.ts'
import type { ContainerEvent } from './container-event.ts'
import type { Details } from './details.ts'
import type { Listed } from './listing.ts'

/** All that is known of the engine's containers. */
export interface Knowledge {
  /** How many events were heard: the order in which things are known, without a clock. */
  readonly heard: number
  readonly containers: ReadonlyMap<string, Known>
  /** Those that an event told are gone, and at which event: an older list may still show them. */
  readonly destroyed: ReadonlyMap<string, number>
}

export interface Known {
  readonly container: Container
  /** The event that told of it last; 0 where none did. */
  readonly toldBy: number
  /** The last signal sent through the engine in this life. */
  readonly signal: ContainerEnd['signal']
  readonly inspected: boolean
  /** Whether it was created just now, and not inspected since: nobody knows yet whose it is. */
  readonly isNew: boolean
  readonly hasHealthcheck: boolean
  readonly pid: number | null
  /** Whether it ran when the engine stopped itself, and had been asked to end by it. */
  readonly leftWithEngine: boolean
  /** What the last list said: another one tells of a start that failed, or of an end that nobody heard of. */
  readonly listedExitCode: number | null
}

/** `asOf`: how many events had been heard when the question was sent. */
export type Change =
  | { readonly kind: 'event'; readonly event: ContainerEvent }
  | { readonly kind: 'listing'; readonly asOf: number; readonly at: number; readonly listed: readonly Listed[] }
  | { readonly kind: 'details'; readonly asOf: number; readonly details: Details }
  | { readonly kind: 'not-inspected'; readonly id: string }
  | { readonly kind: 'usage'; readonly usages: ReadonlyMap<string, Container['usage']> }

export const nothingKnown: Knowledge = { heard: 0, containers: new Map(), destroyed: new Map() }

/** A container of which nothing is known but what any source tells. */
export const newlyKnown = ({
  id,
  name,
  image,
  compose,
  service,
  labels,
  state,
}: Pick<Container, 'id' | 'name' | 'image' | 'compose' | 'service' | 'labels' | 'state'>): Known => ({
  container: {
    id,
    name,
    containerName: name,
    image,
    state,
    health: 'none',
    healthOutput: null,
    startedAt: null,
    end: null,
    restartCount: 0,
    compose,
    service,
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 10,
    restartPolicy: 'no',
    labels,
    memoryLimitBytes: null,
    usage: null,
    peakMemoryBytes: null,
    oomAt: null,
    startError: null,
    purpose: 'service',
  },
  toldBy: 0,
  signal: null,
  inspected: false,
  isNew: false,
  hasHealthcheck: false,
  pid: null,
  leftWithEngine: false,
  listedExitCode: null,
})

/** Everything is to be inspected anew, as after a time in which nobody listened. */
export const nothingInspected = (knowledge: Knowledge): Knowledge => ({
  ...knowledge,
  containers: new Map([...knowledge.containers].map(([id, known]) => [id, { ...known, inspected: false }])),
})
