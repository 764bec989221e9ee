import { Agent } from 'node:http'
import { createConnection, Socket } from 'node:net'
import { Readable, type Duplex } from 'node:stream'
import { inspect } from 'node:util'
import Docker from 'dockerode'
import type { Connect } from '../../clients/connect.ts'
import type { Reason } from '../../model/reason.ts'
import { isAllowed } from './allowed-paths.ts'
import { codeOf, EngineError } from './failure-reason.ts'
import { createHostEngine, type HostEngine } from './host-engine.ts'

export interface DockerClient {
  readonly docker: Docker
  /** GETs a path and gives its answer unread. */
  readonly open: (path: string, query: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<Readable>
}

/**
 * A dockerode that can only GET, and only the paths of `allowedPaths`: anything else fails before it leaves.
 *
 * @param host     `unix:///path` or `tcp://host:port`
 * @param connect  how a host is reached
 * @param hostRoot  where the host's `/` is mounted
 */
export const createDockerClient = (host: string, connect: Connect, hostRoot: string): DockerClient => {
  const hostEngine = createHostEngine(hostRoot)
  const address = addressOf(host)
  const options = {
    ...address,
    protocol: 'http',
    agent: createAgent(connect, hostEngine, address.socketPath !== undefined),
  } as const
  const docker = new Docker(options)
  const modem: unknown = docker.modem
  if (!isModem(modem)) throw new Error('this version of dockerode is not supported')
  const dial = modem.dial.bind(modem)
  modem.dial = (request, callback) => {
    if (!isAllowed(request.method, request.path)) {
      callback(new Error(`not allowed: ${request.method} ${request.path}`), null)
      return
    }
    const { socketPath = null } = address
    const absence = socketPath === null ? null : hostEngine.absence(socketPath)
    if (absence !== null) {
      const reason = absence === 'stopped' ? ({ code: 'engineStopped' } as const) : lost
      callback(new EngineError(reason), null)
      return
    }
    dial(request, (error, answer) => {
      if (error === null && socketPath !== null) hostEngine.answered(socketPath)
      else if (isLost(codeOf(error))) hostEngine.lost()
      // Every other answer has an end of its own.
      if (answer instanceof Readable && request.path.startsWith('/events'))
        for (const event of ['end', 'error']) answer.once(event, hostEngine.lost)
      callback(error, answer)
    })
  }
  return {
    docker,
    open: (path, query, signal) =>
      new Promise((resolve, reject) => {
        const request = { method: 'GET', path: `${path}?`, options: query, isStream: true, statusCodes: { 200: true } }
        modem.dial({ ...request, abortSignal: signal }, (error, answer) => {
          if (answer instanceof Readable) resolve(answer)
          else reject(error ?? new Error('no answer'))
        })
      }),
  }
}

/** What is used of docker-modem, which dockerode's types leave open. */
interface Modem {
  dial: (
    request: { readonly method: string; readonly path: string } & Readonly<Record<string, unknown>>,
    callback: (error: Error | null, answer: unknown) => void,
  ) => void
}

const isModem = (value: unknown): value is Modem =>
  typeof value === 'object' && value !== null && 'dial' in value && typeof value.dial === 'function'

const lost: Reason = { code: 'connectionLost', system: null }

/** What the system says where nobody listens, or whoever did is gone. */
const isLost = (code: string | null): boolean => code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE'

/**
 * By TCP a socket for each request, so that none is used again while a proxy closes it. By the engine's own socket they are kept:
 * an engine that stops first takes no more, and then closes what is idle, seconds before it ends its stream of events
 * (Go's http.Server.Shutdown).
 */
const createAgent = (connect: Connect, hostEngine: HostEngine, keepAlive: boolean): Agent => {
  const agent = new Agent({ keepAlive, maxFreeSockets: 1 })
  const keepSocketAlive = agent.keepSocketAlive.bind(agent)
  const reuseSocket = agent.reuseSocket.bind(agent)
  const isIdle = new WeakMap<Duplex, boolean>()
  agent.keepSocketAlive = (socket) => {
    if (!isIdle.has(socket))
      socket.once('close', () => {
        if (isIdle.get(socket) === true) hostEngine.lost()
      })
    isIdle.set(socket, true)
    keepSocketAlive(socket)
  }
  agent.reuseSocket = (socket, request) => {
    isIdle.set(socket, false)
    reuseSocket(socket, request)
  }
  const connectTo: Agent['createConnection'] = (options, callback) => {
    if (typeof options.socketPath === 'string') {
      openUnixSocket(options.socketPath, hostEngine, (error, socket) => callback?.(error, socket))
      return null
    }
    connect({ host: options.host ?? 'localhost', port: Number(options.port) }).subscribe({
      next: ({ socket }) => {
        if (socket !== null) callback?.(null, socket)
      },
      error: (error: unknown) => callback?.(error instanceof Error ? error : new Error('no connection'), new Socket()),
    })
    return null
  }
  // docker-modem writes each request out for a debug log that nobody reads, all sockets of the agent included.
  return Object.assign(agent, { createConnection: connectTo, [inspect.custom]: () => 'Agent' })
}

/**
 * A socket that was made anew on the host leaves the mounted one behind, where nobody listens any more (`systemctl restart
 * docker.socket` beside live-restore): then the host's own is taken, as far as its root is mounted.
 */
const openUnixSocket = (
  path: string,
  hostEngine: HostEngine,
  callback: (error: Error | null, socket: Socket) => void,
): void => {
  const socket = createConnection({ path })
  const failed = (error: Error): void => {
    const other = hostEngine.socket()
    const isLeft = codeOf(error) === 'ECONNREFUSED' && other !== null && other !== path
    if (isLeft && hostEngine.absence(other) === null) openUnixSocket(other, hostEngine, callback)
    else callback(error, socket)
  }
  socket.once('error', failed)
  socket.once('connect', () => {
    socket.off('error', failed)
    callback(null, socket)
  })
}

/** Names every part of the address: what is left out, dockerode takes from the environment. */
const addressOf = (host: string) => {
  if (host.startsWith('unix://')) return { host: undefined, socketPath: host.slice('unix://'.length) }
  const { hostname, port } = new URL(host.replace(/^tcp:/, 'http:'))
  return { host: `http://${hostname}`, port: port || 80, socketPath: undefined }
}
