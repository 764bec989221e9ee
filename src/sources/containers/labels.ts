import type { Container } from '../../model/reading.ts'

type Labels = Readonly<Record<string, string>> | null | undefined

/** What Docker Compose and Docker Swarm say of a container by the labels that they put on it. */
export const parseLabels = (labels: Labels): Pick<Container, 'compose' | 'service'> => ({
  compose: composeOf(labels),
  service: serviceOf(labels),
})

const composeOf = (labels: Labels): Container['compose'] => {
  const project = labels?.['com.docker.compose.project']
  const service = labels?.['com.docker.compose.service']
  return project && service ? { project, service } : null
}

const serviceOf = (labels: Labels): Container['service'] => {
  const name = labels?.['com.docker.swarm.service.name']
  if (!name) return null
  // A task is called `service.slot.id`; that of a global service has its node's id for a slot.
  const slot = labels['com.docker.swarm.task.name']?.slice(name.length + 1).split('.')[0] ?? ''
  return { name, slot: /^\d+$/.test(slot) ? Number(slot) : null }
}
