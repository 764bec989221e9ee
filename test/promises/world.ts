import type { Status } from '../../src/model/check.ts'
import { fingerprintOf } from '../../src/model/life.ts'
import type { Container, Disk, Reading } from '../../src/model/reading.ts'
import {
  containersReading,
  crashedContainer,
  day,
  mebibyte,
  sampleContainer,
  sampleDisk,
  sampleHost,
  unavailableReading,
} from '../support/samples.ts'
import { probed } from '../support/services-seen.ts'
import type { Seen } from './history.ts'

/** What the agent's configuration says of what it sees. */
export const watching = { WATCH_CONTAINERS: 'db', CONTAINER_CPU_THRESHOLD: '80' } as const

/** How everything is on one host. */
export interface World {
  /** @param at  by the wall clock, in milliseconds since the epoch */
  readonly set: (checks: readonly Seen[], at: number) => void
  /** What real sources see of it. */
  readonly readings: (at: number) => readonly Reading[]
  readonly statusOf: (type: string, subject: string) => Status
  /** A process of a container is killed for memory. */
  readonly killChild: (container: string, at: number) => void
  /** An agent that starts has heard of none of these kills. */
  readonly forgetKills: () => void
  /** How each thing is, by fingerprint. */
  readonly sights: () => ReadonlyMap<string, Sight>
}

/** `unseen`: nobody can see it. `unsaid`: it is gone, or something else goes before it. */
export type Sight = 'trouble' | 'well' | 'unseen' | 'unsaid'

const isBad = (status: Status): boolean => status === 'critical' || status === 'warning'

/**
 * @param isAgents  whether the agent runs on it: of its channels and its outbox it sees those there
 */
