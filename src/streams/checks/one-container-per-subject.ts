import { defer, finalize, map, type MonoTypeOperatorFunction } from 'rxjs'
import type { Container, Reading } from '../../model/reading.ts'
import { createPlaceNames } from './place-names.ts'

/**
 * Makes of the containers that follow each other in one place a single one, which keeps its name: a Swarm service's
 * tasks in a slot (`web.1`, or `web` where the service is global), a Docker Compose service's container however it is
 * called once recreated. The label `vigilo.name` goes before any other name.
 *
 * ```
 * readings:                a----b-------c----d        a: app_web_1 up, b: it stopped, c: gone, d: app-web-1 up
 * oneContainerPerSubject:  (up)-(down)--()---(up)     each called app_web_1
 * ```
 *
 * The container that runs speaks, of several the newer one, else the one that ended last, else one that is to start.
 * One that has ended and was replaced is left out from then on, even when its replacement goes. No name is given that
 * another container has by itself.
 *
 * @param stopGrace  milliseconds for which the name of a Compose container that is gone is kept for its successor
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(oneContainerPerSubject({ stopGrace: 60_000 }))
 */
export const oneContainerPerSubject =
  ({ stopGrace }: { stopGrace: number }): MonoTypeOperatorFunction<Reading> =>
  (readings$) =>
    defer(() => {
      const names = createPlaceNames(stopGrace)
      let replaced: ReadonlySet<string> = new Set()
      return readings$.pipe(
        map((reading) => {
          if (reading.kind !== 'containers') return reading
          if (replaced.size === 0 && names.areNone() && reading.containers.every(isAsItIs)) return reading
          const found = reading.containers.map((container) => ({ container, place: placeOf(container) }))
          const placed = found.filter(isPlaced)
          const candidates = placed.filter(({ container }) => !replaced.has(container.id))
          const speakers = [...Map.groupBy(candidates, ({ place }) => place).values()].map((rivals) =>
            rivals.reduce(speaker),
          )
          const speaking = new Set(speakers.map(({ container }) => container.id))
          const hasEnded = placed.filter(({ container }) => rankOf(container) === ended)
          replaced = new Set(hasEnded.map(({ container }) => container.id).filter((id) => !speaking.has(id)))
          names.follow(placed)
          return { ...reading, containers: named([...found.filter(isAlone), ...speakers], found, names.of) }
        }),
        finalize(names.forgetAll),
      )
    })

/** Whether it has neither a place nor a name but its own. */
const isAsItIs = ({ service, compose, labels }: Container): boolean =>
  service === null && compose === null && labels === null

/** `place`: what it and its successors have in common; null for one that has no successor. */
interface Found {
  readonly container: Container
  readonly place: string | null
}

interface Placed extends Found {
  readonly place: string
}

const isPlaced = (found: Found): found is Placed => found.place !== null

const isAlone = ({ place }: Found): boolean => place === null

const placeOf = ({ service, compose }: Container): string | null => {
  if (service !== null) return slotName(service)
  return compose === null || compose.number === null ? null : `${compose.project}/${compose.service}/${compose.number}`
}

const slotName = ({ name, slot }: NonNullable<Container['service']>): string =>
  slot === null ? name : `${name}.${slot}`

const ended = 1

const rankOf = ({ state }: Container): number => {
  if (state === 'created') return 2
  return state === 'running' || state === 'paused' || state === 'restarting' ? 0 : ended
}

/** Of two that have ended the newer one is the first: so the engine lists them. */
const speaker = (one: Placed, other: Placed): Placed => {
  const [rank, otherRank] = [rankOf(one.container), rankOf(other.container)]
  if (rank !== otherRank) return otherRank < rank ? other : one
  const isNewer = rank === 0 && (other.container.startedAt ?? 0) > (one.container.startedAt ?? 0)
  return isNewer ? other : one
}

/** The containers under the names that people know them by, each name once. */
const named = (
  speakers: readonly Found[],
  all: readonly Found[],
  rememberedName: (place: string) => string | undefined,
): readonly Container[] => {
  const ownerOf = new Map(all.map((found) => [found.container.containerName, found.place ?? found.container.id]))
  const given = new Set<string>()
  return speakers.map(({ container, place }) => {
    const { containerName } = container
    const wanted = wantedName(container, place === null ? undefined : rememberedName(place))
    const owner = ownerOf.get(wanted)
    const isFree = !given.has(wanted) && (owner === undefined || owner === (place ?? container.id))
    const name = isFree ? wanted : containerName
    given.add(name)
    return name === container.name ? container : { ...container, name }
  })
}

const wantedName = ({ containerName, labels, service, compose }: Container, remembered: string | undefined): string => {
  if (labels?.name) return `${labels.name}${replicaSuffix(service?.slot ?? compose?.number ?? 1)}`
  return service === null ? (remembered ?? containerName) : slotName(service)
}

/** All replicas of a service bear the same labels. */
const replicaSuffix = (number: number): string => (number > 1 ? `.${number}` : '')
