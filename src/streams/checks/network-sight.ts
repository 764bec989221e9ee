import type { Life } from '../../model/life.ts'
import { checksOf } from '../../model/memory.ts'
import type { Reading } from '../../model/reading.ts'
import { failsAsNetworksDo, type ProbeFailure } from '../../model/service.ts'
import { isElsewhere } from './is-elsewhere.ts'
import type { Evidence } from './with-deliveries.ts'

type ServiceSeen = Extract<Reading, { kind: 'service' }>

/** What services elsewhere, and what is delivered elsewhere, tell of the network of a host. */
export interface NetworkSight {
  /** Takes in what was seen; says whether it tells of a service elsewhere. */
  readonly look: (seen: Evidence) => boolean
  /** Whether there is no network: from then on until somebody elsewhere is reached. */
  readonly isDown: () => boolean
  /** Whether a service fails as it would without a network, and it is not known yet whether there is one. */
  readonly isUndecided: (service: string) => boolean
}

/** The newest of one service. */
interface Probed {
  readonly isElsewhere: boolean
  /** The last that was known of it. */
  readonly address: string | null
  /** Services of one place are reached, or not, together. */
  readonly place: string
  /** As networks do, in a row; and how many of them count. */
  readonly failures: number
  readonly enough: number
  readonly hasNoRoute: boolean
  /** Somebody elsewhere was reached since the first of these failures: they are its own. */
  readonly isOwn: boolean
}

/** Who says so was reached. */
const ofTheReached: readonly ProbeFailure['reason'][] = ['refused', 'reset', 'tls', 'status', 'text', 'redirects']

/**
 * Follows what tells of the network, for `checkNetwork` and `checkServices`, who judge alike by it.
 *
 * There is none where services of two places elsewhere have each failed, as networks do, as often in a row as they ask
 * for, and nobody elsewhere was reached since the first of these failures; of those who are probed because of them nothing
 * may be left to come. Where the host itself says that it has no route, one place is enough. Remembers the services.
 *
 * @param lives  those from before the start: there is no network, and a service that is down is so
 */
export const createNetworkSight = (lives: readonly Life[]): NetworkSight => {
  const before = checksOf(lives)
  let isDown = before.some(({ type }) => type === 'NETWORK_DOWN')
  const services = new Map<string, Probed>()
  for (const { type, subject } of before) if (type === 'SERVICE_DOWN') services.set(subject, downBefore)
  /** Those that are probed since another one failed. */
  const awaited = new Set<string>()

  const reached = (): void => {
    isDown = false
    for (const [name, service] of services) if (service.failures > 0) services.set(name, { ...service, isOwn: true })
  }
  const lookAtService = (seen: ServiceSeen): boolean => {
    const { name, host, failures: enough } = seen.service
    const known = services.get(name)
    const address = seen.address ?? known?.address ?? null
    const isFailing = failsAsNetworksDo(seen)
    const now: Probed = {
      isElsewhere: isElsewhere(host, address),
      address,
      place: (address ?? host).toLowerCase(),
      failures: isFailing ? (known?.failures ?? 0) + 1 : 0,
      enough,
      hasNoRoute: seen.failure?.reason === 'noRoute',
      isOwn: isFailing && (known?.isOwn ?? false),
    }
    services.set(name, now)
    awaited.delete(name)
    if (!now.isElsewhere) return false
    if (isReachedBy(seen)) reached()
    else if (isFailing) for (const other of new Set(seen.others)) awaited.add(other)
    return true
  }
  /** Those whose failures may be the network's. */
  const suspects = (): readonly Probed[] =>
    [...services.values()].filter((service) => service.isElsewhere && service.failures > 0 && !service.isOwn)
  /** Where somebody is probed of whom it is not known whether they are reached; null where nothing is known of them. */
  const awaitedPlaces = (): readonly (string | null)[] =>
    [...awaited].flatMap((name) => {
      const service = services.get(name)
      if (service === undefined) return [null]
      return service.isElsewhere ? [service.place] : []
    })
  const isOut = (): boolean => {
    const failing = suspects().filter(hasFailedEnough)
    if (failing.length === 0 || awaitedPlaces().length > 0) return false
    return new Set(failing.map(({ place }) => place)).size > 1 || failing.some(({ hasNoRoute }) => hasNoRoute)
  }
  return {
    look: (seen) => {
      const isOfService = 'kind' in seen && seen.kind === 'service' && lookAtService(seen)
      if (hostsIn(seen).some((host) => isElsewhere(host))) reached()
      isDown ||= isOut()
      return isOfService
    },
    isDown: () => isDown,
    isUndecided: (name) => {
      const service = services.get(name)
      if (isDown || !service?.isElsewhere || service.isOwn || !hasFailedEnough(service)) return false
      const places = [...suspects().map(({ place }) => place), ...awaitedPlaces()]
      return service.hasNoRoute || places.some((place) => place !== service.place)
    },
  }
}

/** What is known of a service that was down before the start. */
const downBefore: Probed = {
  isElsewhere: false,
  address: null,
  place: '',
  failures: Infinity,
  enough: 1,
  hasNoRoute: false,
  isOwn: true,
}

const hasFailedEnough = ({ failures, enough }: Probed): boolean => failures >= enough

/** It answered, in whatever way, or a connection to it was made. */
const isReachedBy = ({ failure, isConnected }: ServiceSeen): boolean =>
  failure === null || isConnected || ofTheReached.includes(failure.reason)

/** The hosts that took a message, or answered for their channel. */
const hostsIn = (seen: Evidence): readonly string[] => {
  if ('outcome' in seen) return seen.to
  return seen.kind === 'channel' && seen.state === 'open' && typeof seen.asked === 'string' ? [seen.asked] : []
}