export const createWorld = (host: string, isAgents: boolean): World => {
  const statuses = new Map<string, { readonly status: Status; readonly since: number }>()
  const childKilledAt = new Map<string, number>()
  const entryOf = (type: string, subject: string) => statuses.get(`${type} ${subject}`) ?? { status: 'ok', since: 0 }
  const statusOf = (type: string, subject: string): Status => entryOf(type, subject).status
  const is = (type: string, subject: string): boolean => isBad(statusOf(type, subject))
  const isUnknown = (types: readonly string[], subject: string): boolean =>
    types.some((type) => statusOf(type, subject) === 'unknown')

  const isHostBlind = (): boolean => isUnknown(['CPU_CRITICAL', 'RAM_CRITICAL'], 'host')
  const isDiskBlind = (): boolean => isUnknown(['DISK_CRITICAL', 'INODES_CRITICAL'], '/')
  const isDiskGone = (): boolean => statusOf('DISK_CRITICAL', '/') === 'removed'
  const isEngineAway = (): boolean =>
    is('DOCKER_CONNECTION_ERROR', 'docker') || statusOf('DOCKER_CONNECTION_ERROR', 'docker') === 'unknown'
  /** Their probes wait for something. */
  const areServicesLate = (): boolean => isUnknown(['SERVICE_DOWN'], 'shop')

  const hostReading = (at: number): Reading => {
    if (isHostBlind()) return { ...unavailableReading('host', at), host }
    const disk: Disk = isDiskBlind()
      ? { mount: '/', unavailable: { code: 'cannotBeRead', path: null, system: 'ESTALE' } }
      : sampleDisk({
          percent: is('DISK_CRITICAL', '/') ? 97 : 50,
          inodesPercent: is('INODES_CRITICAL', '/') ? 97 : 10,
        })
    const percent = is('CPU_CRITICAL', 'host') ? 97 : 10
    return {
      ...sampleHost({ at, disks: isDiskGone() ? [] : [disk], cpu: { percent, perCore: [percent] } }),
      memory: { percent: is('RAM_CRITICAL', 'host') ? 97 : 30, usedBytes: 1, totalBytes: 2 },
      host,
    }
  }
  const containerOf = (name: string, at: number): readonly Container[] => {
    const names = { id: `${host} ${name}`, name, containerName: name }
    if (is('CONTAINER_NOT_FOUND', name) || statusOf('CONTAINER_NOT_RUNNING', name) === 'removed') return []
    const ended = (since: number, oomKilled: boolean): readonly Container[] => [
      crashedContainer({ at: since, exitCode: oomKilled ? 137 : 1, oomKilled }, names),
    ]
    const memory = entryOf('CONTAINER_OOM', name)
    if (isBad(memory.status)) return ended(memory.since, true)
    // It has died once more at each look.
    if (is('CONTAINER_CRASH_LOOP', name)) return ended(at, false)
    const running = entryOf('CONTAINER_NOT_RUNNING', name)
    if (isBad(running.status)) return ended(running.since, false)
    return [
      sampleContainer({
        ...names,
        health: healthOf(statusOf('CONTAINER_UNHEALTHY', name)),
        memoryLimitBytes: 100 * mebibyte,
        usage: {
          cpuPercent: is('CONTAINER_CPU', name) ? 97 : 1,
          memoryBytes: (is('CONTAINER_RAM', name) ? 97 : 10) * mebibyte,
        },
        oomAt: childKilledAt.get(name) ?? null,
      }),
    ]
  }
  const engineReading = (at: number): Reading =>
    isEngineAway()
      ? { ...unavailableReading('containers', at), host }
      : {
          ...containersReading(
            ['db', 'web'].flatMap((name) => containerOf(name, at)),
            { at },
          ),
          host,
        }
  const serviceReadings = (at: number): readonly Reading[] => {
    if (areServicesLate()) return []
    return ['shop', 'mail'].map((name) => ({
      ...probed(name, {
        at,
        failure: is('NETWORK_DOWN', 'host') ? 'timeout' : is('SERVICE_DOWN', name) ? 'refused' : null,
        hasCertificate: true,
        validUntil: isUnknown(['TLS_EXPIRING', 'TLS_CRITICAL'], name)
          ? null
          : at + (is('TLS_CRITICAL', name) ? 1 : is('TLS_EXPIRING', name) ? 10 : 60) * day,
      }),
      host,
    }))
  }
  const deliveryReadings = (at: number): readonly Reading[] => {
    if (!isAgents) return []
    const isDown = is('CHANNEL_DOWN', 'telegram')
    const inMemoryBecause = is('OUTBOX_UNSAVED', 'outbox') ? ({ code: 'diskFull' } as const) : null
    return [
      {
        host,
        kind: 'channel',
        at,
        name: 'telegram',
        state: isDown ? 'down' : 'open',
        reason: isDown ? { code: 'noAnswer', seconds: null } : null,
        asked: null,
      },
      { host, kind: 'outbox', at, inMemoryBecause, movedAside: null },
    ]
  }

  return {
    set: (checks, at) => {
      for (const { type, subject, status } of checks)
        if (statusOf(type, subject) !== status) statuses.set(`${type} ${subject}`, { status, since: at })
    },
    readings: (at) => [hostReading(at), engineReading(at), ...serviceReadings(at), ...deliveryReadings(at)],
    statusOf,
    killChild: (container, at) => childKilledAt.set(container, at),
    forgetKills: () => childKilledAt.clear(),
    sights: () => {
      const sight = (type: string, subject: string, isUnseen = false, isUnsaid = false): readonly [string, Sight] => [
        fingerprintOf(host, { type, subject }),
        isUnseen ? 'unseen' : isUnsaid ? 'unsaid' : is(type, subject) ? 'trouble' : 'well',
      ]
      const isDiskUnseen = isHostBlind() || (isDiskBlind() && !isDiskGone())
      const backup = statusOf('BACKUP_OLD', 'backup')
      const own = isAgents
        ? [
            sight('OUTBOX_UNSAVED', 'outbox'),
            sight('CHANNEL_DOWN', 'telegram'),
            sight('BACKUP_OLD', 'backup', backup === 'unknown', backup === 'removed'),
          ]
        : []
      return new Map([
        sight('CPU_CRITICAL', 'host', isHostBlind()),
        sight('RAM_CRITICAL', 'host', isHostBlind()),
        sight('DISK_CRITICAL', '/', isDiskUnseen, isDiskGone()),
        sight('INODES_CRITICAL', '/', isDiskUnseen, isDiskGone()),
        sight('DOCKER_CONNECTION_ERROR', 'docker', false, statusOf('DOCKER_CONNECTION_ERROR', 'docker') === 'unknown'),
        ...['shop', 'mail'].map((name) =>
          sight('SERVICE_DOWN', name, false, areServicesLate() || is('NETWORK_DOWN', 'host')),
        ),
        ...['db', 'web'].map((name) => sight('CONTAINER_NOT_RUNNING', name, isEngineAway(), isOtherwiseDown(name))),
        ...own,
      ])
    },
  }

  function isOtherwiseDown(name: string): boolean {
    const others = ['CONTAINER_NOT_FOUND', 'CONTAINER_OOM', 'CONTAINER_CRASH_LOOP']
    return others.some((type) => is(type, name)) || statusOf('CONTAINER_NOT_RUNNING', name) === 'removed'
  }
}

const healthOf = (status: Status): Container['health'] => {
  if (isBad(status)) return 'unhealthy'
  return status === 'unknown' ? 'starting' : 'healthy'
}
