import { startFaultyServer, type Fault, type FaultyServer, type IncomingRequest, type Reply } from './faulty-server.ts'
import { parseObject } from './parse-object.ts'

export interface NtfyMessage {
  readonly title: string | null
  readonly message: string
  readonly priority: unknown
}

export interface NtfyServer extends FaultyServer {
  readonly messages: NtfyMessage[]
  readonly topic: string
  readonly token: string
  fault: Fault | null
}

/** An ntfy server with one protected topic; its errors are those of ntfy's `server/errors.go`. */
export const startNtfy = async (): Promise<NtfyServer> => {
  const world: World = { messages: [], topic: 'vigilo-t0pic', token: 'tk_t0ken', fault: null }
  const server = await startFaultyServer(world, (request) => answer(world, request))
  return Object.assign(world, server)
}

type World = Omit<NtfyServer, keyof FaultyServer>

const answer = (world: World, { method, path, headers, body }: IncomingRequest): Reply => {
  // Who asks is looked at before what is asked for.
  if (headers.authorization !== undefined && headers.authorization !== `Bearer ${world.token}`)
    return failure(40101, 'unauthorized')
  if (method === 'GET' && path === '/v1/health') return { status: 200, body: { healthy: true } }
  if (method !== 'POST' || path !== '/') return failure(40401, 'page not found')
  if (headers.authorization === undefined) return failure(40301, 'forbidden')
  if (Buffer.byteLength(body) > 8_192) return failure(41303, 'JSON body too large')
  const { topic, title = null, message, priority } = parseObject(body)
  if (topic !== world.topic) return failure(40301, 'forbidden')
  if (![undefined, 1, 2, 3, 4, 5].some((known) => known === priority))
    return failure(40007, 'invalid request: priority invalid')
  if (typeof message !== 'string' || (title !== null && typeof title !== 'string'))
    return failure(40017, 'invalid request: request body must be message JSON')
  if (Buffer.byteLength(message) >= 4_096) return failure(40014, 'invalid request: attachments not allowed')
  world.messages.push({ title, message, priority })
  return {
    status: 200,
    body: { id: `m${world.messages.length}`, time: 1_795_404_179, event: 'message', topic, message },
  }
}

const failure = (code: number, error: string): Reply => {
  const status = Math.floor(code / 100)
  return { status, body: { code, http: status, error, link: 'https://ntfy.sh/docs/publish/' } }
}
