/** All that is ever asked of the Docker Engine API, and only with GET. */
export const allowedPaths = [
  '/_ping',
  '/events',
  '/containers/json',
  '/containers/{id}/json',
  '/containers/{id}/logs',
  '/containers/{id}/stats',
  '/system/df',
] as const

const anyOf = allowedPaths.map((path) => path.replace('{id}', '[\\da-zA-Z][\\w.-]*')).join('|')
const pattern = new RegExp(`^(?:/v\\d+\\.\\d+)?(?:${anyOf})$`)

/** Whether the request may leave. `path` may have a version before it and a query after it. */
export const isAllowed = (method: string, path: string): boolean =>
  method === 'GET' && pattern.test(path.replace(/\?.*$/s, ''))
