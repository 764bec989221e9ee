import { startFaultyServer, type Fault, type FaultyServer, type IncomingRequest, type Reply } from './faulty-server.ts'
import { parseObject } from './parse-object.ts'

export interface AppriseMessage {
  readonly urls: string
  readonly title: unknown
  readonly body: string
  readonly type: unknown
}

export interface AppriseServer extends FaultyServer {
  readonly messages: AppriseMessage[]
  /** The targets that got something, in order. */
  readonly taken: string[]
  /** The user and password that a proxy before it wants. */
  readonly user: string
  fault: Fault | null
  /** URLs whose service does not take anything. */
  failing: string[]
  /** Targets of `tgram://…/target/target` that do not: the others get it all the same. */
  failingTargets: string[]
}

/** An Apprise API server behind a proxy; it answers as `StatelessNotifyView` and `HealthCheckView` of apprise-api do. */
export const startApprise = async (): Promise<AppriseServer> => {
  const world: World = { messages: [], taken: [], user: 'ana:p4ssw0rd', fault: null, failing: [], failingTargets: [] }
  const server = await startFaultyServer(world, (request) => answer(world, request))
  return Object.assign(world, server)
}

type World = Omit<AppriseServer, keyof FaultyServer>

const known = /^(mailto|tgram|discord):\/\//

const answer = (world: World, { method, path, headers, body }: IncomingRequest): Reply => {
  if (headers.authorization !== `Basic ${Buffer.from(world.user).toString('base64')}`) return { status: 401 }
  if (method === 'GET' && path === '/status') return { status: 200, body: 'OK' }
  if (method !== 'POST' || !/^\/notify\/?$/.test(path)) return { status: 404 }
  const { urls, title, body: text, type = 'info', format = 'text' } = parseObject(body)
  const isValid = typeof text === 'string' && text !== '' && typeof type === 'string' && format === 'text'
  if (!isValid || !['info', 'success', 'warning', 'failure'].includes(type))
    return failure(400, 'Payload lacks minimum requirements')
  if (typeof urls !== 'string' || !known.test(urls)) return { status: 204 }
  if (world.failing.includes(urls)) return failure(424, 'One or more notification could not be sent')
  const targets = urls.startsWith('tgram://') ? urls.replace(/\?.*$/, '').split('/').slice(3) : []
  const failing = targets.filter((target) => world.failingTargets.includes(target))
  for (const target of targets.filter((one) => !failing.includes(one))) world.taken.push(target)
  if (failing.length > 0) return failure(424, 'One or more notification could not be sent')
  world.messages.push({ urls, title, body: text, type })
  return { status: 200, body: { error: null, details: [] } }
}

const failure = (status: number, error: string): Reply => ({ status, body: { error } })
