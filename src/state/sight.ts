import type { Overview } from '../model/overview.ts'
import type { Sight } from '../model/status.ts'

/** What was last seen of a subject, be it well or not; null where nothing was. */
export const sightOf = ({ host, containers, services }: Overview, subject: string): Sight | null => {
  const isMeant = (name: string): boolean => name.toLowerCase() === subject.toLowerCase()
  const container = containers?.containers.find(({ name }) => isMeant(name))
  if (containers && container) return { kind: 'container', at: containers.at, container }
  const service = [...services.values()].find((one) => isMeant(one.service.name))
  if (service) return { kind: 'service', at: service.at, service }
  if (host === null) return null
  const disk = host.disks.find(({ mount }) => isMeant(mount))
  if (disk) return { kind: 'disk', at: host.at, disk }
  return isMeant('host') ? { kind: 'host', at: host.at, host } : null
}

/** All subjects that are seen now. */
export const subjectsIn = ({ host, containers, services, lives }: Overview): readonly string[] => [
  'host',
  'docker',
  ...(host?.disks.map(({ mount }) => mount) ?? []),
  ...(containers?.containers.map(({ name }) => name) ?? []),
  ...[...services.values()].map(({ service }) => service.name),
  ...[...lives.values()].map(({ subject }) => subject),
]
