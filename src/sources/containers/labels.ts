import type { Container } from '../../model/reading.ts'
import { parseVigiloLabels } from './vigilo-labels.ts'

type Labels = Readonly<Record<string, string>> | null | undefined

/** What a container's labels say: those of Docker Compose, of Docker Swarm and of its owner. */
export const parseLabels = (labels: Labels): Pick<Container, 'compose' | 'service' | 'labels'> => ({
  compose: composeOf(labels),
  service: serviceOf(labels),
  labels: parseVigiloLabels(labels ?? {}),
})

const composeOf = (labels: Labels): Container['compose'] => {
  const project = labels?.['com.docker.compose.project']
  const service = labels?.['com.docker.compose.service']
  if (!project || !service) return null
  const isOneOff = labels['com.docker.compose.oneoff']?.toLowerCase() === 'true'
  const number = Number(labels['com.docker.compose.container-number'] ?? 1)
  return { project, service, number: isOneOff || !Number.isInteger(number) ? null : number }
}

const serviceOf = (labels: Labels): Container['service'] => {
  const name = labels?.['com.docker.swarm.service.name']
  if (!name) return null
  // A task is called `service.slot.id`; that of a global service has its node's id for a slot.
  const slot = labels['com.docker.swarm.task.name']?.slice(name.length + 1).split('.')[0] ?? ''
  return { name, slot: /^\d+$/.test(slot) ? Number(slot) : null }
}
