import type { Container } from '../../model/reading.ts'

/** Finds the project and the service by the labels that Docker Compose puts on its containers. */
export const composeOf = (labels: Readonly<Record<string, string>> | null | undefined): Container['compose'] => {
  const project = labels?.['com.docker.compose.project']
  const service = labels?.['com.docker.compose.service']
  return project && service ? { project, service } : null
}
