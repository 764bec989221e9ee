import { createHmac } from 'node:crypto'
import { startFaultyServer, type Fault, type FaultyServer, type IncomingRequest, type Reply } from './faulty-server.ts'
import { parseObject } from './parse-object.ts'

export interface WebhookServer extends Omit<FaultyServer, 'url'> {
  readonly base: string
  /** The webhook's own address. */
  readonly url: string
  readonly bodies: Readonly<Record<string, unknown>>[]
  readonly path: string
  readonly secret: string
  fault: Fault | null
}

/** Somebody's own receiver, which verifies signatures as the README tells it to. */
export const startWebhook = async (): Promise<WebhookServer> => {
  const world: World = { bodies: [], path: '/in/w3bhook-path', secret: 'shared-k3y', fault: null }
  const server = await startFaultyServer(world, (request) => answer(world, request))
  return Object.assign(world, server, { base: server.url, url: `${server.url}${world.path}` })
}

type World = Omit<WebhookServer, keyof FaultyServer | 'base'>

const answer = (world: World, { method, path, headers, body }: IncomingRequest): Reply => {
  if (path !== world.path || method !== 'POST') return { status: 404 }
  const timestamp = String(headers['x-vigilo-timestamp'])
  const digest = createHmac('sha256', world.secret).update(`${timestamp}.${body}`).digest('hex')
  const isFresh = Math.abs(Number(timestamp) - new Date().getTime() / 1_000) < 300
  if (headers['x-vigilo-signature'] !== `sha256=${digest}` || !isFresh) return { status: 401 }
  if (headers['content-type'] !== 'application/json') return { status: 415 }
  world.bodies.push(parseObject(body))
  return { status: 200, body: { taken: true } }
}
