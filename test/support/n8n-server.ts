import { startFaultyServer, type Fault, type FaultyServer, type IncomingRequest, type Reply } from './faulty-server.ts'

export type Body = Readonly<Record<string, unknown>>

export interface N8nServer extends Omit<FaultyServer, 'url'> {
  /** The webhook's own address. */
  readonly url: string
  readonly token: string | null
  readonly path: string
  /** The bodies that the workflow got, in order. */
  readonly bodies: Body[]
  fault: Fault | null
  /** Whether the workflow is active. */
  active: boolean
  /** Whether its run fails. */
  failing: boolean
}

/** An n8n with one production webhook that answers with its last node, as 2.41.1 does. */
export const startN8n = async (
  given: Partial<Pick<N8nServer, 'token' | 'path' | 'fault' | 'active' | 'failing'>> = {},
): Promise<N8nServer> => {
  const world = {
    token: 'h3artbeat-t0ken',
    path: 'vigilo-5f0c3a',
    bodies: new Array<Body>(),
    fault: null,
    active: true,
    failing: false,
    ...given,
  } satisfies World
  const server = await startFaultyServer(world, (request) => answer(world, request))
  return Object.assign(world, server, { url: `${server.url}/webhook/${world.path}` })
}

type World = Omit<N8nServer, keyof FaultyServer>

const answer = (world: World, { method, path, headers, body }: IncomingRequest): Reply => {
  if (path !== `/webhook/${world.path}` || method !== 'POST' || !world.active) {
    const name = `${method} ${path.replace(/^\/webhook\//, '')}`
    return { status: 404, body: { code: 404, message: `The requested webhook "${name}" is not registered.` } }
  }
  if (world.token !== null && headers.authorization !== `Bearer ${world.token}`)
    return { status: 403, body: 'Authorization data is wrong!', headers: { 'content-type': 'text/plain' } }
  const parsed = parse(body)
  if (parsed === null) return { status: 422, body: { code: 422, message: 'Failed to parse request body' } }
  world.bodies.push(parsed)
  return world.failing ? { status: 500, body: { message: 'Error in workflow' } } : { status: 200, body: parsed }
}

const parse = (text: string): Body | null => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}
