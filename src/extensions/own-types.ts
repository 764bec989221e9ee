/** The types of the agent's own checks: an extension that gave one would contradict the agent. */
export const ownTypes: readonly string[] = [
  'CPU_CRITICAL',
  'RAM_CRITICAL',
  'DISK_CRITICAL',
  'CONTAINER_NOT_RUNNING',
  'CONTAINER_NOT_FOUND',
  'CONTAINER_UNHEALTHY',
  'DOCKER_CONNECTION_ERROR',
]
